"""Several transactions in one hop: what a program writes in the middle of a question, it reads in the rest of it."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import ParamSpec, TypeVar

from hub.database import Database, Job, Tx
from hub.landing import landed
from hub.viewer import Who
from hub.words import language, speaking

P = ParamSpec("P")
T = TypeVar("T")


async def in_turns(database: Database, who: Who | None, job: Callable[["Turns"], T]) -> T:
    """Runs a job that reads, may write, and reads again what then stands, on a reader's thread."""
    spoken = language()

    def operation() -> T:
        with speaking(spoken), Turns(database, who) as turns:
            return job(turns)

    return await landed(database.doors.hop(operation))


class Turns:
    """Transactions of one claim, one after another, on one reader's thread. Whoever it speaks for is recognised in each."""

    def __init__(self, database: Database, who: Who | None) -> None:
        self._database = database
        self._who = who
        self._open = ExitStack()
        self._tx: Tx | None = None

    def __enter__(self) -> "Turns":
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    @property
    def tx(self) -> Tx:
        """What is read in. Begins when it is first asked for. Raises NotSignedIn."""
        if self._tx is None:
            connection = self._open.enter_context(self._database.doors.engine.connect())
            self._open.enter_context(connection.begin())
            self._tx = self._open.enter_context(self._database.transaction(connection, self._who, writes=False))
        return self._tx

    def write(self, job: Job[P, T], *args: P.args, **kw: P.kwargs) -> T:
        """As Database.write_now. What was read before is let go first: the next `tx` sees what was written."""
        self.end()
        return self._database.write_now(self._who, job, *args, **kw)

    def end(self) -> None:
        """Ends the transaction that is open, if one is."""
        self._tx = None
        self._open.close()
