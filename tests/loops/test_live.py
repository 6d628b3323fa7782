"""What is told of requests and responses as it happens, on the real server: to whom it belongs, and to nobody else."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from hub_graphql.nodes import key_of
from tests.graphql.api import Line, line
from tests.graphql.test_schema_following import Program, shared, soon
from tests.support.server import Server

PEOPLE = ("maya", "rivera", "chidi", "ada")
"""A student, her teacher, her father, her mother."""


@pytest.fixture(scope="module")
def people(server: Server) -> dict[str, Program]:
    return {name: Program(server, name) for name in PEOPLE}


class Pages:
    """What each person's open page is told of one thread, and of their own home."""

    def __init__(self) -> None:
        self.sockets: dict[str, ClientConnection] = {}

    async def hear(self, *names: str, until: str) -> None:
        """Each hears it, sooner or later. At a home nothing is told but that it is best read anew."""
        for name in names:
            while until not in await soon(self.sockets[name].recv(decode=True)):
                pass

    async def nothing_for(self, *names: str) -> None:
        for name in names:
            with pytest.raises(TimeoutError):
                await soon(self.sockets[name].recv(), 0.3)

    async def nothing_more(self) -> None:
        """Everything that is on its way has come."""
        for socket in self.sockets.values():
            with suppress(TimeoutError):
                while True:
                    await soon(socket.recv(), 0.3)


@asynccontextmanager
async def pages(server: Server, people: dict[str, Program], item: str) -> AsyncIterator[Pages]:
    opened = Pages()
    async with AsyncExitStack() as stack:
        for name, person in people.items():
            socket = await stack.enter_async_context(
                connect(
                    server.url.replace("http", "ws", 1) + "/live",
                    additional_headers={"Authorization": f"Bearer {person.token}"},
                    origin=Origin(server.url),
                    proxy=None,
                )
            )
            for topic in (f"thread:{key_of(item, 'Reflection')}", f"home:{key_of(me(person), 'Person')}"):
                await socket.send(json.dumps({"follow": topic}))
                assert "cursor" in json.loads(await soon(socket.recv()))
            opened.sockets[name] = socket
        yield opened


def me(person: Program) -> str:
    id_: str = person.run("viewer")["person"]["id"]
    return id_


async def test_open_pages_hear_of_a_request_where_it_is_theirs_to_know(people: dict[str, Program], server: Server) -> None:
    maya, rivera, chidi = people["maya"], people["rivera"], people["chidi"]
    item, _groups = shared(maya)
    async with pages(server, people, item) as opened:
        asked = await maya.do("request_feedback", item=item, people=[me(rivera)])
        await opened.hear("maya", "rivera", until="waits-")
        await opened.nothing_for("chidi", "ada")
        await opened.nothing_more()
        await maya.do("withdraw_request", id=asked["id"])
        await opened.hear("maya", "rivera", until="waits-")
        await opened.nothing_for("chidi", "ada")
        await maya.do("request_feedback", item=item, people=[me(chidi)])
        await opened.hear("chidi", until="resync")
        await opened.nothing_for("ada")


async def test_open_pages_hear_what_became_of_words_that_they_may_read(people: dict[str, Program], server: Server) -> None:
    maya, rivera, chidi = people["maya"], people["rivera"], people["chidi"]
    item, _groups = shared(maya)
    await maya.do("request_feedback", item=item, people=[me(rivera), me(chidi)])
    async with pages(server, people, item) as opened:
        hers = await rivera.do("add_message", item=item, words="Which jar was first?")
        await opened.hear("maya", until="what you asked for")
        await opened.hear("rivera", until="the learner asked for this")
        for guardian in ("chidi", "ada"):
            told = ""
            while "Which jar" not in told:
                told = await soon(opened.sockets[guardian].recv(decode=True))
            assert "asked" not in told, "whom a child has asked is not a guardian's to know"
        await maya.do("respond", message=hers["id"], outcome="ADAPTED", why="I wrote both dates.")
        await opened.hear(*PEOPLE, until="I wrote both dates.")
        await opened.nothing_more()
        his = await chidi.do("add_message", item=item, words="Show Nana.")
        await maya.do("respond", message=his["id"], outcome="DECLINED", why="She was there.")
        await opened.hear("maya", "rivera", "chidi", until="She was there.")
        await opened.nothing_for("ada")


async def test_programs_hear_of_requests_and_responses_by_the_same_rules(people: dict[str, Program], server: Server) -> None:
    maya, rivera, chidi = people["maya"], people["rivera"], people["chidi"]
    item, _groups = shared(maya)
    async with AsyncExitStack() as stack:
        lines: dict[str, Line] = {}
        for name, person in people.items():
            lines[name] = await stack.enter_async_context(line(server.url, person.token))
            await lines[name].follow(item, person.run("thread", item=item)["thread"]["liveCursor"])
        asked = await maya.do("request_feedback", item=item, people=[me(rivera), me(chidi)], question="Clear?")
        for name, known in (("maya", ["Chidi", "Ms Rivera"]), ("rivera", ["Chidi", "Ms Rivera"]), ("chidi", ["Chidi"])):
            told = await soon(lines[name].event())
            assert (told["__typename"], told["request"]["question"], told["request"]["withdrawn"]) == ("RequestChanged", "Clear?", None)
            assert sorted(each["person"]["called"] for each in told["request"]["asked"]) == known
        said = await rivera.do("add_message", item=item, form="TAG", parts=[{"key": "ask", "words": "Which jar?"}])
        for one in lines.values():
            told = await soon(one.event())
            assert told["__typename"] == "MessageAdded", "Ada heard nothing of the request"
        await maya.do("respond", message=said["id"], outcome="ADOPTED", why="The first one.")
        for one in lines.values():
            told = await soon(one.event())
            assert (told["__typename"], told["message"]["response"]["why"]) == ("MessageAnswered", "The first one.")
        await maya.do("withdraw_request", id=asked["id"])
        for name in ("maya", "rivera", "chidi"):
            told = await soon(lines[name].event())
            assert (told["__typename"], told["request"]["withdrawn"] is not None) == ("RequestChanged", True)
        with pytest.raises(TimeoutError):
            await soon(lines["ada"].event(), 0.3)
