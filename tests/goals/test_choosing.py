"""What of one's own can be chosen: work that shows how a goal goes, and goals that grow; all of it, however old."""

from uuid import UUID

import pytest

from hub.errors import Forbidden, NotFound
from hub.goals import actions, choosing, queries
from hub.goals.actions import Wish
from hub.items import actions as items
from hub.reflections import queries as reflections
from tests.goals.test_goals import goal_of
from tests.support import many
from tests.support.school import School, Someone


def found(someone: Someone, goal: UUID, wanted: str = "") -> list[str]:
    """The titles of all that is offered, part by part."""
    titles, after = [], ""
    while True:
        part = someone.reads(queries.page_to_choose, goal, wanted, after).may_show
        titles += [one.title for one in part.choices]
        if part.more is None:
            return titles
        after = part.more


def test_all_of_ones_own_work_can_be_chosen_however_old_it_is(school: School) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    goal = goal_of(maya, school.teachers())
    audience = school.teachers()
    work = maya.does(lambda tx: many.reflections(tx, maya, 45, audience))
    assert found(rivera, goal_of(rivera)) == []
    assert found(maya, goal) == [f"Day {n}" for n in reversed(range(45))]
    assert [one.title for one in maya.reads(queries.page, goal).may_show.choices] == found(maya, goal)[: choosing.PAGE]
    maya.does(actions.show_by, goal, work[0])
    maya.does(items.delete, work[44])
    assert found(maya, goal) == [f"Day {n}" for n in reversed(range(1, 44))]
    assert [card.title for card in rivera.reads(queries.page, goal).around.evidence] == ["Day 0"]
    assert rivera.reads(queries.page, goal).may_show.choices == ()
    for someone, refused in ((rivera, Forbidden), (jonas, NotFound)):
        with pytest.raises(refused):
            someone.reads(queries.page_to_choose, goal)


def test_work_is_found_by_a_part_of_its_title(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya)
    for title in ("The heron", "100 % clear", "Heron_2", "a\\b", "Über den Fluss"):
        maya.writes("…", title=title)
    assert found(maya, goal, " HERON\x00 ") == ["Heron_2", "The heron"]
    assert found(maya, goal, "%") == ["100 % clear"]
    assert found(maya, goal, "_") == ["Heron_2"]
    assert found(maya, goal, "\\") == ["a\\b"]
    assert found(maya, goal, "über DEN") == ["Über den Fluss"]
    assert found(maya, goal, "x" * 5000) == []
    assert maya.reads(queries.page_to_choose, goal, "", "no place").may_show.choices


def test_every_goal_that_grows_can_be_chosen(school: School) -> None:
    (maya,) = school.people(maya="student")
    goals = maya.does(lambda tx: many.goals(tx, maya, 45))
    maya.does(actions.bring_to_an_end, goals[3], "reached", "")
    still = [f"Goal {n}" for n in reversed(range(45)) if n != 3]
    assert [one.title for one in maya.reads(queries.sheet).larger] == still
    assert [one.title for one in maya.reads(reflections.sheet).goals] == still
    maya.does(actions.change, goals[0], Wish(title="Goal 0", supports=goals[1]), 1)
    larger = [one.id for one in maya.reads(queries.sheet_to_change, goals[0]).larger]
    assert larger[0] == goals[1]
    assert len(larger) == len(set(larger)) == 43
