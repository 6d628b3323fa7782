"""One operation, one transaction, one hop: viewer-bound sessions, and the two ways to run a domain function in one.

The domain is synchronous. The edge crosses over once an operation: `await database.read(who, queries.thread, id)`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import Connection, MetaData, Uuid, event, inspect
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session

from hub.clock import day_of, now
from hub.columns import Json as Json  # What makes models finds both here.
from hub.columns import Moment
from hub.engines import open_doors
from hub.errors import NotSignedIn
from hub.landing import landed
from hub.viewer import Claim, System, Viewer, Who
from hub.words import _, language, speaking

P = ParamSpec("P")
T = TypeVar("T")
Thing = TypeVar("Thing")

system_work: Counter[str] = Counter()
"""How often the hub's own work looked past the policy, by the reason that it gave."""


class Base(DeclarativeBase):
    """Every table. Constraints are named, so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {UUID: Uuid(), datetime: Moment()}


class Happening(msgspec.Struct, frozen=True):
    """What an action told, kept until the end of its transaction. Ids only, never content."""

    kind: str
    subjects: dict[str, str]
    topics: frozenset[str]
    numbered: Callable[[dict[str, int]], None]
    """Called with its number in each topic, which stays locked until the commit."""


class Tx(Session):
    """A session that belongs to one viewer and one operation. What the viewer may not see is not there."""

    def __init__(self, connection: Connection, who: Viewer | System, *, writes: bool = False) -> None:
        grouped = writes and connection.dialect.name == "sqlite"
        # On SQLite a write works in a savepoint, because it may share its transaction with others; nothing else does.
        super().__init__(
            bind=connection,
            join_transaction_mode="create_savepoint" if grouped else "rollback_only",
            expire_on_commit=False,
        )
        self.among_others = writes and not grouped
        """Whether other writes go on beside this one, as on PostgreSQL: whoever acts then waits for themselves first."""
        self._who = who
        self._past_policy = 0
        self._unseen: set[Any] = set()  # What was loaded past the policy: the identity map knows it, and the viewer may not.
        self._began = self.now = now()
        self.happenings: list[Happening] = []

    @property
    def today(self) -> date:
        """By the clock on the wall of the viewer's school."""
        return day_of(self.now, self.viewer.time_zone)

    @property
    def by_now(self) -> datetime:
        """Later than `now` by what this operation has taken so far, and waited for. A clock that was set stands still."""
        return now() if self.now == self._began else self.now

    @property
    def viewer(self) -> Viewer:
        """Raises NotSignedIn in the hub's own work: an action that needs a person must be done by one."""
        if isinstance(self._who, System):
            raise NotSignedIn(_("Please sign in first."))
        return self._who

    @property
    def person_or_none(self) -> Viewer | None:
        """Whose operation this is; None in the hub's own work."""
        return None if isinstance(self._who, System) else self._who

    def bind_to(self, viewer: Viewer) -> None:
        """From here on the session is this viewer's. What recognising them loaded, past the policy, is let go."""
        self.expunge_all()
        self._who = viewer

    @property
    def sees_everything(self) -> bool:
        return isinstance(self._who, System) or self._past_policy > 0

    @contextmanager
    def system(self, because: str) -> Iterator[None]:
        """Looks past the policy for the hub's own bookkeeping, such as whom to tell. Never for what is shown."""
        system_work[because] += 1
        self._past_policy += 1
        known = set(self.identity_map.keys())
        try:
            yield
        finally:
            self._past_policy -= 1
            self._unseen |= set(self.identity_map.keys()) - known

    def make(self, thing: Thing) -> Thing:
        """Adds a row at once: its defaults are filled in, and a broken constraint shows here and not at the end."""
        self.add(thing)
        self.flush()
        return thing

    def tell(
        self, kind: str, topics: Iterable[str], *, numbered: Callable[[dict[str, int]], None] = lambda _numbers: None, **subjects: UUID
    ) -> None:
        """Appends an event, written last in this transaction and told after its commit."""
        self.happenings.append(Happening(kind, {name: str(id_) for name, id_ in subjects.items()}, frozenset(topics), numbered))

    def get(self, entity: type[Thing], ident: Any, **kw: Any) -> Thing | None:  # type: ignore[override]
        found = super().get(entity, ident, **kw)
        if found is None or self.sees_everything or (key := inspect(found).key) not in self._unseen:
            return found
        self._unseen.discard(key)
        return super().get(entity, ident, **{**kw, "populate_existing": True})

    def connection(self, *args: Any, **kw: Any) -> Connection:
        if not self.sees_everything:
            raise PermissionError("A viewer's session gives no connection: what goes through it can't be scoped.")
        return super().connection(*args, **kw)

    def _refuse(self, *_args: Any, **_kw: Any) -> None:
        raise PermissionError("A session makes no bulk changes: they reach rows that its viewer can't see.")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _refuse


