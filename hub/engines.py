"""How an operation reaches its database: threads and one grouped writer on SQLite, pools of threads on PostgreSQL.

Each engine offers the same two doors, `read` and `write`. Both take an operation, a function of a session bound to a
connection, and return a Future that is settled only once the transaction is over; for `write`, only once it is safe.
"""

import contextlib
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

try:
    from pysqlite3 import dbapi2 as _sqlite
except ImportError:  # No wheel for this platform: the standard library's; `trellis doctor` warns where that version is faulty.
    import sqlite3 as _sqlite

SQLITE: ModuleType = _sqlite
READERS = 2
GROUP = 64
"""Writes that share one COMMIT at the most: bounds how long the first of them waits."""
ATTEMPTS = 3

_AGAIN = {"40P01", "40001", "23505"}
"""PostgreSQL's codes of a deadlock, a serialization failure and a unique violation."""

Operation = Callable[[Connection], Any]


class Doors(Protocol):
    """What is common to both engines."""

    engine: Engine

    def hop(self, job: Callable[[], Any]) -> Future[Any]:
        """Runs a job on a reader's thread, which begins and ends its own transactions."""

    def read(self, operation: Operation) -> Future[Any]: ...
    def write(self, operation: Operation) -> Future[Any]: ...
    def close(self) -> None: ...


def open_doors(url: str) -> Doors:
    """Opens the database at a SQLAlchemy URL. Raises ValueError for one that is neither SQLite nor PostgreSQL."""
    kind = make_url(url).get_backend_name()
    if kind == "sqlite":
        return SqliteDoors(url)
    if kind == "postgresql":
        return PostgresDoors(url)
    raise ValueError(f"Trellis keeps its data in SQLite or PostgreSQL, not in {kind}.")


class SqliteDoors:
    """Reader threads beside one writer thread: nobody ever waits for SQLite's lock, and a group shares one fsync."""

    def __init__(self, url: str) -> None:
        self.engine = sqlite_engine(url, "BEGIN", readers=READERS)
        self._writer_engine = sqlite_engine(url, "BEGIN IMMEDIATE", readers=1)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reader")
        self._closed = False
        self._waiting: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._write_for_ever, name="writer", daemon=True)
        self._writer.start()

    def hop(self, job: Callable[[], Any]) -> Future[Any]:
        return self._readers.submit(job)

    def read(self, operation: Operation) -> Future[Any]:
        return self._readers.submit(_in_transaction, self.engine, operation)

    def write(self, operation: Operation) -> Future[Any]:
        if self._closed:
            raise RuntimeError("The database is closed.")
        write = _Write(operation)
        self._waiting.put(write)
        return write.future

    def close(self) -> None:
        self._closed = True
        self._waiting.put(None)
        self._writer.join()
        self._readers.shutdown()
        self.engine.dispose()
        self._writer_engine.dispose()

    def _write_for_ever(self) -> None:
        while (first := self._waiting.get()) is not None:
            group = [first]
            self._commit_together(self._joining(group), group)

    def _joining(self, group: list["_Write"]) -> Iterator["_Write"]:
        """The first, and whoever comes while those before them work: else many would wait for the COMMIT of a few."""
        with contextlib.suppress(queue.Empty):
            yield group[0]
            while len(group) < GROUP:
                following = self._waiting.get_nowait()
                if following is None:
                    self._waiting.put(None)  # We are closing: the loop hears it when this group is done.
                    return
                group.append(following)
                yield following

    def _commit_together(self, writes: Iterable["_Write"], group: list["_Write"]) -> None:
        try:
            with self._writer_engine.connect() as connection, connection.begin():
                for write in writes:
                    write.attempt(connection)
        except Exception as problem:
            if len(group) == 1:
                group[0].fail(problem)
                return
            # The group's COMMIT failed for one of them: alone, only that one fails.
            for write in group:
                self._commit_together([write], [write])
            return
        for write in group:
            write.settle()


