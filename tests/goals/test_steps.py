"""A goal's steps, its days and the larger goal it is a part of, as plain functions, on both databases."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from hub import chores
from hub.clock import now
from hub.drafts import actions as drafts
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.files.store import LocalStore
from hub.goals import actions, queries, steps
from hub.goals.actions import Wish
from hub.goals.larger import LADDER
from hub.goals.models import Step
from hub.goals.to_do import Taken
from hub.ids import new_id
from hub.reflections import queries as reflections
from tests.goals.test_goals import goal_of, shown
from tests.support.school import School, Someone


def said(someone: Someone, goal: UUID) -> list[str]:
    return [step.words for step in shown(someone, goal).steps]


def test_a_step_gets_other_words_and_another_day(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers(), steps=("Ask Nana",))
    step = shown(maya, goal).steps[0]
    maya.does(steps.change, step.id, " Ask  Nana again ", date(2031, 3, 4))
    seen = shown(rivera, goal).steps[0]
    assert (seen.words, seen.due) == ("Ask Nana again", date(2031, 3, 4))
    maya.does(steps.change, step.id, "Ask Nana again")
    assert shown(rivera, goal).steps[0].due is None
    with pytest.raises(Invalid):
        maya.does(steps.change, step.id, "\u200b")
    with pytest.raises(Forbidden):
        rivera.does(steps.change, step.id, "Ask me")


def test_a_step_that_was_said_anew_in_another_window_is_not_overwritten(school: School) -> None:
    maya, jonas = school.people(maya="student", jonas="student")
    goal = goal_of(maya, steps=("Ask Nana",))
    opened = shown(maya, goal).steps[0]
    with pytest.raises(NotFound, match="this step"):
        jonas.does(steps.change, opened.id, "Ask me", None, opened.edition)
    maya.does(steps.change, opened.id, "Ask Nana on Monday", None, opened.edition)
    with pytest.raises(Conflict, match="another window"):
        maya.does(steps.change, opened.id, "Ask Nana and Jonas", None, opened.edition)
    maya.does(steps.change, opened.id, "Ask Nana on Monday", None, opened.edition)
    again = shown(maya, goal).steps[0]
    maya.does(steps.change, opened.id, again.words, date(2031, 3, 4), again.edition)
    with pytest.raises(Conflict, match="another window"):
        maya.does(steps.change, opened.id, again.words, date(2031, 3, 5), again.edition)
    assert (said(maya, goal), shown(maya, goal).steps[0].due) == (["Ask Nana on Monday"], date(2031, 3, 4))
    maya.does(steps.take_away, opened.id)
    for _ in ("while it grows", "when it has ended"):
        with pytest.raises(steps.TakenAway):
            maya.does(steps.change, opened.id, "Ask Nana and Jonas", None, again.edition)
        maya.does(actions.bring_to_an_end, goal, "reached", "")


@pytest.mark.parametrize(
    ("which", "by", "after"),
    [(0, 1, "BACD"), (3, -1, "ABDC"), (0, 99, "BCDA"), (2, -99, "CABD"), (0, -1, "ABCD"), (3, 1, "ABCD"), (1, 0, "ABCD"), (1, 2, "ACDB")],
)
def test_a_step_moves_as_far_as_the_line_goes(small_school: School, which: int, by: int, after: str) -> None:
    (maya,) = small_school.people(maya="student")
    goal = goal_of(maya, steps=tuple("ABCD"))
    maya.does(steps.move, shown(maya, goal).steps[which].id, by)
    assert "".join(said(maya, goal)) == after


def test_a_step_that_is_sent_twice_is_added_once_and_its_draft_goes(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal, writing = goal_of(maya), new_id()
    maya.does(drafts.save, f"step/{goal}", writing, 0, {"step": "Ask Nana"})
    assert maya.reads(queries.page, goal).adding.words == {"step": "Ask Nana"}
    for _ in range(2):
        maya.does(lambda tx: steps.add(tx, goal, "Ask Nana", writing=writing))
    assert said(maya, goal) == ["Ask Nana"]
    assert maya.reads(queries.page, goal).adding.words == {}
    maya.does(steps.take_away, shown(maya, goal).steps[0].id)
    maya.does(lambda tx: steps.add(tx, goal, "Ask Nana", writing=writing))
    assert said(maya, goal) == [], "What comes late a third time brings nothing back."


def test_a_step_that_was_moved_stays_there_when_others_come_and_go(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya, steps=("One", "Two", "Three"))
    one, two, _three = shown(maya, goal).steps
    maya.does(steps.move, one.id, 1)
    maya.does(steps.take_away, two.id)
    maya.does(steps.add, goal, "Four")
    assert said(maya, goal) == ["One", "Three", "Four"]
    maya.does(steps.put_back, two.id)
    maya.does(steps.put_back, two.id)
    assert said(maya, goal) == ["Two", "One", "Three", "Four"]


def test_a_step_that_was_taken_away_is_offered_to_its_owner_until_it_is_forgotten(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers(), steps=("One",))
    step = shown(maya, goal).steps[0]
    maya.does(steps.take_away, step.id)
    assert (said(rivera, goal), rivera.reads(queries.page, goal).taken) == ([], Taken())
    taken = maya.reads(queries.page, goal).taken.just_now
    assert taken is not None
    assert taken.words == "One"
    for act in (
        lambda tx: steps.tick(tx, step.id, True),
        lambda tx: steps.change(tx, step.id, "Two"),
        lambda tx: steps.move(tx, step.id, 1),
    ):
        with pytest.raises(NotFound):
            maya.does(act)
    with pytest.raises(Forbidden):
        rivera.does(steps.put_back, step.id)
    maya.clock = now() + timedelta(days=29)
    later = maya.reads(queries.page, goal).taken
    assert (later.just_now, later.before) == (None, [taken])
    maya.does(steps.put_back, step.id)
    assert said(rivera, goal) == ["One"]


def test_a_step_is_forgotten_when_it_could_be_brought_back_for_thirty_days(school: School, tmp_path: Path) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya, steps=("Long gone", "Gone", "There"))
    ids = [step.id for step in shown(maya, goal).steps]
    for id_, days in ((ids[0], 31), (ids[1], 29)):
        maya.does(steps.take_away, id_)
        school.change(Step, id_, taken=now() - timedelta(days=days))
    for chore in chores.CHORES:
        if chore.name == "steps long taken away":
            assert [chore.do(school.database, LocalStore(tmp_path)) for _ in range(2)] == [1, 0]
    with pytest.raises(NotFound):
        maya.does(steps.put_back, ids[0])
    maya.does(steps.put_back, ids[1])
    assert said(maya, goal) == ["Gone", "There"]


def test_a_goal_has_room_for_so_many_steps_and_not_for_one_that_comes_back(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    goal = goal_of(maya, steps=tuple(str(n) for n in range(steps.STEPS)))
    first = shown(maya, goal).steps[0].id
    with pytest.raises(Invalid, match="50 steps"):
        maya.does(steps.add, goal, "One more")
    maya.does(steps.take_away, first)
    maya.does(steps.add, goal, "One more")
    with pytest.raises(Invalid, match="50 steps"):
        maya.does(steps.put_back, first)


def test_what_has_ended_is_not_rearranged(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    goal = goal_of(maya, steps=("One", "Two"))
    step = shown(maya, goal).steps[0].id
    maya.does(actions.bring_to_an_end, goal, "reached", "")
    for act in (lambda tx: steps.change(tx, step, "Three"), lambda tx: steps.move(tx, step, 1)):
        with pytest.raises(Conflict):
            maya.does(act)


def test_a_check_in_of_another_day_stands_at_its_place_and_none_is_from_the_future(school: School) -> None:
    (maya,) = school.people(maya="student")
    maya.clock = now() - timedelta(days=9)
    goal = goal_of(maya)
    maya.clock = None
    this_day = maya.reads(lambda tx: tx.today)
    maya.does(actions.check_in, goal, 5)
    maya.does(lambda tx: actions.check_in(tx, goal, 2, day=this_day - timedelta(days=3)))
    maya.does(lambda tx: actions.check_in(tx, goal, 1, day=this_day - timedelta(days=9)))
    maya.does(lambda tx: actions.check_in(tx, goal, 4, day=this_day))
    looked = shown(maya, goal).check_ins
    assert [one.confidence for one in looked] == [1, 2, 5, 4]
    assert looked[0].at >= shown(maya, goal).created
    assert looked[-1].at <= now()
    for day, says in (
        (this_day + timedelta(days=1), "still to come"),
        (date.max, "still to come"),
        (this_day - timedelta(days=30), "begun"),
    ):
        with pytest.raises(Invalid, match=says) as refusal:
            maya.does(actions.check_in, goal, 3, day=day)
        assert refusal.value.field == "day"
    assert len(shown(maya, goal).check_ins) == 4


class TestAPart:
    """A small goal, and the larger one that it is a part of."""

    def test_is_made_one_of_another_and_of_none_later(self, school: School) -> None:
        maya, rivera = school.people(maya="student", rivera="teacher of maya")
        first, second = goal_of(maya, title="Save the river"), goal_of(maya, school.teachers(), title="Speak in public")
        small = goal_of(maya, school.teachers(), supports=first)
        maya.does(actions.change, small, Wish(title="Small", supports=second), 1)
        assert [card.title for card in maya.reads(queries.page, small).around.supports] == ["Speak in public"]
        assert maya.reads(queries.page, first).around.supported_by == []
        assert [card.title for card in rivera.reads(queries.page, second).around.supported_by] == ["Small"]
        sheet = maya.reads(queries.sheet_to_change, small)
        assert (sheet.desk.words["supports"], {card.id for card in sheet.larger}) == (str(second), {first, second})
        maya.does(actions.change, small, Wish(title="Small"), 2)
        assert maya.reads(queries.page, small).around.supports == []

    def test_is_never_a_part_of_its_own_parts(self, school: School) -> None:
        (maya,) = school.people(maya="student")
        top = goal_of(maya)
        middle = goal_of(maya, supports=top)
        small = goal_of(maya, supports=middle)
        for larger in (small, middle, top):
            with pytest.raises(Invalid, match="part of this goal itself"):
                maya.does(actions.change, top, Wish(title="Top", supports=larger), 1)
        assert shown(maya, top).version == 1, "Nothing of the change is there."

    def test_stands_on_a_ladder_that_has_an_end(self, small_school: School) -> None:
        (maya,) = small_school.people(maya="student")
        on = goal_of(maya)
        for _rung in range(LADDER):
            on = goal_of(maya, supports=on)
        with pytest.raises(Invalid, match="Too many goals"):
            goal_of(maya, supports=on)

    def test_is_of_a_goal_of_ones_own(self, school: School) -> None:
        maya, rivera = school.people(maya="student", rivera="teacher of maya")
        hers = goal_of(maya, school.teachers())
        mine = goal_of(rivera)
        for larger in (hers, new_id(), rivera.id):
            with pytest.raises(Invalid) as refusal:
                rivera.does(actions.change, mine, Wish(title="Mine", supports=larger), 1)
            assert refusal.value.field == "supports"


def test_a_reflection_about_a_goal_that_ends_in_a_step_of_it_is_told_of_once(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya)
    item = maya.writes("I talked too much.", title="Meeting", about=goal, next_step="Count to seven", goal=goal)
    around = maya.reads(queries.page, goal).around
    assert ([card.id for card in around.reflections], around.came_from) == ([item], [])

    around = maya.reads(reflections.page, item).around
    assert ([card.id for card in around.about], around.led_to) == ([goal], [])
