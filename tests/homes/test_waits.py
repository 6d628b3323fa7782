"""Who waits for a teacher: shared work, wishes for help and requests in one list, the longest wait first."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest

from hub.clock import now
from hub.database import Tx
from hub.feedback.models import Message
from hub.goals import actions as goals
from hub.goals.actions import Wish
from hub.homes import waits
from hub.loops.models import Asked, FeedbackRequest
from hub.slices import Place
from tests.support import many as as_rows
from tests.support.school import School, Someone
from tests.support.statements import Statements


def asks(school: School, who: Someone, item: UUID, *whom: Someone, question: str = "What is missing?", hours: float = 0) -> UUID:
    """Puts a request for feedback to these people, so many hours ago."""

    def job(tx: Tx) -> UUID:
        since = tx.now - timedelta(hours=hours)
        request = tx.make(
            FeedbackRequest(school_id=school.id, item_id=item, asker_id=who.id, version=1, question=question, until=None, created=since)
        )
        tx.add_all(Asked(request_id=request.id, person_id=one.id, since=since) for one in whom)
        return request.id

    return school.work(job)


def goal_of(someone: Someone, title: str, *audience: UUID) -> UUID:
    return someone.does(lambda tx: goals.begin(tx, Wish(title=title, audience=audience)).id)


def listed(someone: Someone, **how: object) -> list[waits.Waiting]:
    return someone.reads(waits.waits, **how).entries  # type: ignore[arg-type]


def test_shared_work_help_and_requests_stand_in_one_list_by_their_waiting_time(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    begun = now()
    maya.clock = begun - timedelta(hours=3)
    shared = maya.writes("Look", school.teachers())
    jonas.clock = begun - timedelta(hours=5)
    goal = goal_of(jonas, "Swim", school.teachers())
    jonas.does(goals.ask_for_help, goal, "Who could teach me?")
    maya.clock = jonas.clock = None
    asked = goal_of(maya, "Ask well", school.teachers())
    asks(school, maya, asked, rivera, question="Is the plan too big?", hours=4)
    found = listed(rivera)
    assert [one.item_id for one in found] == [goal, asked, shared]
    assert [(one.kind, one.help) for one in found] == [("goal", "Who could teach me?"), ("goal", None), ("reflection", None)]
    assert [ask.question for ask in found[1].asks] == ["Is the plan too big?"]
    assert rivera.reads(waits.count) == 3


def test_a_request_waits_for_whom_it_was_put_to_even_when_a_colleague_has_answered(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    item = maya.writes("Look", school.teachers())
    request = asks(school, maya, item, rivera, hours=2)
    assert [[face.called for face in one.put_to] for one in listed(boateng)] == [["Ms Rivera"]]
    assert listed(rivera)[0].put_to == []
    boateng.says(item, "I looked already.")
    assert listed(boateng) == []
    assert [one.asks[0].id for one in listed(rivera)] == [request]
    school.change(Asked, (request, rivera.id), answered=now())
    assert listed(rivera) == []


def test_a_request_that_was_withdrawn_or_is_not_mine_to_see_waits_for_nobody(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of 8A")
    goal = goal_of(maya, "Ask well", school.teachers())
    asks(school, maya, goal, boateng)
    assert listed(boateng) == [], "Who can't see the work isn't waited for"
    request = asks(school, maya, goal, rivera)
    assert len(listed(rivera)) == 1
    school.change(FeedbackRequest, request, withdrawn=now())
    assert listed(rivera) == []


def test_help_that_is_wished_for_is_for_staff_alone(school: School) -> None:
    maya, jonas, chidi = school.people(maya="student", jonas="student", chidi="guardian of maya")
    school.people(rivera="teacher of maya")
    goal = goal_of(maya, "Swim", school.teachers(), maya.family)
    maya.does(goals.ask_for_help, goal, "I am afraid of deep water.")
    asks(school, maya, goal, chidi)
    assert [(one.item_id, one.help) for one in listed(chidi)] == [(goal, None)]
    assert listed(jonas) == []


def test_the_parts_of_a_long_list_leave_nobody_out(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    begun = now()
    made = []
    for hours in range(7, 0, -1):
        maya.clock = begun - timedelta(hours=hours)
        made.append(maya.writes(f"{hours} hours", school.teachers()))
    first = rivera.reads(waits.waits, None, 3)
    second = rivera.reads(waits.waits, Place.at_cursor(first.more or ""), 3)
    third = rivera.reads(waits.waits, Place.at_cursor(second.more or ""), 3)
    assert [one.item_id for part in (first, second, third) for one in part.entries] == made
    assert (first.count, third.more) == (7, None)
    assert (first.later, third.later) == (False, True)


def test_a_place_keeps_its_neighbours_after_it_was_answered(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    begun = now()
    made = []
    for hours in (3, 2, 1):
        maya.clock = begun - timedelta(hours=hours)
        made.append(maya.writes(f"{hours} hours", school.teachers()))
    maya.clock = None
    places = [Place.at_cursor(one.place) for one in listed(rivera)]
    rivera.says(made[1], "Seen")
    around = rivera.reads(waits.around, places[1])
    assert around.next
    assert (around.back, around.next.item_id, around.left) == (places[0].cursor, made[2], 2)
    last = rivera.reads(waits.around, places[2])
    assert last.next
    assert last.next.item_id == made[0], "Behind the last comes whoever is left"
    rivera.says(made[0], "Seen")
    rivera.says(made[2], "Seen")
    assert rivera.reads(waits.around, places[2]) == waits.Around(None, None, 0)


@pytest.mark.parametrize("many", [5, 20, 100])
def test_the_list_costs_the_same_however_long_it_is(
    school: School, statements: Callable[[], AbstractContextManager[Statements]], many: int
) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    teachers = school.teachers()
    items = school.work(lambda tx: as_rows.reflections(tx, maya, many, teachers))
    school.work(lambda tx: as_rows.requests(tx, maya, items, rivera.id))
    rivera.reads(waits.waits)
    with statements() as seen:
        part = rivera.reads(waits.waits)
    assert len(part.entries) == min(many, waits.PAGE)
    assert sum("FROM" in text and "browser_session" not in text for text in seen.texts) <= 12, seen.texts
    with statements() as less:
        rivera.reads(lambda tx: waits.around(tx, Place(now(), items[-1])))
    assert less.count <= 14


def test_what_ends_a_wait_remembers_when_it_began(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    begun = now() - timedelta(hours=6)
    maya.clock = begun
    item = maya.writes("Look", school.teachers())
    maya.clock = None
    first, second = rivera.says(item, "Seen"), rivera.says(item, "And more")
    kept = school.work(lambda tx: [tx.get_one(Message, id_).waited_since for id_ in (first, second)])
    assert kept == [begun, None]


def test_of_those_who_wait_none_may_be_asked_for(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    maya.writes("…", school.teachers())
    found = rivera.reads(waits.waits, None, 0)
    assert (found.entries, found.count, found.more) == ([], 1, None)
