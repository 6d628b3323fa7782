"""Several processes, and what is between them: everything is heard, whichever part is missing for a while."""

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from hub.clock import now
from hub.database import Database
from hub.identity.keys import digest
from hub.identity.queries import recognise
from hub.people.models import Guardianship
from hub.viewer import Claim
from tests.live.world import WORK, Client, Site, World, say, serving
from tests.support.redis import RedisServer

ROOT = Path(__file__).parent.parent.parent
ELSEWHERE = """
import sys
from uuid import UUID
import hub.policy
from hub.database import Database
from hub.identity.queries import recognise
from tests.live.world import WORK, say
url, item, author, *words = sys.argv[1:]
database = Database(url, recognise)
for one in words:
    database.write_now(WORK, say, UUID(item), UUID(author), one, [UUID(author)], [])
database.close()
"""


@asynccontextmanager
async def another_process(world: World) -> AsyncIterator[Database]:
    """Another door to the same database, of whose commits this process is not told by itself."""
    database = Database(world.url, recognise)
    yield database
    database.close()


async def say_there(database: Database, world: World, words: str) -> None:
    await database.write(WORK, say, world.item, world.ids["maya"], words, [world.ids["maya"]], [])


async def test_what_another_process_does_is_heard_at_once(site: Site) -> None:
    world = site.world
    async with site.following("maya", world.topic) as maya:
        site.live.bus.ask_every(60)
        command = [sys.executable, "-c", ELSEWHERE, world.url, str(world.item), str(world.ids["maya"]), "one", "two"]
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env={"PYTHONPATH": ".:realtime:graphql"})
        assert [await maya.words(10), await maya.words(1)] == ["one", "two"]
        assert await process.wait() == 0
        async with another_process(world) as there:
            await say_there(there, world, "three")
            assert await maya.words(0.5) == "three"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_lost_line_to_postgresql_mends_itself(world: World) -> None:

    async with serving(world) as site, site.following("maya", world.topic) as maya, another_process(world) as there:
        site.live.bus.ask_every(60)
        plain = make_url(world.url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as admin:
            listening = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
            async with asyncio.timeout(5):
                while not (found := admin.execute(listening).fetchall()):
                    await asyncio.sleep(0.02)
            admin.execute("SELECT pg_terminate_backend(%s)", found[0])
        await say_there(there, world, "while nobody listened")
        assert await maya.words(3) == "while nobody listened"
        await asyncio.sleep(0.3)
        await say_there(there, world, "and after")
        assert await maya.words(1) == "and after"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_redis_carries_the_hints_and_may_go_and_come_back(world: World, redis_server: RedisServer) -> None:

    async with (
        another_process(world) as there,
        serving(world, redis_server.url) as here,
        serving(_through(world, there), redis_server.url),
        here.following("maya", world.topic) as maya,
    ):
        here.live.bus.ask_every(60)
        await _heard_through_redis(world, there, maya)

        redis_server.stop()
        here.live.bus.ask_every(0.2)
        await say_there(there, world, "without Redis")
        assert await maya.words(2) == "without Redis"

        redis_server.start()
        here.live.bus.ask_every(60)
        await _heard_through_redis(world, there, maya)


async def _heard_through_redis(world: World, there: Database, maya: Client) -> None:
    """Says something until it comes by itself: the subscription may not stand yet."""
    async with asyncio.timeout(6):
        while True:
            await say_there(there, world, "through Redis")
            try:
                assert await maya.words(0.3) == "through Redis"
            except TimeoutError:
                continue
            return


def _through(world: World, database: Database) -> World:
    other = object.__new__(World)
    other.__dict__ |= world.__dict__ | {"database": database}
    return other


async def test_a_server_that_goes_says_so_with_1012(world: World) -> None:
    async with serving(world) as site, site.following("maya", world.topic) as maya:
        stopping = asyncio.create_task(site.server.shutdown())
        assert await maya.close_code() == 1012
        await stopping


async def test_events_one_by_one_for_whoever_asks(world: World) -> None:
    for number in range(3):
        await world.say(str(number))
    async with serving(world) as site:
        viewer = await world.database.read(_claim("chidi"), lambda tx: tx.viewer)
        heard = site.live.follow(viewer, world.topic, 1)
        assert [(await anext(heard)).seq, (await anext(heard)).seq] == [2, 3]  # type: ignore[union-attr]
        waiting = asyncio.ensure_future(anext(heard))
        await world.say("3")
        told = await waiting
        assert not isinstance(told, int)
        assert (told.seq, told.kind, told.subjects["item"]) == (4, "message.added", str(world.item))

        behind = site.live.follow(viewer, world.topic, 9)
        assert await anext(behind) == 4, "a number that was never told here is a gap"
        assert isinstance(behind, AsyncGenerator)
        await behind.aclose()
        assert [told async for told in site.live.follow(viewer, world.home("maya"), 0)] == []

        world.change(Guardianship, {"ended": now()}, guardian_id=world.ids["chidi"])
        async with asyncio.timeout(2):
            assert [told async for told in heard] == []


def _claim(name: str) -> Claim:
    return Claim("session", digest(name))
