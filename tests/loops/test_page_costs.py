"""What the pages and the API's questions about feedback cost, with 5, 20 and 100 of everything that stands on them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from hub.database import Tx
from hub.feedback import actions as feedback
from hub.feedback import box, pace
from hub.feedback import queries as threads
from hub.feedback.actions import Answer
from hub.goals import actions as goals
from hub.homes import answer_times, answering, overview
from hub.identity.keys import digest
from hub.ids import new_id
from hub.items import audiences
from hub.items import queries as items
from hub.loops import queries, requests
from hub.rubrics import queries as criteria
from hub.rubrics.models import Rubric, RubricVersion
from hub.slices import Span
from hub.viewer import Claim
from hub_graphql.nodes import global_id
from tests.graphql.api import Api, operation
from tests.graphql.api import school as demo_school
from tests.graphql.test_schema_counts import counted, same
from tests.loops.test_requests import family
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]
MORE = (5, 15, 80)


class Known(msgspec.Struct, frozen=True):
    """Somebody of the demo school."""

    id: UUID


def write_criteria(tx: Tx, more: int, changed: UUID | None = None) -> UUID:
    """So many rubrics more; and of one, as many versions more."""
    made = [Rubric(id=new_id(), school_id=tx.viewer.school_id, author_id=tx.viewer.id, created=tx.now) for _n in range(more)]
    tx.add_all(made)
    tx.flush()

    def stands(rubric: UUID, number: int, name: str, *lines: str) -> RubricVersion:
        return RubricVersion(rubric_id=rubric, number=number, name=name, criteria=list(lines), created=tx.now)

    tx.add_all(stands(one.id, 1, f"Rubric {n}", "Clear", "Numbers") for n, one in enumerate(made))
    tx.flush()
    changed = changed or made[0].id
    newest = criteria.newest_of(tx, [changed])[changed].number
    tx.add_all(stands(changed, newest + n, "Changed", f"Line {n}") for n in range(1, more + 1))
    return changed


def ask(tx: Tx, maya: many.Who, goal: UUID, rivera: UUID, audience: tuple[UUID, ...], more: int) -> None:
    """About the goal, and about as many more that wait."""
    others = many.goals(tx, maya, more, *audience, title="Other", waiting_since=tx.now)
    many.requests(tx, maya, others, rivera)
    many.requests(tx, maya, [goal] * more, rivera, answered=tx.now)


def answer(tx: Tx, rivera: many.Who, goal: UUID, readers: tuple[UUID, ...], more: int) -> None:
    """In a form, with criteria of the school, or the goal's own: a third of each; of each form some stay open."""
    offered = criteria.offered(tx)
    rubric = {"form": "rubric", "words": "**Clear: Could grow**\n\nMore", "parts": {"growth-0": "More", "criterion-0": "Clear"}}
    for form in ({}, rubric, rubric | {"rubric_id": offered[more % len(offered)].id}):
        said = many.messages(tx, rivera, [goal] * (more // 3 + 1), *readers, **form)
        half = said[: len(said) // 2]
        many.responses(tx, half, [goal] * len(half))


def test_the_pages_of_feedback(school: School, statements: Count, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST", 1_000)
    maya, rivera, chidi, _ada = family(school)
    audience = (school.teachers(), maya.family)
    wish = goals.Wish(title="Explain", criteria=("Clear",), audience=audience)
    goal = maya.does(lambda tx: goals.begin(tx, wish).id)
    class_ = next(iter(school.classes.values()))
    counts: dict[str, list[int]] = {}
    changed = None
    for step, more in enumerate(MORE):
        changed = rivera.does(write_criteria, more, changed)
        maya.does(ask, maya, goal, rivera.id, audience, more)
        rivera.does(answer, rivera, goal, (maya.id, *audience), more)
        said = rivera.does(lambda tx: feedback.add_message(tx, goal, Answer(form="tag", parts={"tell": "Yes"})).id)
        school.people(**{f"teacher{step}x{n}": "teacher of maya" for n in range(more)})
        place = rivera.reads(answering.first)
        assert place
        pages: list[tuple[Someone, str, Callable[[Tx], Any]]] = [
            (maya, "ask", lambda tx: queries.ask_page(tx, goal)),
            (maya, "respond", lambda tx, said=said: queries.respond_page(tx, said)),  # type: ignore[misc]
            *((one, f"thread of {one.key}", lambda tx: threads.thread(tx, items.find(tx, goal))) for one in (maya, rivera, chidi)),
            (rivera, "box", lambda tx: box.box(tx, goal, None, "rubric")),
            (rivera, "rubrics", criteria.all_of_them),
            (rivera, "rubric", lambda tx, changed=changed: criteria.sheet(tx, changed)),  # type: ignore[misc]
            (rivera, "turn", lambda tx, place=place: answering.turn(tx, place)),  # type: ignore[misc]
            (rivera, "class", lambda tx: overview.overview(tx, class_)),
            (rivera, "answer times", answer_times.answer_times),
        ]
        for someone, name, page in pages:
            someone.reads(page)
            with statements() as seen:
                someone.reads(page)
            counts.setdefault(name, []).append(seen.count)
    assert {name: len(set(found)) for name, found in counts.items()} == dict.fromkeys(counts, 1), counts
    assert max(found[0] for found in counts.values()) <= 40, counts


@pytest.fixture
def api(database_url: str, tmp_path: Path) -> Any:
    with demo_school(database_url, tmp_path) as made:
        yield made


def test_the_questions_of_programs(api: Api, statements: Count) -> None:
    maya, rivera = (Claim("token", digest(api.token(name))) for name in ("maya", "rivera"))
    audience = tuple(one.id for one in api.database.read_now(maya, audiences.choices) if one.hint == "7B")
    wish = goals.Wish(title="Explain", criteria=("Clear",), audience=audience)
    goal = api.database.write_now(maya, lambda tx: goals.begin(tx, wish).id)
    hers = Known(api.id("maya"))
    class_ = api.run("rivera", "viewer")["classes"][0]["id"]
    changed = None
    counts: dict[str, list[Any]] = {}
    for more in MORE:
        changed = api.database.write_now(rivera, write_criteria, more, changed)
        api.database.write_now(maya, ask, hers, goal, api.id("rivera"), audience, more)
        api.database.write_now(rivera, answer, Known(api.id("rivera")), goal, (hers.id, *audience), more)
        thread = {"item": global_id("Goal", goal), "last": 100}
        for name, document, given in (
            ("maya", "loops", {}),
            ("rivera", "loops", {}),
            ("maya", "thread", thread),
            ("rivera", "thread", thread),
            ("rivera", "rubrics", {}),
            ("rivera", "class_overview", {"class": class_}),
            ("rivera", "time_to_feedback", {}),
        ):
            counts.setdefault(f"{name}: {document}", []).append(counted(api, statements, name, operation(document), **given))
    assert all(same(found) for found in counts.values())
    owed = [one.id for one in api.database.read_now(rivera, waiting)]
    assert len(owed) > requests.MANY
    assert on_the_page(api, "rivera") == owed
    assert told(api, "rivera") == [global_id("FeedbackRequest", id_) for id_ in owed]


def waiting(tx: Tx) -> list[requests.Request]:
    return requests.owed_part(tx, Span(200))[1]


def on_the_page(api: Api, name: str) -> list[UUID]:
    """What they were asked, as the page shows it part by part."""
    found: list[UUID] = []
    further = ["/loops"]
    while further:
        headers = {"authorization": f"Bearer {api.token(name)}", "accept": "text/html"}
        page = api.client.get(unescape(further[0]), headers=headers).text
        later = "owed=" in further[0]
        # A later part may be empty while the first is full: it leads there, and says nothing of the whole list.
        assert ("From the beginning" in page) is later
        assert ("Nobody waits for your feedback." in page) is not later
        found += [UUID(id_) for id_ in re.findall(r'id="owed-([0-9a-f]{8}-[^"]+)"', page)]
        further = re.findall(r'href="(/loops\?owed=[^"]+)"', page)
    return found


def told(api: Api, name: str) -> list[str]:
    """The same as a program is told it."""
    found: list[str] = []
    part: Any = {"pageInfo": {"hasNextPage": True, "endCursor": None}}
    while part["pageInfo"]["hasNextPage"]:
        part = api.run(name, "loops", first=30, afterRequest=part["pageInfo"]["endCursor"])["requests"]
        found += [one["id"] for one in part["nodes"]]
    return found
