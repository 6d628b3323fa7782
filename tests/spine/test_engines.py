"""The doors: what is acknowledged is safe, one failure is one person's, and nobody waits for a lock."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, func, select
from sqlalchemy.exc import IntegrityError

from hub.database import Database, Tx
from hub.engines import SqliteDoors
from hub.errors import Invalid
from hub.identity.queries import recognise
from hub.people.models import School as Row
from tests.support.school import WORK


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url, recognise)
    yield made
    made.close()


@pytest.fixture
def sqlite(sqlite_url: str) -> Iterator[Database]:
    made = Database(sqlite_url, recognise)
    yield made
    made.close()


def open_one(tx: Tx, name: str) -> UUID:
    return tx.make(Row(name=name, created=tx.now)).id


def names(database: Database) -> set[str]:
    return set(database.read_now(WORK, lambda tx: tx.scalars(select(Row.name)).all()))


class Held:
    """Keeps the writer busy, so that what comes meanwhile makes one group."""

    def __init__(self, database: Database) -> None:
        self.go = threading.Event()
        started = threading.Event()

        def wait(_tx: Tx) -> None:
            started.set()
            assert self.go.wait(10)

        self.first = database._submit_write(WORK, wait)
        assert started.wait(10)


def test_one_failure_in_a_group_takes_nobody_along(sqlite: Database) -> None:
    def fail(tx: Tx) -> None:
        open_one(tx, "half written")
        raise Invalid("name", "no")

    def end_the_thread(tx: Tx) -> None:
        open_one(tx, "half written")
        raise SystemExit

    held = Held(sqlite)
    before = sqlite._submit_write(WORK, lambda tx: open_one(tx, "before"))
    failing = sqlite._submit_write(WORK, fail)
    ending = sqlite._submit_write(WORK, end_the_thread)
    after = sqlite._submit_write(WORK, lambda tx: open_one(tx, "after"))
    held.go.set()
    assert before.result(10)
    assert after.result(10)
    with pytest.raises(Invalid):
        failing.result(10)
    with pytest.raises(SystemExit):
        ending.result(10)
    assert names(sqlite) == {"before", "after"}


def test_a_group_shares_one_commit_and_is_acknowledged_after_it(sqlite: Database) -> None:
    assert isinstance(sqlite.doors, SqliteDoors)
    seen: list[bool] = []
    held = Held(sqlite)
    futures = [sqlite._submit_write(WORK, lambda tx, n=n: open_one(tx, f"{n}")) for n in range(9)]
    event.listen(sqlite.doors._writer_engine, "commit", lambda _connection: seen.append(any(one.done() for one in futures)))
    held.go.set()
    for future in futures:
        future.result(10)
    assert seen[-1] is False
    assert len(seen) == 1  # They came while the held one worked, and joined it.
    assert len(names(sqlite)) == 9


def test_when_a_groups_commit_fails_each_is_tried_alone(sqlite: Database) -> None:
    assert isinstance(sqlite.doors, SqliteDoors)
    told: list[frozenset[str]] = []
    sqlite.told.append(told.append)
    bad: set[Connection] = set()

    @event.listens_for(sqlite.doors._writer_engine, "commit")
    def refuse(connection: Connection) -> None:
        if connection in bad:
            bad.clear()
            raise IntegrityError("COMMIT", {}, Exception("a deferred constraint"))

    def poison(tx: Tx) -> None:
        open_one(tx, "poison")
        tx.tell("x", ["poison"])
        bad.add(tx.get_bind())  # type: ignore[arg-type]

    def good(tx: Tx) -> UUID:
        tx.tell("x", ["good"])
        return open_one(tx, "good")

    held = Held(sqlite)
    futures = [sqlite._submit_write(WORK, work) for work in (good, poison, lambda tx: open_one(tx, "also good"))]
    held.go.set()
    assert futures[0].result(10)
    assert futures[2].result(10)
    with pytest.raises(IntegrityError):
        futures[1].result(10)
    assert names(sqlite) == {"good", "also good"}
    assert told == [frozenset({"good"})]


async def test_who_hangs_up_while_waiting_ends_nobody_elses_writes(sqlite: Database) -> None:
    held = Held(sqlite)
    gone = asyncio.create_task(sqlite.write(WORK, open_one, "gone"))
    there = asyncio.create_task(sqlite.write(WORK, open_one, "there"))
    await asyncio.sleep(0.05)
    gone.cancel()
    await asyncio.sleep(0.05)
    held.go.set()
    await asyncio.wait_for(there, 10)
    with pytest.raises((asyncio.CancelledError, CancelledError)):
        await gone
    await asyncio.wait_for(sqlite.write(WORK, open_one, "later"), 10)
    assert names(sqlite) == {"there", "later"}


async def test_what_a_group_wrote_comes_back_in_one_wake_up(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    loop, woken = asyncio.get_running_loop(), count()
    wake = loop.call_soon_threadsafe
    monkeypatch.setattr(loop, "call_soon_threadsafe", lambda *asked: (next(woken), wake(*asked)))
    held = Held(sqlite)
    writes = [asyncio.ensure_future(sqlite.write(WORK, open_one, f"School {n}")) for n in range(20)]
    await asyncio.sleep(0)

    held.go.set()
    sqlite.write_now(WORK, open_one, "after them")  # The loop's own thread waits here, so that it can't come between.

    assert len(set(await asyncio.gather(*writes))) == 20
    assert next(woken) == 1


async def test_fifty_write_at_once_and_nobody_meets_a_lock(database: Database) -> None:
    made = await asyncio.gather(*(database.write(WORK, open_one, f"School {n}") for n in range(50)))
    assert len(set(made)) == 50
    assert len(names(database)) == 50


async def test_readers_go_on_while_others_write(database: Database) -> None:
    counts: list[int] = []

    async def look() -> None:
        for _ in range(10):
            counts.append(await database.read(WORK, lambda tx: tx.scalar(select(func.count()).select_from(Row)) or 0))

    await asyncio.gather(look(), look(), *(database.write(WORK, open_one, f"School {n}") for n in range(20)))
    assert await database.read(WORK, lambda tx: tx.scalar(select(func.count()).select_from(Row))) == 20


def test_a_reader_sees_one_moment_however_often_it_looks(database: Database) -> None:
    database.write_now(WORK, open_one, "First")

    def look_twice(tx: Tx) -> tuple[set[str], set[str]]:
        before = set(tx.scalars(select(Row.name)))
        writing = threading.Thread(target=lambda: database.write_now(WORK, open_one, "Second"))
        writing.start()
        writing.join(10)
        return before, set(tx.scalars(select(Row.name)))

    assert database.read_now(WORK, look_twice) == ({"First"}, {"First"})
    assert names(database) == {"First", "Second"}


def test_nothing_of_a_failed_write_stays(database: Database) -> None:
    def fail(tx: Tx) -> None:
        open_one(tx, "half written")
        raise Invalid("name", "no")

    with pytest.raises(Invalid):
        database.write_now(WORK, fail)
    assert names(database) == set()


def test_a_row_that_someone_else_made_first_is_found_at_the_second_try(postgresql_url: str) -> None:
    database = Database(postgresql_url, recognise)
    both = threading.Barrier(2)
    tries: list[int] = []
    id_ = UUID(int=7)

    def find_or_make(tx: Tx) -> str:
        tries.append(1)
        if found := tx.get(Row, id_):
            return found.name
        if len(tries) <= 2:
            both.wait(10)
        return tx.make(Row(id=id_, name="One", created=tx.now)).name

    futures: list[Any] = [database._submit_write(WORK, find_or_make) for _ in range(2)]
    assert [future.result(10) for future in futures] == ["One", "One"]
    assert len(tries) == 3
    database.close()


def test_a_reader_can_not_write(postgresql_url: str) -> None:
    database = Database(postgresql_url, recognise)
    with pytest.raises(Exception, match="read-only"):
        database.read_now(WORK, open_one, "From a page")
    assert names(database) == set()
    database.close()


def test_an_unknown_database_is_refused_in_words() -> None:
    with pytest.raises(ValueError, match="SQLite or PostgreSQL"):
        Database("mysql://somewhere/db", recognise)
