"""What is to be done after the commit: rows, written in the transaction that wants them, taken by a worker.

A job is run at least once: a handler must be harmless when run again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from hub.clock import now
from hub.database import Base, Database, Json, Tx
from hub.ids import new_id
from hub.viewer import System

log = structlog.get_logger()
LEASE = timedelta(minutes=10)
"""How long a worker may hold a job before another takes it for lost."""
HELD = timedelta(minutes=1)
"""The same of a slow one: whoever does it says three times a minute that they still do."""
TRIES = 6

Handler = Callable[[Database, dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_slow: set[str] = set()


class Job(Base):
    """One thing to do. `due` moves on when it is taken (a lease) and when it failed (a growing pause)."""

    __tablename__ = "job"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(60))
    args: Mapped[dict[str, Any]] = mapped_column(Json)
    due: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    failed: Mapped[datetime | None]
    __table_args__ = (Index("ix_job_due", "due"),)


def handles(kind: str, *, slow: bool = False) -> Callable[[Handler], Handler]:
    """`slow` jobs take minutes: they stand in a line of their own, so that no letter waits behind one."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if slow:
            _slow.add(kind)
        return handler

    return register


def later(tx: Tx, kind: str, *, after: timedelta = timedelta(0), **args: Any) -> Job:
    """Asks for a job once this transaction is committed; a rollback takes the wish back with it. `args` is JSON."""
    job = Job(kind=kind, args=args, due=tx.now + after)
    tx.add(job)
    return job


def work_once(database: Database, *, slow: bool = False) -> bool:
    """Takes and does the next due job of one of the two lines. False when there was none."""
    taken = database.write_now(System("worker"), _take, slow)
    if taken is None:
        return False
    id_, kind, args = taken
    try:
        with _held(database, id_) if slow else nullcontext():
            _handlers[kind](database, args)
    except Exception as problem:
        # The job's arguments may be personal: only its id, kind and the kind of problem go to the log.
        log.warning("job failed", job=str(id_), kind=kind, problem=type(problem).__name__)
        database.write_now(System("worker"), _put_off, id_)
    else:
        database.write_now(System("worker"), _finish, id_)
        log.info("job done", job=str(id_), kind=kind)
    return True


@contextmanager
def _held(database: Database, id_: UUID) -> Iterator[None]:
    """Renews the lease for as long as it takes. If this process is gone, another has the job within one lease."""
    done = Event()

    def renew() -> None:
        while not done.wait(HELD.total_seconds() / 3):
            try:
                database.write_now(System("worker"), _renew, id_)
            except Exception as problem:
                # The database is away for a moment: the lease lasts until the next try, and the one after that.
                log.warning("lease not renewed", job=str(id_), problem=type(problem).__name__)

    renewing = Thread(target=renew, name="lease", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()


def _take(tx: Tx, slow: bool = False) -> tuple[UUID, str, dict[str, Any]] | None:
    line = Job.kind.in_(_slow) if slow else Job.kind.not_in(_slow)
    waiting = select(Job).where(line, Job.due <= now(), Job.failed.is_(None)).order_by(Job.due).limit(1).with_for_update(skip_locked=True)
    job = tx.scalar(waiting)
    if job is None:
        return None
    if job.tries >= TRIES:
        # Each time its worker was gone before it could say what went wrong: it may be the job that ends them.
        job.failed = now()
        tx.flush()
        return _take(tx, slow)
    job.due = now() + (HELD if slow else LEASE)
    job.tries += 1
    return job.id, job.kind, job.args


def _put_off(tx: Tx, id_: UUID) -> None:
    job = tx.get(Job, id_)
    if job is None:
        return  # Its lease ran out, and another worker has done it.
    job.due = now() + timedelta(seconds=10) * 3**job.tries
    if job.tries >= TRIES:
        job.failed = now()


def _renew(tx: Tx, id_: UUID) -> None:
    if job := tx.get(Job, id_):
        job.due = now() + HELD


def _finish(tx: Tx, id_: UUID) -> None:
    if job := tx.get(Job, id_):
        tx.delete(job)
