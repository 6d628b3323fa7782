"""Bad input around a team, as browsers and programs send it: each has a kind answer, and whoever else is in the room notices nothing."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select
from websockets.asyncio.client import ClientConnection, connect

from hub.clock import now
from hub.database import Tx
from hub.drafts.models import Draft
from hub.events import thread_topic
from hub.feedback import pace
from hub.feedback.models import Message
from hub.identity import limits
from hub.ids import new_id
from hub.mentors.models import BackgroundCheck, MentorAsk
from hub.need_to_knows.models import NeedToKnow
from hub.people.models import Person
from hub.rooms.models import Room
from hub.teams.models import Team
from hub_graphql.nodes import global_id
from tests.graphql.api import operation
from tests.support.server import Server
from tests.test_bad_input import signed_in


@pytest.fixture(scope="module")
def jonas(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "jonas")


@pytest.fixture(scope="module")
def maya(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "maya")


@pytest.fixture(scope="module")
def brandt(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "brandt")


@pytest.fixture(scope="module")
def room(server: Server) -> UUID:
    return server.work(lambda tx: tx.scalars(select(Room.id).where(Room.title == "Team Bees")).one())


async def test_whoever_else_is_in_the_room_notices_nothing_of_what_one_of_them_sends(
    server: Server, maya: httpx.Client, jonas: httpx.Client, room: UUID
) -> None:
    said = f"/items/{room}/messages"
    taken_back = maya.post(said, data={"words": "Never mind"}).headers["location"].rsplit("message-", 1)[1]
    maya.post(f"/messages/{taken_back}/withdraw")

    def bad() -> None:
        for words in ("x" * 65_536, "🐝" * 65_536, "\u202e" + "ש" * 65_536, "a" + "\u0301" * 65_536, " \u200b "):
            answer = jonas.post(said, data={"words": words})
            assert (answer.status_code, 'class="wrong"' in answer.text) == (422, True)
        gone = jonas.post(f"/messages/{taken_back}/react", data={"sign": "like:"})
        assert (gone.status_code, "there is nothing to answer any more" in gone.text) == (409, True)
        unsigned = jonas.post(f"/teams/{new_id()}/contract/sign", data={"version": "1"})
        assert unsigned.status_code == 404
        guesses = [jonas.post("/join-team", data={"code": f"BBB-BBB-{n:03}"}) for n in range(limits.TEAM_CODE.most + 2)]
        assert {one.status_code for one in guesses[:-2]} == {404}
        assert [(one.status_code, "Please wait" in one.text) for one in guesses[-2:]] == [(429, True)] * 2

    async with _inside(server, "rivera", room) as rivera, _inside(server, "jonas", room) as flooding:
        await _quiet(rivera)
        await asyncio.to_thread(bad)
        for number in range(300):
            await flooding.send(json.dumps({"here": thread_topic(room), "writing": bool(number % 2), "old": number}))
        await flooding.wait_closed()
        assert flooding.close_code == 4429
        began = time.monotonic()
        for words in ("🐝🐝🐝", "السلام عليكم", "Ca\u0301fe\u0301 \u202eabc"):
            await asyncio.to_thread(maya.post, said, data={"words": words})
        heard = await _quiet(rivera)
        assert [words in heard for words in ("🐝🐝🐝", "السلام عليكم", "Ca\u0301fe\u0301")] == [True] * 3
        assert time.monotonic() - began < 3
        assert "BBB" not in heard
        assert heard.count('"resync"') == 0


def test_who_writes_too_much_keeps_the_words_and_is_told_so_beside_the_box(server: Server, jonas: httpx.Client, room: UUID) -> None:
    def much(tx: Tx) -> None:
        one = tx.scalars(select(Message).where(Message.item_id == room).limit(1)).one()
        author = tx.scalars(select(Person.id).where(Person.sign_in_name == "jonas")).one()
        same = {"thread_id": one.thread_id, "item_id": room, "author_id": author, "voice": "learner", "words": "…"}
        tx.add_all(Message(**same, created=tx.now) for _n in range(pace.MOST))

    server.work(much)
    answer = jonas.post(f"/items/{room}/messages", data={"words": "One more thing"})
    assert (answer.status_code, "send them a little later" in answer.text, "One more thing" in answer.text) == (422, True, True)


def test_a_check_that_runs_out_shuts_pages_and_programs_alike_says_why_and_opens_them_again(
    server: Server, brandt: httpx.Client, room: UUID
) -> None:
    token = {"authorization": f"Bearer {server.token('brandt')}"}
    project = server.work(lambda tx: tx.get_one(Team, tx.get_one(Room, room).team_id).project_id)
    doors = (f"/rooms/{room}", f"/rooms/{room}/board", f"/rooms/{room}/milestones", f"/projects/{project}", f"/items/{room}/earlier")

    def asks(document: str, **variables: object) -> dict[str, object]:
        body = {"query": operation(document), "variables": variables}
        answer = httpx.post(f"{server.url}/graphql", json=body, headers=token, trust_env=False).json()
        [value] = answer["data"].values()
        return value  # type: ignore[no-any-return]

    assert [brandt.get(door).status_code for door in doors] == [200] * 5
    draft = brandt.put(f"/drafts/thread/{room}", json={"writing": str(new_id()), "base": 0, "words": {"words": "I was about to say"}})
    assert draft.status_code == 200
    until = server.work(lambda tx: _expires(tx, now() - timedelta(seconds=1)))
    try:
        assert [brandt.get(door).status_code for door in doors] == [404] * 5
        assert brandt.post(f"/items/{room}/messages", data={"words": "Hello?"}).status_code == 404
        assert asks("room", id=global_id("Room", room)) is None
        assert asks("add_message", input={"item": global_id("Room", room), "words": "Hello?"})["message"]
        home = brandt.get("/")
        assert (home.status_code, "Your check has run out" in home.text, "Team Bees" in home.text) == (200, True, False)
        assert server.work(lambda tx: len([one for one in tx.scalars(select(Draft)) if "about to say" in str(one.words)])) == 1
    finally:
        server.work(lambda tx: _expires(tx, until))
    assert [brandt.get(door).status_code for door in doors] == [200] * 5
    assert "I was about to say" in brandt.get(f"/rooms/{room}").text


def test_what_cannot_be_asked_of_a_mentor_or_said_about_one_stands_beside_its_box(
    server: Server, maya: httpx.Client, brandt: httpx.Client
) -> None:
    def ids(tx: Tx) -> tuple[UUID, UUID, UUID, UUID]:
        ask = tx.scalars(select(MentorAsk)).one()
        other = select(NeedToKnow.id).where(NeedToKnow.title.startswith("Who decides"))
        return ask.question_id, ask.id, tx.scalars(other).one(), tx.get_one(NeedToKnow, ask.question_id).project_id

    asked, ask, other, project = server.work(ids)
    signing_in = [signed_in(server, name) for name in ("rivera", "haddad")]
    rivera, haddad = map(next, signing_in)
    long, mail = "bee " * 100, "Write to maya@example.org"
    days = {"first_day": "2031-02-01", "last_day": "2031-02-31"}
    for who, path, typed, says in (
        (maya, f"/need-to-knows/{other}/mentor", {"minutes": "15", "words": long}, "fewer words"),
        (maya, f"/need-to-knows/{other}/mentor", {"minutes": "15", "words": mail}, "they answer you here"),
        (maya, f"/need-to-knows/{other}/mentor", {"minutes": "٧", "words": "Who?"}, "Choose one"),
        (maya, f"/need-to-knows/{other}/mentor", {"minutes": "15", "words": "Who?", "until": "tomorrow"}, "read this"),
        (maya, f"/need-to-knows/{other}/mentor", {"minutes": "15", "words": "Who?", "until": "1999-12-31"}, "has passed"),
        (maya, f"/need-to-knows/{other}/mentor", {"minutes": "15", "words": "Who?", "mentor": str(other)}, "who are with you now"),
        (rivera, f"/projects/{project}/mentors", {"purpose": "Water", **days}, "read this"),
        (rivera, f"/projects/{project}/mentors", {"purpose": long, "first_day": "2031-02-01"}, "Choose who"),
        (haddad, "/mentors/{brandt}/check", {"kind": "Police", "identity": "Pass", "issued": "2999-01-01"}, "Not later than today"),
        (
            haddad,
            "/mentors/{brandt}/check",
            {"kind": "Police", "identity": "Pass", "issued": "2020-01-01", "expires": "2020-01-02"},
            "some time",
        ),
        (brandt, "/offers", {"words": long}, "fewer words"),
        (brandt, "/offers", {"words": "Water", "tags": ",".join("abcdefghi")}, "Eight words"),
        (brandt, f"/mentor-asks/{ask}/decline", {"words": "🐝" * 65_536}, "longer than"),
    ):
        mentor = server.work(lambda tx: tx.scalars(select(Person.id).where(Person.sign_in_name == "brandt")).one())
        answer = who.post(path.format(brandt=mentor), data=typed)
        assert (answer.status_code, says in answer.text) == (422, True), (path, typed, answer.text[-3000:])
        assert all(words in answer.text for words in typed.values() if words in ("Who?", "Water", "Police", mail)), (path, typed)
    again = maya.post(f"/need-to-knows/{asked}/mentor", data={"minutes": "5", "words": "And when it rains?"})
    assert (again.status_code, "is asked this already" in again.text) == (409, True)
    # None of it was done. And with no script at all, she says that she can't; the team reads it beside the question.
    home = brandt.get("/").text
    assert ("about 15 minutes" in home, "in all" in home) == (True, False)
    assert brandt.post(f"/mentor-asks/{ask}/decline", data={"words": "Look at its colour."}).headers["location"].startswith("/")
    page = maya.get(f"/need-to-knows/{asked}").text
    assert ("can’t this time" in page, "Look at its colour." in page) == (True, True)
    assert "Nothing waits for you" in brandt.get("/").text
    late = brandt.post(f"/mentor-asks/{server.work(lambda tx: _asks_again(tx, ask))}/decline")
    assert (late.status_code, "it was taken back" in late.text) == (409, True)


def _asks_again(tx: Tx, ask: UUID) -> UUID:
    """And takes it back: Ms Brandt's page is still open."""
    before = tx.get_one(MentorAsk, ask)
    same = {name: getattr(before, name) for name in ("question_id", "mentorship_id", "person_id", "asked_by", "words", "minutes", "asked")}
    return tx.make(MentorAsk(**same, taken_back=tx.now)).id


def _expires(tx: Tx, at: datetime) -> datetime:
    """Of Ms Brandt's check. Answers with when it expired before."""
    mentor = select(Person.id).where(Person.sign_in_name == "brandt").scalar_subquery()
    check = tx.scalars(select(BackgroundCheck).where(BackgroundCheck.person_id == mentor, BackgroundCheck.replaced.is_(None))).one()
    before, check.expires = check.expires, at
    return before


@asynccontextmanager
async def _inside(server: Server, name: str, room: UUID) -> AsyncIterator[ClientConnection]:
    headers = {"Authorization": f"Bearer {server.token(name)}"}
    async with connect(f"ws{server.url.removeprefix('http')}/live", additional_headers=headers, proxy=None) as line:
        for word in ("follow", "here"):
            await line.send(json.dumps({word: thread_topic(room)}))
        yield line


async def _quiet(line: ClientConnection) -> str:
    """All that is heard, until for a moment there is nothing more."""
    heard = []
    while True:
        try:
            heard.append(str(await asyncio.wait_for(line.recv(), 0.5)))
        except TimeoutError:
            return "".join(json.dumps(json.loads(one), ensure_ascii=False) for one in heard)
