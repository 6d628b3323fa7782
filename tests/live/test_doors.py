"""Who comes in, what is understood, and with which code one is shown out."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed, InvalidStatus

from hub.clock import now
from hub.ids import new_id
from hub.people.models import Person
from hub_realtime import lobby, socket
from tests.live.world import Client, Site

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
async def test_a_page_of_another_site_gets_no_socket_with_our_cookie(site: Site, origin: str | None) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with site.socket("maya", origin=origin):
            pass
    assert refused.value.response.status_code == 403


@pytest.mark.parametrize("name", [None, "nobody"])
async def test_whoever_is_not_signed_in_is_told_so(site: Site, name: str | None) -> None:
    async with site.socket(name) as connection:
        assert await Client(connection).close_code() == 4401
        assert "sign" in (connection.close_reason or "")


async def test_a_token_needs_no_origin_and_a_dead_one_opens_nothing(site: Site) -> None:
    async with site.following("rivera", site.world.topic, token=True, origin=None) as rivera:
        await site.world.say("hello")
        assert await rivera.words() == "hello"
    site.world.change(Person, {"deactivated": now()}, sign_in_name="rivera")
    async with site.socket("rivera", token=True, origin=None) as connection:
        assert await Client(connection).close_code() == 4401


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("hello", 1007),
        ("", 1007),
        ('{"x":' + "[" * 30_000, 1007),
        ('{"follow": ', 1007),
        (b"\x00\x01", 1003),
        ('{"follow": "' + "x" * 70_000, 1009),
    ],
)
async def test_a_frame_that_is_not_json_closes_the_socket_with_a_reason(site: Site, frame: str | bytes, code: int) -> None:
    async with site.following("leo", "thread:x") as leo:
        await leo.connection.send(frame)
        assert await leo.close_code() == code
        assert code == 1009 or leo.connection.close_reason


@pytest.mark.parametrize(
    "message",
    [
        [],
        7,
        {"follow": 7},
        {"follow": "x" * 81},
        {"follow": "t", "after": 1},
        {"follow": "t", "after": "x" * 81},
        {"after": []},
        {"unfollow": []},
        {"here": True},
        {"here": "x" * 81},
        {"here": "t", "writing": "yes"},
    ],
)
async def test_json_that_says_nothing_we_know_is_answered_and_harms_nobody(site: Site, message: Any) -> None:
    async with site.following("maya", site.world.topic) as maya:
        await maya.connection.send(json.dumps(message))
        assert (await maya.hear())["error"]
        await maya.send(waving=True)
        await site.world.say("still here")
        assert await maya.words() == "still here"


async def test_unknown_foreign_and_malformed_topics_look_the_same(site: Site) -> None:
    world = site.world
    names = [f"thread:{new_id()}", world.topic, world.home("maya"), f"home:{new_id()}", "thread:", "room:1", "", world.topic.upper()]
    async with site.socket("leo") as connection:
        leo = Client(connection)
        for name in names:
            await leo.send(follow=name, after="")
            assert await leo.hear() == {"topic": name, "gone": True}
        await leo.send(unfollow="never followed")
        await world.say("not for Leo")
        assert await leo.silent()


async def test_who_lets_go_of_a_topic_hears_no_more_of_it(site: Site) -> None:
    async with site.following("maya", site.world.topic) as maya:
        await maya.send(unfollow=site.world.topic)
        await maya.follow(site.world.home("maya"))
        await site.world.say("nobody listens")
        assert await maya.silent()
        assert site.world.topic not in site.live.bus._listeners


async def test_too_much_at_once_ends_the_socket(site: Site) -> None:
    async with site.socket("maya") as connection:
        with suppress(ConnectionClosed):
            for _ in range(lobby.BURST * 3):
                await connection.send('{"waving": true}')
            await connection.recv()
        assert connection.close_code == 4429


async def test_a_flood_of_typing_ends_for_who_sends_it_and_the_others_hear_at_once_what_is_said(site: Site) -> None:
    topic, loop = site.world.topic, asyncio.get_running_loop()
    async with site.following("maya", topic) as maya, site.following("rivera", topic) as rivera, site.socket("chidi") as connection:
        flood = asyncio.create_task(_flood(connection, topic))
        longest = 0.0
        for number in range(5):
            began = loop.time()
            await site.world.say(str(number))
            assert [await maya.words(), await rivera.words()] == [str(number)] * 2
            longest = max(longest, loop.time() - began)
        assert longest < 0.5
        await flood
        assert (connection.close_code, "too much" in (connection.close_reason or "")) == (4429, True)
        assert await maya.silent(), "Nothing of it is told."
        async with site.following("leo", "thread:x") as leo:
            await leo.send(waving=True)
            assert await leo.silent(), "Somebody else may say what they like."


async def _flood(connection: ClientConnection, topic: str) -> None:
    with suppress(ConnectionClosed):
        await connection.send(json.dumps({"follow": topic}))
        for number in range(lobby.BURST * 3):
            await connection.send(json.dumps({"here": topic, "writing": bool(number % 2)}))
            await asyncio.sleep(0)
        await connection.wait_closed()


async def test_a_program_of_an_older_kind_is_understood_as_far_as_it_speaks_and_reads_anew(site: Site) -> None:
    topic = site.world.topic
    async with site.following("rivera", topic) as rivera, site.socket("maya") as connection:
        maya = site.client(connection, "maya")
        await maya.send(type="join", room=topic, version=1)
        await maya.send(follow=topic, after="17", typing=True)
        assert (await maya.hear())["resync"] is True
        await maya.hear()
        await maya.send(typing=topic)
        await site.world.say("still here")
        assert [await maya.words(), await rivera.words()] == ["still here"] * 2


async def test_one_socket_follows_only_so_much_and_one_person_opens_only_so_many(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "TOPICS", 1)
    monkeypatch.setattr(lobby, "SOCKETS", 2)
    async with site.following("maya", site.world.topic) as first, site.following("maya", site.world.topic):
        await first.send(follow=site.world.home("maya"))
        assert (await first.hear()) == {"topic": site.world.home("maya"), "error": "This window follows too much at once."}
        async with site.socket("maya") as third:
            assert await Client(third).close_code() == 4429
