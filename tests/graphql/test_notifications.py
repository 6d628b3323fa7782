"""What one was told and how often letters come, by the named documents; and that its cost does not grow."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from hub.feedback import actions as feedback
from hub.identity.keys import digest
from hub.notifications.models import Notification
from hub.people.models import Person
from hub.viewer import Claim
from hub_graphql.nodes import key_of
from tests.graphql.api import WORK, Api, operation, school
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Any:
    with school(database_url, tmp_path) as made:
        made.database.write_now(WORK, lambda tx: tx.execute(update(Notification).values(seen=tx.now)))
        yield made


def told(api: Api, name: str, **variables: Any) -> Any:
    return api.run(name, "notifications", **variables)


def test_what_happens_is_told_with_its_item_and_its_message(api: Api) -> None:
    item = api.post_reflection("maya", "A heron", to=("FAMILY",))
    api.do("chidi", "add_message", item=item, words="Lovely!")
    mine = told(api, "maya")
    [note] = [one for one in mine["notifications"]["nodes"] if not one["seen"]]
    assert (mine["unseenCount"], note["kind"], note["words"]) == (1, "MESSAGE_ADDED", "Chidi answered you")
    assert (note["actor"]["called"], note["item"]["id"], note["message"] is not None) == ("Chidi", item, True)
    his = told(api, "chidi")["notifications"]["nodes"][0]
    assert (his["kind"], his["words"], his["message"]) == ("ITEM_SHARED", "Maya shared a reflection with you", None)
    api.do("maya", "share_item", id=item, audience=[])
    assert told(api, "chidi")["unseenCount"] == 0
    assert item not in [one["item"]["id"] for one in told(api, "chidi")["notifications"]["nodes"]]


def test_what_was_seen_is_said_by_ids_or_up_to_a_place(api: Api) -> None:
    item = api.post_reflection("maya", "A heron", to=("FAMILY",))
    for n in range(3):
        api.do("chidi", "add_message", item=item, words=f"{n}")
    page = api.ask("maya", "{ viewer { notifications(first: 3) { edges { cursor node { id } } } } }")["viewer"]["notifications"]["edges"]
    assert api.do("maya", "mark_notifications_seen", ids=[page[0]["node"]["id"], "odd"]) == {
        "__typename": "NotificationsSeen",
        "unseenCount": 2,
    }
    assert api.do("maya", "mark_notifications_seen", upTo=page[2]["cursor"])["unseenCount"] == 1
    theirs = told(api, "chidi")["notifications"]["nodes"][0]["id"]
    api.do("maya", "mark_notifications_seen", ids=[theirs])
    assert told(api, "chidi")["unseenCount"] == 1, "Nobody sees for somebody else."
    assert api.do("maya", "mark_notifications_seen", clientMutationId="once")["unseenCount"] == 0
    api.do("chidi", "add_message", item=item, words="Late")
    assert api.do("maya", "mark_notifications_seen", clientMutationId="once")["unseenCount"] == 1, "It was done already."
    api.do("maya", "mark_thread_read", item=item)
    assert told(api, "maya")["unseenCount"] == 0


def test_a_rhythm_is_chosen_by_a_program_as_on_the_page(api: Api) -> None:
    api.database.write_now(
        WORK, lambda tx: tx.execute(update(Person).where(Person.sign_in_name == "chidi").values(email="chidi@okafor.example"))
    )
    assert told(api, "chidi")["rhythm"]["words"].startswith("once a day, at 17:00")
    chosen = api.do("chidi", "set_rhythm", kind="WEEKLY", weekday=0, hour=8)
    assert (chosen["kind"], chosen["hour"], chosen["quietFrom"]) == ("WEEKLY", 8, 20)
    wrong = api.run("chidi", "set_rhythm", input={"kind": "DAILY", "hour": 22})
    assert [one["name"] for one in wrong["fields"]] == ["hour"]
    wrong = api.run("chidi", "set_rhythm", input={"kind": "DAILY", "quietUntil": 30})
    assert [one["name"] for one in wrong["fields"]] == ["quietUntil"]
    assert told(api, "chidi")["rhythm"]["hour"] == 8
    assert told(api, "maya")["rhythm"] | {"words": ""} == {
        "kind": "NEVER",
        "hour": 17,
        "weekday": 4,
        "quietFrom": 20,
        "quietUntil": 7,
        "words": "",
        "possible": False,
    }


def test_what_it_costs_does_not_grow(api: Api, statements: Count) -> None:
    claim = Claim("token", digest(api.token("chidi")))
    for _n in range(12):
        item = key_of(api.post_reflection("maya", "A heron", to=("FAMILY",)), "Reflection")
        for _m in range(10):
            api.database.write_now(claim, feedback.add_message, item, feedback.Answer("Hm"))
    counts = []
    for first in (5, 20, 100):
        text = operation("notifications")
        api.ask("maya", text, first=first)
        with statements() as seen:
            api.ask("maya", text, first=first)
        counts.append(len([one for one in seen.texts if "notification" in one or "item" in one or "message" in one or "person" in one]))
    assert counts[0] == counts[1] == counts[2], counts
