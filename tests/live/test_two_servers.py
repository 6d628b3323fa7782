"""Two servers behind one address, as a school runs them: what is said arrives once and in order, though they are killed."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from hub.events import thread_topic
from hub.feedback.models import Message
from hub.rooms.models import Room
from hub_graphql.nodes import global_id
from tests.support.databases import Databases
from tests.support.redis import RedisServer
from tests.support.server import Server, StartServer

EACH = 30
"""Messages that each of two people says."""
SAY = """mutation($item: ID!, $words: String!, $once: String!) {
  addMessage(input: {item: $item, words: $words, clientMutationId: $once}) { ... on Message { id } ... on Forbidden { message } }
}"""
READ = "query($room: ID!) { room(id: $room) { thread { liveCursor } } }"
HERE = "query($room: ID!) { room(id: $room) { here { person { called } } } }"


class Address:
    """Hands each connection to the next server that takes it, and cuts what it joined when one side goes: what a proxy does."""

    def __init__(self, servers: list[Server]) -> None:
        self._turns = itertools.cycle(servers)
        self._servers = servers
        self.port = 0

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Address"]:
        async with await asyncio.start_server(self._join, "127.0.0.1", 0) as listening:
            self.port = listening.sockets[0].getsockname()[1]
            yield self

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in self._servers:
            with suppress(OSError):
                there_reader, there_writer = await asyncio.open_connection("127.0.0.1", next(self._turns).port)
                ways = [asyncio.create_task(_pass(reader, there_writer)), asyncio.create_task(_pass(there_reader, writer))]
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in ways:
                    way.cancel()
                there_writer.close()
                break
        writer.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while some := await reader.read(65536):
            writer.write(some)
            await writer.drain()


class Person:
    """Somebody with a program: says what is to be said until it is taken, and follows the room whatever happens to the line."""

    def __init__(self, address: Address, token: str, room: str, topic: str) -> None:
        self._address, self._room, self._topic = address, room, topic
        self._headers = {"Authorization": f"Bearer {token}"}
        self.heard: list[str] = []

    async def asks(self, document: str, **variables: str) -> Any:
        """Again and again, each time over a line of its own, until somebody answers."""
        while True:
            with suppress(httpx.TransportError):
                async with httpx.AsyncClient(headers=self._headers, timeout=5, verify=False) as client:
                    url = f"http://127.0.0.1:{self._address.port}/graphql"
                    answer = await client.post(url, json={"query": document, "variables": {"room": self._room, **variables}})
                    if answer.status_code == 200:
                        assert "errors" not in answer.json(), answer.text
                        return answer.json()["data"]
            await asyncio.sleep(0.05)

    async def says(self, name: str, said: Callable[[], Awaitable[None]]) -> None:
        for number in range(EACH):
            once = uuid4().hex
            added = await self.asks(SAY, item=self._room, words=f"{name} {number}", once=once)
            assert added["addMessage"].get("id"), added
            await said()

    async def reads(self) -> str:
        """Where the room stands."""
        cursor: str = (await self.asks(READ))["room"]["thread"]["liveCursor"]
        return cursor

    async def follows(self, cursor: str) -> None:
        """Until it is cancelled."""
        while True:
            with suppress(OSError, WebSocketException):
                async with connect(f"ws://127.0.0.1:{self._address.port}/live", additional_headers=self._headers, proxy=None) as line:
                    await line.send(json.dumps({"follow": self._topic, "after": cursor}))
                    await line.send(json.dumps({"here": self._topic}))
                    while True:
                        frame = json.loads(await line.recv())
                        cursor = frame.get("cursor", cursor)
                        self.heard += ["resync"] if "resync" in frame else []
                        self.heard += [one["id"] for one in frame.get("put", ()) if one["id"].startswith("message-")]
            await asyncio.sleep(0.05)


@pytest.fixture(params=["sqlite", "postgresql"])
def two(request: pytest.FixtureRequest, databases: Databases, start_server: StartServer) -> Iterator[list[Server]]:
    """Two processes: on one SQLite file, or on PostgreSQL and Redis."""
    if request.param == "sqlite":
        first = start_server(demo=True)
        yield [first, start_server(DATA=first.settings["DATA"])]
        return
    redis: RedisServer = request.getfixturevalue("redis_server")
    with databases.fresh("postgresql") as url:
        first = start_server(demo=True, DATABASE_URL=url, REDIS_URL=redis.url)
        both = [first, start_server(DATA=first.settings["DATA"], DATABASE_URL=url, REDIS_URL=redis.url)]
        yield both
        for server in both:
            server.stop()


async def test_nothing_is_missing_doubled_or_out_of_order_while_servers_are_killed_and_redis_is_gone(
    two: list[Server], request: pytest.FixtureRequest
) -> None:
    redis: RedisServer | None = request.getfixturevalue("redis_server") if "DATABASE_URL" in two[0].settings else None
    room = two[0].work(lambda tx: tx.scalars(select(Room.id).where(Room.title == "Team Bees")).one())
    before = set(two[0].work(lambda tx: tx.scalars(select(Message.id).where(Message.item_id == room)).all()))
    said = asyncio.Event()
    count = 0

    async def counted() -> None:
        nonlocal count
        count += 1
        said.set()
        await asyncio.sleep(0.02)

    async def when(number: int, what: Callable[[], object]) -> None:
        """Once so many are said, while the others go on."""
        while count < number:
            said.clear()
            await said.wait()
        await asyncio.to_thread(what)

    async def troubles() -> None:
        await when(10, two[0].kill)
        await when(20, two[0].start)
        await when(25, redis.stop if redis else two[1].ready)
        await when(35, redis.start if redis else two[1].ready)
        await when(40, two[1].kill)
        await when(50, two[1].start)

    async with AsyncExitStack() as stack, asyncio.timeout(60):
        address = await stack.enter_async_context(Address(two).open())
        id_ = global_id("Room", room)
        maya, jonas, rivera = (Person(address, two[0].token(name), id_, thread_topic(room)) for name in ("maya", "jonas", "rivera"))
        elsewhere = Person(address, two[0].token("maya"), id_, thread_topic(room))
        everybody = (maya, elsewhere, jonas, rivera)
        following = [asyncio.create_task(one.follows(await one.reads())) for one in everybody]
        await asyncio.gather(maya.says("maya", counted), rivera.says("rivera", counted), troubles())

        def there(tx: Any) -> list[str]:
            found = tx.execute(select(Message.id).where(Message.item_id == room).order_by(Message.seq)).scalars()
            return [f"message-{one}" for one in found if one not in before]

        expected = two[0].work(there)
        assert len(expected) == 2 * EACH, "Each was kept, and once, however often it was sent."
        while any(len(one.heard) < len(expected) for one in everybody):
            await asyncio.sleep(0.05)
        assert [one.heard for one in everybody] == [expected] * 4
        while [one["person"]["called"] for one in (await jonas.asks(HERE))["room"]["here"]] != ["Jonas", "Maya", "Ms Rivera"]:
            await asyncio.sleep(0.1)
        for one in following:
            one.cancel()
        await asyncio.gather(*following, return_exceptions=True)