class _Write:
    """One operation on its way through a group; its Future is settled after the group's COMMIT."""

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.future: Future[Any] = Future()
        self._outcome: tuple[bool, Any] = (True, None)

    def attempt(self, connection: Connection) -> None:
        # From here on it can't be cancelled any more: settling a cancelled Future would end the writer.
        if not self.future.running() and not self.future.set_running_or_notify_cancel():
            return
        try:
            # Its session works in a savepoint of its own: when it raises, only its own rows are gone.
            self._outcome = (True, self.operation(connection))
        except BaseException as problem:  # Also one that means to end a thread: it would end everybody's writes.
            self._outcome = (False, problem)

    def fail(self, problem: Exception) -> None:
        """It could not be kept. Where the operation itself failed before, that is the reason, and not what came of it."""
        done, value = self._outcome
        if self.future.running() or self.future.set_running_or_notify_cancel():
            self.future.set_exception(problem if done else value)

    def settle(self) -> None:
        if self.future.cancelled():
            return
        done, value = self._outcome
        if done:
            self.future.set_result(value)
        else:
            self.future.set_exception(value)


class PostgresDoors:
    """Two pools of threads, so that a reader which waits for a write never takes the writer's place."""

    def __init__(self, url: str) -> None:
        url_of_driver = make_url(url).set(drivername="postgresql+psycopg")
        self._writing = create_engine(url_of_driver, pool_size=12, max_overflow=4, pool_pre_ping=False)
        # What a page reads in several statements is of one moment, as it is on SQLite.
        self.engine: Engine = self._writing.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._readers = ThreadPoolExecutor(6, thread_name_prefix="reader")
        self._writers = ThreadPoolExecutor(6, thread_name_prefix="writer")

    def hop(self, job: Callable[[], Any]) -> Future[Any]:
        return self._readers.submit(job)

    def read(self, operation: Operation) -> Future[Any]:
        return self._readers.submit(_persistently, self.engine, operation)

    def write(self, operation: Operation) -> Future[Any]:
        return self._writers.submit(_persistently, self._writing, operation)

    def close(self) -> None:
        self._readers.shutdown()
        self._writers.shutdown()
        self.engine.dispose()


def _in_transaction(engine: Engine, operation: Operation) -> Any:
    with engine.connect() as connection, connection.begin():
        return operation(connection)


def _persistently(engine: Engine, operation: Operation) -> Any:
    """Tries again what may be tried again: a deadlock, a serialization failure, a line lost before COMMIT.

    So may a row that someone else made first: the second time, the operation finds it.
    """
    for attempt in range(1, ATTEMPTS + 1):
        committing = False
        try:
            with engine.connect() as connection, connection.begin() as transaction:
                value = operation(connection)
                committing = True
                transaction.commit()
                return value
        except DBAPIError as problem:
            lost = problem.connection_invalidated and not committing
            if attempt == ATTEMPTS or not (lost or getattr(problem.orig, "sqlstate", None) in _AGAIN):
                raise
    raise AssertionError("unreachable")


def conninfo(url: str) -> str:
    """A SQLAlchemy URL as psycopg and PostgreSQL's own programs read it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _small(text: str | None) -> str | None:
    return text and text.lower()


def sqlite_engine(url: str, begin: str, *, readers: int) -> Engine:
    """An engine whose transactions start with `begin`, and whose connections hold to the durability that QUALITY promises."""
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, module=SQLITE, pool_size=readers, max_overflow=2, connect_args={"check_same_thread": False, "timeout": 10})

    @event.listens_for(engine, "connect")
    def prepare(raw: Any, _record: Any) -> None:
        raw.isolation_level = None  # We say BEGIN ourselves: the driver would start transactions late, and only for some statements.
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "cache_size=-16000",
        ):
            raw.execute(f"PRAGMA {pragma}")
        # Its own knows the letters from A to Z alone, and whoever looks for "übung" means "Übung", too.
        raw.create_function("lower", 1, _small, deterministic=True)

    # As they are, each write has two: the engine would compile each anew, and then prepare for rows that none answers with.
    for word, name in (("SAVEPOINT", "do_savepoint"), ("ROLLBACK TO", "do_rollback_to_savepoint"), ("RELEASE", "do_release_savepoint")):
        setattr(engine.dialect, name, partial(_say, word))

    @event.listens_for(engine, "begin")
    def begin_ourselves(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _say(word: str, connection: Connection, savepoint: str) -> None:
    connection.connection.cursor().execute(f"{word} {savepoint}")
