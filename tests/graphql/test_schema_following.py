"""Following a thread from a program, on the real server: what is heard, what is not, and when it ends."""

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar

import httpx
import pytest

from tests.graphql.api import line, operation
from tests.support.server import Server

T = TypeVar("T")


class Program:
    """Speaks over HTTP as one person."""

    def __init__(self, server: Server, name: str) -> None:
        self.url = server.url
        self.token = server.token(name)

    def run(self, document: str, **variables: Any) -> Any:
        answer = httpx.post(
            f"{self.url}/graphql",
            json={"query": operation(document), "variables": variables},
            headers={"Authorization": f"Bearer {self.token}"},
            trust_env=False,
        ).json()
        assert "errors" not in answer, answer
        [value] = answer["data"].values()
        return value

    async def do(self, document: str, **given: Any) -> Any:
        answer = await asyncio.to_thread(self.run, document, input=given)
        assert "message" not in answer, answer
        return answer


async def soon(hearing: Awaitable[T], seconds: float = 5) -> T:
    return await asyncio.wait_for(hearing, seconds)


@pytest.fixture(scope="module")
def people(server: Server) -> dict[str, Program]:
    return {name: Program(server, name) for name in ("maya", "rivera", "chidi", "ada", "jonas")}


def shared(maya: Program) -> tuple[str, list[str]]:
    """A reflection of Maya's that Ms Rivera and her family see, and the groups that it is shared with."""
    begin = maya.run("begin_reflection")
    groups = [one["id"] for one in begin["audienceChoices"] if one["kind"] == "FAMILY" or one["hint"] == "7B"]
    posted = maya.run(
        "post_reflection",
        input={"promptSet": begin["promptSets"][1]["id"], "answers": [{"key": "rose", "words": "It grew."}], "audience": groups},
    )
    return posted["id"], groups


async def test_answers_are_told_as_they_are_said_and_each_hears_what_is_theirs(people: dict[str, Program], server: Server) -> None:
    maya, chidi, ada = people["maya"], people["chidi"], people["ada"]
    item, _groups = shared(maya)
    async with line(server.url, maya.token) as hers, line(server.url, ada.token) as adas:
        after = maya.run("thread", item=item)["thread"]["liveCursor"]
        await hers.follow(item, after)
        await adas.follow(item, ada.run("thread", item=item)["thread"]["liveCursor"])
        asked = await people["rivera"].do("add_message", item=item, words="What will you do next?")
        told = await soon(hers.event())
        assert (told["__typename"], told["message"]["words"]) == ("MessageAdded", "What will you do next?")
        assert told["message"]["author"] == {"called": "Ms Rivera"}
        await chidi.do("add_message", item=item, words="Well done.", replyTo=asked["id"])
        answer = await soon(hers.event())
        assert answer["message"]["replyTo"] == {"id": asked["id"]}
        await people["rivera"].do("edit_message", id=asked["id"], version=1, words="And then?")
        edited = await soon(hers.event())
        assert (edited["__typename"], edited["message"]["words"]) == ("MessageEdited", "And then?")
        # What one guardian says is not told to the other: not even that something was said.
        assert [(await soon(adas.event()))["__typename"] for _ in range(2)] == ["MessageAdded", "MessageEdited"]


async def test_who_comes_back_is_told_what_was_missed(people: dict[str, Program], server: Server) -> None:
    maya = people["maya"]
    item, _groups = shared(maya)
    after = maya.run("thread", item=item)["thread"]["liveCursor"]
    said = await people["rivera"].do("add_message", item=item, words="One")
    await people["rivera"].do("withdraw_message", id=said["id"])
    async with line(server.url, maya.token) as hers:
        await hers.follow(item, after)
        first, second = await soon(hers.event()), await soon(hers.event())
        assert [first["__typename"], second["__typename"]] == ["MessageAdded", "MessageWithdrawn"]
        assert first["message"]["words"] is None, "it was taken back by now"
        await hers.follow(item, first["cursor"], about="2")
        assert (await soon(hers.event()))["__typename"] == "MessageWithdrawn"
        elsewhere = maya.run("thread", item=shared(maya)[0])["thread"]["liveCursor"]
        for number, nonsense in enumerate((elsewhere, "7", "")):
            await hers.follow(item, nonsense, about=f"nonsense {number}")
            assert (await soon(hers.event()))["__typename"] == "Resync", "another thread's cursor, or none at all: read anew"


