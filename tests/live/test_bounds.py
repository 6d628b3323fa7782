"""What it costs, and what one bad reader can do to the others: nothing."""

import asyncio
import base64
import os
import socket as sockets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from hub_realtime import bus, lines, standing
from hub_realtime.lines import AsgiLine, Line, TransportLine, line_to
from tests.live.world import Client, Site, World, serving
from tests.support.statements import count_statements


async def test_an_event_costs_the_same_number_of_statements_however_many_listen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for clock in (bus, standing):
        monkeypatch.setattr(clock, "ASK_EVERY" if clock is bus else "EVERY", 60.0)
    costs = []
    async with serving(world) as site, AsyncExitStack() as stack:
        for number in (1, 13):
            people = [
                await stack.enter_async_context(site.following(name, world.topic))
                for _ in range(number)
                for name in ("maya", "rivera", "chidi")
            ]
            await asyncio.sleep(0.2)
            site.renderer.asked.clear()
            with count_statements() as seen:
                await world.say("hello")
                for one in people:
                    await one.hear()
                await asyncio.sleep(0.2)
            assert Counter(site.renderer.asked) == {("learner", "en"): 1, ("staff", "en"): 1, ("family", "en"): 1}
            read = [text for text in seen.texts if text.lstrip().startswith(("SELECT", "WITH"))]
            # How often the log is asked depends on how many hints come: in-process, and from the database itself.
            asked = [text for text in read if "event_topic" in text]
            assert 1 <= len(asked) <= 3, seen
            costs.append(sorted(set(read)))
            assert len(read) - len(asked) <= 10, seen
    assert costs[0] == costs[1]


async def test_once_a_second_two_statements_ask_for_all(world: World) -> None:
    async with serving(world) as site, AsyncExitStack() as stack:
        for name in ("maya", "rivera", "chidi") * 3:
            client = await stack.enter_async_context(site.following(name, world.topic))
            await client.follow(world.home(name))
        with count_statements() as seen:
            await site.live.standing.check()
        assert 2 <= len([text for text in seen.texts if "event_topic" not in text]) <= 4, seen


@asynccontextmanager
async def raw(site: Site, name: str, topic: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A client that follows and then reads nothing, with the smallest window that the system gives."""
    plain = sockets.socket()
    plain.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    plain.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plain, ("127.0.0.1", site.port))
    reader, writer = await asyncio.open_connection(sock=plain, limit=1024)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: {site.origin}\r\nCookie: trellis={name}\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    await reader.readuntil(b"\r\n\r\n")
    text = f'{{"follow": "{topic}"}}'.encode()
    writer.write(bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text)
    await reader.readexactly(40)
    try:
        yield reader, writer
    finally:
        writer.close()


def line_of(site: Site, name: str) -> Line:
    line: Line = next(member._line for member in site.live._lobby.members if member.person == site.world.ids[name])  # type: ignore[attr-defined]
    return line


async def fill(site: Site, line: Line, other: Client | None = None) -> None:
    """Talks until something waits for a reader who takes nothing, or until the server has dropped them already."""
    for _ in range(2000):
        await site.world.say("x" * 19_000)
        await (other.hear() if other else asyncio.sleep(0.01))
        if _waits(line):
            await asyncio.sleep(0.05)
        if _waits(line) or line.is_cut:
            return
    raise AssertionError("the system takes everything for a reader who takes nothing")


def _waits(line: Line) -> bool:
    if isinstance(line, AsgiLine):
        return bool(line._waiting)
    assert isinstance(line, TransportLine)
    return line._protocol.transport.get_write_buffer_size() > 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_who_does_not_read_is_bounded_and_dropped_and_nobody_notices(site: Site) -> None:
    async with site.following("maya", site.world.topic) as maya, raw(site, "chidi", site.world.topic):
        assert isinstance(line_of(site, "chidi"), TransportLine)
        longest = 0.0
        sent = 0
        while len(site.live._lobby.members) == 2 and sent < 400:
            sent += 1
            before = asyncio.get_running_loop().time()
            await site.world.say("x" * 19_000)
            assert len(await maya.words()) == 19_000
            longest = max(longest, asyncio.get_running_loop().time() - before)
        assert len(site.live._lobby.members) == 1, "the stalled reader is still there"
        assert sent > 50
        assert longest < 0.5


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("how", [TransportLine, AsgiLine])
async def test_who_takes_nothing_for_long_is_dropped_however_little_waits(
    site: Site, monkeypatch: pytest.MonkeyPatch, how: type[Line]
) -> None:
    monkeypatch.setattr("hub_realtime.socket.line_to", line_to if how is TransportLine else AsgiLine)
    monkeypatch.setattr(lines, "PATIENCE", 0.5)
    async with site.following("maya", site.world.topic) as maya, raw(site, "chidi", site.world.topic):
        await fill(site, line_of(site, "chidi"), maya)
        async with asyncio.timeout(5):
            while len(site.live._lobby.members) == 2:
                await asyncio.sleep(0.05)


async def test_no_connection_to_the_database_is_held_while_sockets_wait(site: Site) -> None:
    async with site.following("maya", site.world.topic), site.following("chidi", site.world.topic):
        await asyncio.sleep(0.1)
        assert site.world.database.doors.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_closing_goes_on_when_the_reader_stalls(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub_realtime.socket.LEAVING", 0.2)
    async with raw(site, "chidi", site.world.topic):
        await fill(site, line_of(site, "chidi"))
        member = next(iter(site.live._lobby.members))
        member.signed_out()
        async with asyncio.timeout(3):
            while site.live._lobby.members:
                await asyncio.sleep(0.05)
