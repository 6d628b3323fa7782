"""The event log: dense, in the order of commits, told only once it is safe."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from hub.database import Database, Tx
from hub.errors import Invalid
from hub.events import Event, EventTopic, last_seq, since
from hub.identity.queries import recognise
from tests.support.school import WORK, School


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    made = Database(database_url, recognise)
    yield made
    made.close()


def tell(tx: Tx, *topics: str) -> None:
    tx.tell("x", topics)


async def test_numbers_are_dense_and_nothing_deadlocks_when_topics_overlap(database: Database) -> None:
    rooms = ["a", "b", "c"]
    told = [rooms[n % 3 :] + rooms[: n % 3] for n in range(40)]
    await asyncio.gather(*(database.write(WORK, tell, *topics) for topics in told))

    def look(tx: Tx) -> dict[str, list[int]]:
        return {room: [one.seq for one in since(tx, {room: 0})[room].told] for room in rooms}

    assert database.read_now(WORK, look) == {room: list(range(1, 41)) for room in rooms}


async def test_who_follows_by_number_misses_nothing_that_is_committed_late(database: Database) -> None:
    heard: list[int] = []

    def slowly(tx: Tx, pause: float) -> None:
        tx.tell("x", ["room"])
        tx.flush()
        time.sleep(pause)

    async def follow() -> None:
        while len(heard) < 20:
            found = await database.read(WORK, lambda tx: since(tx, {"room": heard[-1] if heard else 0})["room"])
            heard.extend(one.seq for one in found.told)
            await asyncio.sleep(0)

    await asyncio.wait_for(asyncio.gather(follow(), *(database.write(WORK, slowly, (n % 3) / 200) for n in range(20))), 20)
    assert heard == list(range(1, 21))


def test_several_events_of_one_write_stand_in_their_order(database: Database) -> None:
    def twice(tx: Tx) -> None:
        tx.tell("first", ["room", "hall"])
        tx.tell("second", ["room"])

    for _ in range(2):
        database.write_now(WORK, twice)
    found = database.read_now(WORK, lambda tx: since(tx, {"room": 0, "hall": 0, "empty": 0}))
    assert [one.kind for one in found["room"].told] == ["first", "second"] * 2
    assert [one.seq for one in found["hall"].told] == [1, 2]
    assert found["empty"].seq == 0


async def test_what_is_told_is_told_after_the_commit_and_a_failure_tells_nobody(database: Database) -> None:
    told: list[frozenset[str]] = []

    def committed(topics: frozenset[str]) -> None:
        assert all(database.read_now(WORK, last_seq, topic) > 0 for topic in topics)
        told.append(topics)

    def fail(tx: Tx) -> None:
        tx.tell("x", ["room"])
        raise Invalid("x", "no")

    database.told.append(committed)
    with pytest.raises(Invalid):
        await database.write(WORK, fail)
    await database.write(WORK, lambda tx: None)
    await database.write(WORK, tell, "room", "hall")
    for _ in range(100):
        if told:
            break
        await asyncio.sleep(0.02)
    assert told == [frozenset({"room", "hall"})]
    assert database.read_now(WORK, lambda tx: len(tx.scalars(select(Event)).all())) == 1


def test_an_event_holds_ids_and_never_words(small_school: School) -> None:
    maya, rivera = small_school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("Secret words", small_school.teachers(), title="Secret title")
    rivera.says(item, "Secret answer")

    def look(tx: Tx) -> str:
        return repr([(one.kind, one.subjects) for one in tx.scalars(select(Event))] + list(tx.scalars(select(EventTopic.topic))))

    told = small_school.work(look)
    assert "Secret" not in told
    assert f"home:{rivera.id}" in told
    assert f"thread:{item}" in told