async def test_a_goal_that_moves_is_told_as_it_now_stands(people: dict[str, Program], server: Server) -> None:
    maya, chidi = people["maya"], people["chidi"]
    family = [one["id"] for one in maya.run("begin_reflection")["audienceChoices"] if one["kind"] == "FAMILY"]
    goal = await maya.do("begin_goal", title="Keep bees", steps=["Ask Nana"], audience=family)
    async with line(server.url, chidi.token) as his:
        await his.follow(goal["id"], chidi.run("thread", item=goal["id"])["thread"]["liveCursor"])
        await maya.do("tick_step", id=goal["steps"][0]["id"])
        await maya.do("check_in", goal=goal["id"], confidence=4, words="Nana has veils.")
        ticked, looked = await soon(his.event()), await soon(his.event())
        assert ticked["__typename"] == looked["__typename"] == "ItemChanged"
        assert ticked["item"]["steps"][0]["done"] is not None
        assert [(one["confidence"], one["words"]) for one in looked["item"]["checkIns"]] == [(4, "Nana has veils.")]


async def test_what_is_unshared_ends_within_two_seconds(people: dict[str, Program], server: Server) -> None:
    maya = people["maya"]
    item, groups = shared(maya)
    async with line(server.url, people["chidi"].token) as his, line(server.url, people["rivera"].token) as hers:
        await his.follow(item)
        await hers.follow(item)
        await asyncio.sleep(0.3)
        family = groups[-1]
        await maya.do("share_item", id=item, audience=[one for one in groups if one != family])
        gone = await soon(his.event(), 2)
        assert gone["__typename"] == "NoLongerShared"
        assert (await soon(his.hear(), 2))["type"] == "complete"
        stays = await soon(hers.event(), 2)
        assert stays["__typename"] == "ItemChanged"
        assert stays["item"]["audience"]["words"] == "Maya and Ms Rivera"


async def test_a_room_is_heard_by_its_team_and_no_longer_by_who_is_taken_out(people: dict[str, Program], server: Server) -> None:
    maya, jonas, rivera = people["maya"], people["jonas"], people["rivera"]
    with_7b = [one["id"] for one in rivera.run("begin_reflection")["audienceChoices"] if one["kind"] == "CLASS"]
    project = await rivera.do("begin_project", title="Bees", audience=with_7b)
    both = [one.run("viewer")["person"]["id"] for one in (maya, jonas)]
    team = await rivera.do("make_team", project=project["id"], name="Bees", people=both)
    room = team["room"]["id"]
    async with line(server.url, maya.token) as hers, line(server.url, jonas.token) as his:
        for one in (hers, his):
            await one.follow(room)
        await asyncio.sleep(0.3)
        await maya.do("add_message", item=room, words="Who has the map?")
        for one in (hers, his):
            told = await soon(one.event())
            assert (told["__typename"], told["message"]["words"], told["message"]["voice"]) == (
                "MessageAdded",
                "Who has the map?",
                "LEARNER",
            )
        await rivera.do("pause_person", room=room, person=both[1], length="HOUR", why="He shouts.")
        assert (await soon(his.event()))["__typename"] == "ItemChanged", "He hears of his pause, and she doesn't."
        await rivera.do("take_out_of_team", id=team["id"], person=both[1])
        assert (await soon(his.event(), 2))["__typename"] == "NoLongerShared"
        assert (await soon(his.hear(), 2))["type"] == "complete"
        await maya.do("add_message", item=room, words="Jonas had it.")
        told = [await soon(hers.event()) for _ in range(2)]
        assert [one["__typename"] for one in told] == ["ItemChanged", "MessageAdded"]
        assert told[0]["item"]["audience"]["words"] == "Bees (Maya) and Ms Rivera"
        with pytest.raises(TimeoutError):
            await soon(his.hear(), 0.3)


async def test_who_may_not_see_it_hears_that_there_is_nothing(people: dict[str, Program], server: Server) -> None:
    item, _groups = shared(people["maya"])
    async with line(server.url, people["jonas"].token) as his:
        await his.follow(item)
        refused = await soon(his.hear())
        assert refused["type"] == "error"
        assert refused["payload"][0]["extensions"] == {"code": "NOT_FOUND"}
        await his.follow("nonsense", about="2")
        assert (await soon(his.hear()))["payload"][0]["message"] == refused["payload"][0]["message"]


async def test_a_revoked_token_closes_the_line(people: dict[str, Program], server: Server) -> None:
    made = server.trellis_json("token", "create", "--for", "chidi")
    item, _groups = shared(people["maya"])
    async with line(server.url, made["token"]) as his:
        await his.follow(item)
        await asyncio.sleep(0.2)
        server.trellis("token", "revoke", made["id"])
        await asyncio.wait_for(his.connection.wait_closed(), 3)
        assert his.connection.close_code == 4403
