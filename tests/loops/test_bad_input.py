"""What is asked, answered and filled in while it changes: by page and by program, on both databases, a kind word and nothing half there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from hub.feedback.models import Message
from hub.ids import new_id
from hub.jobs import Job
from hub.loops.models import Asked, FeedbackRequest, Response
from hub.notifications.models import Notification
from hub_graphql.nodes import global_id, key_of
from tests.graphql.api import WORK, Api, school

ROWS = (FeedbackRequest, Asked, Response, Message, Notification, Job)


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Iterator[Api]:
    with school(database_url, tmp_path) as opened:
        yield opened


def sends(api: Api, name: str, path: str, **boxes: str) -> Any:
    """A form, as a browser sends it without a script."""
    headers = {"authorization": f"Bearer {api.token(name)}", "accept": "text/html", "sec-fetch-site": "same-origin"}
    return api.client.post(path, data=boxes, headers=headers, follow_redirects=False)


def rows(api: Api) -> list[int]:
    """How much there is of all that such an act would make."""
    return api.database.read_now(WORK, lambda tx: [tx.scalar(select(func.count()).select_from(table)) or 0 for table in ROWS])


def plain(id_: str, kind: str) -> UUID:
    key = key_of(id_, kind)
    assert key
    return key


def said_to(api: Api, name: str, item: str) -> list[Any]:
    return [edge["node"] for edge in api.run(name, "thread", item=item)["thread"]["messages"]["edges"]]


def person(api: Api, name: str) -> str:
    return global_id("Person", api.id(name))


@pytest.mark.parametrize("name", ["jonas", "chidi", "maya", "nobody"])
def test_a_request_to_somebody_who_cannot_see_it(api: Api, name: str) -> None:
    item = api.post_reflection("maya", "For my teachers", to=("TEACHERS",))
    nobody = new_id()
    who = nobody if name == "nobody" else api.id(name)
    before = rows(api)
    answer = sends(api, "maya", f"/items/{plain(item, 'Reflection')}/ask", people=str(who), question="Is it clear?")
    assert answer.status_code == 422
    assert "You can ask whoever may see this. Share it first, then ask." in answer.text
    assert "Is it clear?" in answer.text, "what was typed is kept"
    told = api.run("maya", "request_feedback", input={"item": item, "people": [person(api, "rivera"), global_id("Person", who)]})
    assert told["__typename"] == "ValidationProblem"
    assert told["fields"] == [{"name": "people", "message": "You can ask whoever may see this. Share it first, then ask."}]
    assert rows(api) == before, "not even those who can see it were asked"


def test_a_request_to_somebody_from_whom_it_was_taken_while_the_form_stood_open(api: Api) -> None:
    item = api.post_reflection("maya", "For us all", to=("TEACHERS", "FAMILY"))
    path = f"/items/{plain(item, 'Reflection')}/ask"
    teachers = [one["id"] for one in api.run("maya", "begin_reflection")["audienceChoices"] if one["kind"] == "TEACHERS"]
    api.do("maya", "share_item", id=item, audience=teachers)
    before = rows(api)
    assert sends(api, "maya", path, people=str(api.id("chidi")), question="And you, Dad?").status_code == 422
    assert rows(api) == before
    assert sends(api, "maya", path, people=str(api.id("rivera"))).status_code == 303


@pytest.mark.parametrize("how", ["taken back", "hidden", "with its item deleted", "with its item unshared"])
def test_a_response_to_words_that_are_gone(api: Api, how: str) -> None:
    item = api.post_reflection("maya", "What do you think?", to=("TEACHERS",))
    said = api.do("rivera", "add_message", item=item, form="TAG", parts=[{"key": "ask", "words": "Which jar?"}])
    message = said["id"]
    if how == "taken back":
        api.do("rivera", "withdraw_message", id=message)
    elif how == "hidden":
        api.do("rivera", "hide_message", id=message, because="A slip.")
    elif how == "with its item deleted":
        api.do("maya", "delete_item", id=item)
    else:
        api.do("maya", "share_item", id=item, audience=[])
    before = rows(api)
    answer = sends(api, "maya", f"/messages/{plain(message, 'Message')}/respond", outcome="adopted", why="The first.")
    told = api.run("maya", "respond", input={"message": message, "outcome": "ADOPTED", "why": "The first."})
    if how == "with its item unshared":
        # They were said to her, and she can read them still: what became of them is hers to say.
        assert (answer.status_code, told["__typename"]) == (303, "Message")
        return
    words = "You deleted this. Bring it back first." if "deleted" in how else "there is nothing to answer any more"
    assert (answer.status_code, told["__typename"]) == (409, "Conflict")
    assert words in answer.text
    assert words in told["message"]
    assert rows(api) == before


def test_a_rubric_that_is_changed_and_ended_while_somebody_fills_it_in(api: Api) -> None:
    item = api.post_reflection("maya", "Look at it with criteria", to=("TEACHERS",))
    rubric = api.run("rivera", "write_rubric", input={"name": "Explaining", "criteria": ["Clear", "Numbers"]})
    [began] = [one["current"] for one in api.run("rivera", "rubrics")["rubrics"] if one["id"] == rubric["id"]]
    api.run("rivera", "change_rubric", input={"id": rubric["id"], "version": 1, "name": "Explaining", "criteria": ["Short"]})
    path = f"/items/{plain(item, 'Reflection')}/messages"
    boxes = {"kind": "rubric", "criteria": str(plain(began["id"], "RubricVersion")), "part-strength-1": "38 cm"}
    answer = sends(api, "rivera", path, **boxes)
    assert answer.status_code == 303
    assert "done=criteria-changed" in answer.headers["location"]
    parts = [{"key": "growth-1", "words": "A date"}]
    api.do("rivera", "add_message", item=item, form="RUBRIC", rubric=began["id"], parts=parts)
    api.do("rivera", "end_rubric", id=rubric["id"])
    api.do("rivera", "add_message", item=item, form="RUBRIC", rubric=began["id"], parts=parts)
    there = said_to(api, "maya", item)
    assert len(there) == 3
    for one in there:
        assert ({part["criterion"] for part in one["parts"]}, one["criteriaChanged"]) == ({"Numbers"}, True)
    before = rows(api)
    told = api.run(
        "rivera", "add_message", input={"item": item, "form": "RUBRIC", "rubric": global_id("RubricVersion", new_id()), "parts": parts}
    )
    assert told["__typename"] == "NotFound"
    assert sends(api, "rivera", path, **boxes | {"criteria": str(new_id())}).status_code == 404
    assert sends(api, "rivera", path, **boxes | {"part-strength-7": "Of no criterion"}).status_code == 422
    assert rows(api) == before


def test_a_goals_own_criteria_that_change_while_somebody_fills_them_in(api: Api) -> None:
    teachers = [one["id"] for one in api.run("maya", "begin_reflection")["audienceChoices"] if one["kind"] == "TEACHERS"]
    goal = api.do("maya", "begin_goal", title="Explain it", criteria=["In five minutes"], audience=teachers)["id"]
    api.do("maya", "change_goal", id=goal, version=1, title="Explain it", criteria=["In four"])
    boxes = {"kind": "rubric", "criteria": "goal:1", "part-growth-0": "Seven, still"}
    answer = sends(api, "rivera", f"/items/{plain(goal, 'Goal')}/messages", **boxes)
    assert "done=criteria-changed" in answer.headers["location"]
    api.do("rivera", "add_message", item=goal, form="RUBRIC", goalVersion=1, parts=[{"key": "growth-0", "words": "Six"}])
    headers = {"authorization": f"Bearer {api.token('maya')}", "accept": "text/html"}
    page = api.client.get(f"/goals/{plain(goal, 'Goal')}", headers=headers).text
    assert page.count("as they stood on that day; they have changed since") == 2
    for one in said_to(api, "maya", goal):
        assert (one["parts"][0]["criterion"], one["criteriaChanged"]) == ("In five minutes", True)
