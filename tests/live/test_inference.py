"""Nobody learns from what they get that something was said which they may not read."""

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from websockets.exceptions import ConnectionClosed

from hub.cursors import LENGTH, NOWHERE, opened, sealed
from hub.events import home_topic, last_seq, thread_topic
from hub.ids import new_id
from hub_graphql.nodes import global_id
from tests.graphql.api import NAMES, WORK, Api, operation, school
from tests.live.world import Site

SECRET = "Between you and me"


def test_a_cursor_shows_nothing_and_opens_for_its_own_school_and_topic_alone() -> None:
    mine, others = b"m" * 16, b"o" * 16
    made = {sealed(mine, "thread:1", seq) for seq in (0, 1, 1, 2, 2**40)}
    assert len(made) == 5, "not even the same number looks the same"
    assert {len(one) for one in made} == {LENGTH}
    one = sealed(mine, "thread:1", 7)
    assert opened(mine, "thread:1", one) == 7
    assert opened(others, "thread:1", one) == opened(mine, "thread:2", one) == NOWHERE
    flipped = [one[:at] + ("A" if one[at] != "A" else "B") + one[at + 1 :] for at in range(LENGTH)]
    for nonsense in (*flipped, "", "7", one + "A", one[:-1], "ä" * LENGTH, "=" * LENGTH, " " + one):
        assert opened(mine, "thread:1", nonsense) == NOWHERE, nonsense


async def test_a_cursor_that_is_garbage_or_of_elsewhere_leads_to_reading_anew_and_then_on(site: Site) -> None:
    world = site.world
    await world.say("before")
    theirs = sealed(b"another school's", world.topic, 1)
    async with site.socket("chidi") as connection:
        chidi = site.client(connection, "chidi")
        for nonsense in ("", "garbage", "x" * LENGTH, theirs, sealed(chidi.key, world.home("chidi"), 1)):
            await chidi.send(follow=world.topic, after=nonsense)
            assert (await chidi.hear()) == {"topic": world.topic, "seq": 1, "resync": True}
            assert (await chidi.hear()) == {"topic": world.topic, "seq": 1, "put": []}
        await world.say("after")
        assert await chidi.words() == "after"


async def test_a_guardian_hears_nothing_of_what_is_said_to_others_and_goes_on_from_where_she_was(site: Site) -> None:
    world = site.world
    async with site.following("chidi", world.topic) as chidi:
        await world.say("For all")
        first = await chidi.raw()
        for _ in range(3):
            await world.say(SECRET, to=["maya", world.teachers])
        assert await chidi.silent()
        await world.say("For all again")
        second = await chidi.raw()
        assert first.keys() == second.keys() == {"cursor", "topic", "put"}
        assert len(first["cursor"]) == len(second["cursor"])
        await chidi.send(follow=world.topic, after=first["cursor"])
        again = await chidi.raw()
        assert {**again, "cursor": ""} == {**second, "cursor": ""}
        assert (await chidi.raw())["put"] == []
        with pytest.raises((TimeoutError, ConnectionClosed)):
            await chidi.raw(0.2)


@pytest.fixture
def api(sqlite_url: str, tmp_path: Path) -> Iterator[Api]:
    with school(sqlite_url, tmp_path) as api:
        yield api


PAGES = (
    "/",
    "/space",
    "/waiting",
    "/notifications",
    "/loops",
    "/reflections/{item}",
    "/people/{owner}/space",
    "/items/{item}/reply",
    "/reflections/{item}/history",
)
DOORS = ("respond", "report", "history", "edit", "hide")


def everything(api: Api, name: str, item: str, uuid: UUID, owner: UUID) -> dict[str, str]:
    """All that they are given by pages and by the API, without what tells the time, and without what is sealed."""
    token = {"authorization": f"Bearer {api.token(name)}", "accept": "text/html"}
    got = {}
    for page in PAGES:
        answer = api.client.get(page.format(item=uuid, owner=owner), headers=token)
        assert answer.status_code == 200, page
        got[page] = answer.text
    for document in ("home", "thread", "reflection", "viewer", "vine", "my_week", "notifications"):
        assert document in NAMES
        variables = {"item": item, "id": item}
        wanted = {key: value for key, value in variables.items() if f"${key}" in operation(document)}
        got[document] = api.post(name, operation(document), **wanted).text
    return {where: _timeless(text) for where, text in got.items()}


def _timeless(text: str) -> str:
    text = re.sub(r'data-now="[^"]+"', "", text)
    # What is begun in the reply box gets a new id with each page.
    text = re.sub(r'writing(?:" value)?="[0-9a-f-]{36}"', "", text)
    # When they themselves last looked.
    text = re.sub(r"held=[\w-]+", "held=", text)
    return re.sub(r'(cursor(?:" value)?=|"liveCursor": ?)"[\w=-]{32}"', r"\1", text)


def test_a_guardian_gets_the_same_bytes_before_and_after_what_she_may_not_read(api: Api) -> None:
    item = api.post_reflection("maya", "We found a heron.", to=("FAMILY", "7B"))
    uuid = _uuid(item)
    owner = api.id("maya")
    open_ = api.do("rivera", "add_message", item=item, words="For all of you.")
    hidden = api.do("ada", "add_message", item=item, words="A first word of one parent.")
    everything(api, "chidi", item, uuid, owner)  # A first visit changes what is new on the next.
    before = everything(api, "chidi", item, uuid, owner)

    moved = api.database.read_now(WORK, last_seq, thread_topic(uuid))
    rung = api.database.read_now(WORK, last_seq, home_topic(api.id("chidi")))
    said = api.do("ada", "add_message", item=item, words=SECRET)
    api.do("maya", "add_message", item=item, words="Only to her mother.", replyTo=said["id"])
    api.do("rivera", "add_message", item=item, words="Only to them.", replyTo=hidden["id"])
    api.do("maya", "respond", message=said["id"], outcome="ADOPTED", why="For her mother alone.")
    api.do("maya", "request_feedback", item=item, people=[global_id("Person", api.id("ada"))], question="What do you think, mother?")
    api.do("ada", "edit_message", id=said["id"], version=1, words=f"{SECRET}, changed")
    api.do("ada", "react_to_message", message=open_["id"], sign="HEART")
    api.do("ada", "withdraw_message", id=hidden["id"])
    assert api.database.read_now(WORK, last_seq, thread_topic(uuid)) == moved + 8
    assert api.database.read_now(WORK, last_seq, home_topic(api.id("chidi"))) == rung, "nothing makes his open page stir"

    after = everything(api, "chidi", item, uuid, owner)
    for where, text in before.items():
        assert after[where] == text, where
    assert SECRET not in str(after)
    assert "Ada" not in str(after)
    token = {"authorization": f"Bearer {api.token('chidi')}", "accept": "text/html"}
    for door in DOORS:
        hers, nobodys = (
            api.client.get(f"/messages/{one}/{door}", headers=token, follow_redirects=False) for one in (_uuid(said["id"]), new_id())
        )
        assert hers.status_code == nobodys.status_code in (403, 404), door
        assert SECRET not in hers.text
    assert SECRET in str(everything(api, "maya", item, uuid, owner))


def _uuid(global_id: str) -> UUID:
    return UUID(base64.urlsafe_b64decode(global_id + "==").decode().rpartition(":")[2])
