"""What Trellis stands on goes away and comes back: two servers on PostgreSQL and Redis, and people who listen all the while."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from websockets.asyncio.client import connect

from tests.graphql.api import Line, line
from tests.graphql.test_schema_following import Program, shared
from tests.live.world import Client
from tests.support.postgresql import Postgresql
from tests.support.redis import RedisServer
from tests.support.server import Server, StartServer

WITHIN = 10.0
"""Seconds that QUALITY.md gives a hub after its database is back."""


@pytest.fixture
def cluster() -> Iterator[Postgresql]:
    """A PostgreSQL of this test's own: it may go away without disturbing anyone."""
    from hub.migrations import upgrade

    made = Postgresql(upgrade)
    yield made
    made.stop()


class Hub:
    """Two servers of one hub, and Maya, Ms Rivera and a reflection between them."""

    def __init__(self, here: Server, there: Server) -> None:
        self.here, self.there = here, there
        self.maya, self.rivera = Program(here, "maya"), Program(there, "rivera")
        self.item, _groups = shared(self.maya)
        self.topic = f"thread:{_uuid(self.item)}"

    async def says(self, words: str) -> None:
        """Ms Rivera, on the other server."""
        await self.rivera.do("add_message", item=self.item, words=words)

    def page(self, server: Server) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.maya.token}", "Accept": "text/html"}
        return httpx.get(f"{server.url}/", headers=headers, timeout=15, trust_env=False)


def _uuid(global_id: str) -> UUID:
    return UUID(base64.urlsafe_b64decode(global_id + "==").decode().rpartition(":")[2])


@asynccontextmanager
async def page_socket(server: Server, token: str, topic: str) -> AsyncIterator[Client]:
    async with connect(
        server.url.replace("http", "ws", 1) + "/live", additional_headers={"Authorization": f"Bearer {token}"}, proxy=None
    ) as connection:
        client = Client(connection)
        await client.send(follow=topic)
        assert (await client.raw())["put"] == []
        yield client


async def words_over(open_page: Client, seconds: float = WITHIN) -> str:
    html: str = (await open_page.raw(seconds))["put"][0]["html"]
    return html


async def words_told(program: Line, seconds: float = WITHIN) -> str:
    told = await asyncio.wait_for(program.event(), seconds)
    words: str = told["message"]["words"]
    return words


async def until(done: Callable[[], Awaitable[Any]], what: str) -> float:
    """Seconds until it is so."""
    begun = time.monotonic()
    while not await done():
        assert time.monotonic() - begun < WITHIN, f"{what} did not come within {WITHIN:g} s"
        await asyncio.sleep(0.1)
    return time.monotonic() - begun


async def test_a_restart_of_redis_or_postgresql_costs_nobody_a_word(
    cluster: Postgresql, redis_server: RedisServer, start_server: StartServer
) -> None:
    url = cluster.url(cluster.template)
    here = start_server(demo=True, DATABASE_URL=url, REDIS_URL=redis_server.url)
    there = start_server(DATABASE_URL=url, REDIS_URL=redis_server.url)
    hub = Hub(here, there)
    async with page_socket(here, hub.maya.token, hub.topic) as open_page, line(here.url, hub.maya.token) as program:
        await program.follow(hub.item)
        await asyncio.sleep(0.3)

        async def hear(words: str) -> None:
            await hub.says(words)
            assert words in await words_over(open_page)
            assert await words_told(program) == words

        await hear("said on one server, heard on the other")
        redis_server.stop()
        await hear("without Redis")
        redis_server.start()
        await hear("with Redis again")

        cluster.go()
        for server in (here, there):
            away = await asyncio.to_thread(hub.page, server)
            assert away.status_code == 503
            assert "Trellis is restarting" in away.text
            assert "What you typed is kept" in away.text
            assert away.headers["retry-after"]
        asked = await asyncio.to_thread(_asks, here, hub.maya.token)
        assert (asked.status_code, asked.json()["errors"][0]["extensions"]["code"]) == (503, "UNAVAILABLE")
        cluster.come()

        async def back() -> bool:
            pages = [await asyncio.to_thread(hub.page, server) for server in (here, there)]
            return all(page.status_code == 200 for page in pages)

        await until(back, "a page")
        await hear("after the restart")
        await hear("and on")
    assert here.stop() == 0
    assert there.stop() == 0


def _asks(server: Server, token: str) -> httpx.Response:
    return httpx.post(
        f"{server.url}/graphql", json={"query": "{ viewer { id } }"}, headers={"Authorization": f"Bearer {token}"}, trust_env=False
    )
