"""A class at a glance: what each learner shares with a teacher, and nothing else."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest

from hub.clock import now
from hub.database import Tx
from hub.errors import Forbidden, NotFound
from hub.goals import actions as goals
from hub.goals import queries as goal_pages
from hub.goals import steps
from hub.homes import overview
from hub.homes.overview import Learner
from hub.loops.models import Asked, FeedbackRequest
from tests.homes.test_waits import asks, goal_of
from tests.support import many as as_rows
from tests.support.school import School, Someone
from tests.support.statements import Statements


def seen_by(someone: Someone, class_id: UUID) -> dict[str, Learner]:
    return {one.who.called: one for one in someone.reads(overview.overview, class_id).learners}


def test_each_learner_stands_there_with_what_they_share(school: School) -> None:
    maya, jonas, rivera = school.people(maya="student", jonas="student", rivera="teacher of maya")
    goal = goal_of(maya, "Explain the river", school.teachers())
    goal_of(maya, "Mine alone")
    maya.does(steps.add, goal, "Ask the council")
    maya.does(steps.add, goal, "Write it down")
    [first, _second] = maya.reads(goal_pages.by_ids, [goal])[0].steps
    maya.does(steps.tick, first.id, True)
    maya.clock = now() - timedelta(hours=1)
    maya.does(goals.check_in, goal, 2, "Hm")
    maya.clock = None
    maya.does(goals.check_in, goal, 4, "Better")
    old = maya.writes("First", school.teachers(), title="First")
    newest = maya.writes("Second", school.teachers(), title="Second")
    maya.writes("Private", title="Private")
    found = seen_by(rivera, school.classes["7B"])
    [shown] = found["Maya"].goals
    assert (shown.title, shown.steps, shown.done, shown.confidence, shown.help) == ("Explain the river", 2, 1, 4, None)
    assert found["Maya"].reflection
    assert found["Maya"].reflection.id == newest
    assert [one.id for one in found["Maya"].waiting] == [old, newest]
    assert found["Jonas"].quiet
    assert not found["Maya"].quiet
    assert jonas


def test_who_needs_something_stands_first_and_the_others_by_name(school: School) -> None:
    amina, ben, cleo, dina, rivera = school.people(
        amina="student", ben="student", cleo="student", dina="student", rivera="teacher of amina"
    )
    cleo.writes("Waits", school.teachers())
    goal = goal_of(dina, "Swim", school.teachers())
    dina.does(goals.ask_for_help, goal, "Who?")
    goal_of(ben, "Quietly growing", school.teachers())
    assert list(seen_by(rivera, school.classes["7B"])) == ["Dina", "Cleo", "Amina", "Ben"]
    assert amina


def test_loops_that_are_open_are_counted_until_they_close(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    goal = goal_of(maya, "Explain the river", school.teachers())
    request = asks(school, maya, goal, rivera, boateng)

    def open_loops() -> tuple[int, int]:
        one = seen_by(rivera, school.classes["7B"])["Maya"]
        return one.asked, one.to_answer

    assert open_loops() == (1, 0), "One request, put to two"
    said = rivera.says(goal, "Tell them about the jars.")
    assert open_loops() == (1, 1)
    boateng.says(goal, "And about the path.")
    assert open_loops() == (0, 2)
    school.change(FeedbackRequest, request, withdrawn=now())
    school.work(lambda tx: tx.delete(tx.get_one(Asked, (request, boateng.id))))
    assert open_loops() == (0, 1)
    assert said


def test_a_colleague_of_another_class_sees_the_names_and_nothing_that_was_not_shared_with_them(school: School) -> None:
    maya, rivera, boateng, haddad = school.people(maya="student", rivera="teacher of maya", boateng="teacher of 8A", haddad="admin")
    goal = goal_of(maya, "Swim", school.teachers())
    maya.does(goals.ask_for_help, goal, "Who?")
    maya.writes("Look", school.teachers())
    asks(school, maya, goal, rivera)
    for someone in (boateng, haddad):
        [one] = someone.reads(overview.overview, school.classes["7B"]).learners
        assert one.quiet
    assert not seen_by(rivera, school.classes["7B"])["Maya"].quiet


def test_the_page_is_for_staff_and_its_tabs_for_who_teaches_several(school: School) -> None:
    maya, chidi, rivera = school.people(maya="student", chidi="guardian of maya", rivera="teacher of maya")
    for someone in (maya, chidi):
        with pytest.raises(Forbidden):
            someone.reads(overview.overview, school.classes["7B"])
        assert someone.reads(overview.learners, [school.classes["7B"]]) == {}
    for missing in (None, maya.id):
        with pytest.raises(NotFound):
            rivera.reads(overview.overview, missing)
    assert rivera.reads(overview.overview, school.classes["7B"]).others == []


@pytest.mark.parametrize("many", [5, 20, 100])
def test_a_class_costs_the_same_however_large_it_is(
    school: School, statements: Callable[[], AbstractContextManager[Statements]], many: int
) -> None:
    _maya, rivera = school.people(maya="student", rivera="teacher of maya")
    learners, teachers = school.people(**{f"learner{n}": "student" for n in range(many - 1)}), school.teachers()

    def grow(tx: Tx) -> None:
        for learner in learners:
            goal = as_rows.goals(tx, learner, 1, teachers, title="Grow")
            as_rows.steps(tx, goal, "One")
            as_rows.check_ins(tx, goal)
            as_rows.requests(tx, learner, goal, rivera.id)

    school.work(grow)
    rivera.reads(overview.overview, school.classes["7B"])
    with statements() as seen:
        found = rivera.reads(overview.overview, school.classes["7B"])
    assert len(found.learners) == many
    assert seen.count <= 22, seen.texts