Scope = Callable[[ORMExecuteState], None]
_scopes: list[Scope] = []
_finishers: list[Callable[[Tx], frozenset[str]]] = []


def scoped_by(scope: Scope) -> Scope:
    """The policy registers itself here. Without one, a viewer's session refuses to read at all."""
    _scopes.append(scope)
    return scope


def finishing(finisher: Callable[[Tx], frozenset[str]]) -> Callable[[Tx], frozenset[str]]:
    """The event log registers itself here: run last in every writing transaction, it answers with the topics told."""
    _finishers.append(finisher)
    return finisher


def _scope(state: ORMExecuteState) -> None:
    assert isinstance(state.session, Tx)
    if state.session.sees_everything:
        return
    if not _scopes:
        raise PermissionError("No policy is loaded: a viewer's session can't read.")
    for scope in _scopes:
        scope(state)


event.listen(Tx, "do_orm_execute", _scope)

Recognise = Callable[[Tx, Claim | None], Viewer]
Job = Callable[Concatenate[Tx, P], T]


class Database:
    """The doors of one database, and who may come through them.

    `recognise` turns a claim into a viewer, inside the operation's own transaction. Raises whatever the operation raises;
    nothing of a failed one is kept.
    """

    def __init__(self, url: str, recognise: Recognise) -> None:
        self.url = url
        self.doors = open_doors(url)
        self.told: list[Callable[[frozenset[str]], None]] = []
        """Called after each commit that told something, with its topics, on the thread that committed."""
        self._recognise = recognise

    async def read(self, who: Who | None, job: Job[P, T], *args: P.args, **kw: P.kwargs) -> T:
        """Runs a query. `who` is a claim, the hub itself, or None for a stranger (who is refused by NotSignedIn)."""
        return await landed(self._submit_read(who, lambda tx: job(tx, *args, **kw)))

    async def write(self, who: Who | None, job: Job[P, T], *args: P.args, **kw: P.kwargs) -> T:
        """Runs an action. Comes back only when it is committed and durable."""
        return await landed(self._submit_write(who, lambda tx: job(tx, *args, **kw)))

    def read_now(self, who: Who | None, job: Job[P, T], *args: P.args, **kw: P.kwargs) -> T:
        return self._submit_read(who, lambda tx: job(tx, *args, **kw)).result()

    def write_now(self, who: Who | None, job: Job[P, T], *args: P.args, **kw: P.kwargs) -> T:
        """For threads that may wait: the command line, jobs, and a GraphQL mutation on its reader's thread."""
        return self._submit_write(who, lambda tx: job(tx, *args, **kw)).result()

    def close(self) -> None:
        self.doors.close()

    def _submit_read(self, who: Who | None, job: Callable[..., T]) -> Future[T]:
        spoken = language()

        def operation(connection: Connection) -> T:
            with speaking(spoken), self.transaction(connection, who, writes=False) as tx:
                return job(tx)

        return self.doors.read(operation)

    def _submit_write(self, who: Who | None, job: Callable[..., T]) -> Future[T]:
        spoken = language()
        topics: set[str] = set()

        def operation(connection: Connection) -> T:
            topics.clear()  # The operation may be run again alone, or after a deadlock.
            with speaking(spoken), self.transaction(connection, who, writes=True) as tx:
                value = job(tx)
                tx.flush()
                for finisher in _finishers:
                    topics.update(finisher(tx))
                tx.commit()
                return value

        future = self.doors.write(operation)

        def tell(done: Future[T]) -> None:
            if topics and not done.cancelled() and done.exception() is None:
                self._tell(frozenset(topics))

        future.add_done_callback(tell)
        return future

    def _tell(self, topics: frozenset[str]) -> None:
        for tell in self.told:
            tell(topics)

    @contextmanager
    def transaction(self, connection: Connection, who: Who | None, *, writes: bool) -> Iterator[Tx]:
        if isinstance(who, System):
            system_work[who.because] += 1
            with Tx(connection, who, writes=writes) as tx:
                yield tx
            return
        with Tx(connection, System("recognise"), writes=writes) as tx:
            viewer = self._recognise(tx, who)
            tx.bind_to(viewer)
            with speaking(viewer.language):
                yield tx
