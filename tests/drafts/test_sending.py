"""One piece of writing that two windows hold: sent twice in the same words it acts once, and in others nothing of it is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest

from hub.drafts.sending import once
from hub.errors import Conflict
from hub.feedback import actions as feedback
from hub.goals import actions as goals
from hub.goals import queries, steps
from hub.ids import new_id
from tests.goals.test_goals import goal_of
from tests.support.school import School, Someone


def said(someone: Someone, item: UUID) -> list[str]:
    return [one.words or "" for one in someone.reads(queries.page, item).thread.messages]


def test_what_is_added_twice_in_other_words_is_there_twice(school: School) -> None:
    maya, _rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers())
    look, step, message = new_id(), new_id(), new_id()
    for sure, words in ((2, "Hm"), (2, "Hm"), (4, "Better"), (2, "Hm"), (4, "Better")):
        maya.does(goals.check_in, goal, sure, words, look)
        maya.does(steps.add, goal, words, None, None, step)
        maya.does(feedback.add_message, goal, feedback.Answer(words, message))
    shown = maya.reads(queries.page, goal)
    assert [(one.confidence, one.words) for one in shown.item.check_ins] == [(2, "Hm"), (4, "Better")]
    assert [one.words for one in shown.item.steps][-2:] == ["Hm", "Better"]
    assert said(maya, goal) == ["Hm", "Better"]


def test_what_is_changed_twice_in_other_words_shows_both(school: School) -> None:
    maya, _rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers())
    writing = new_id()
    for _twice in range(2):
        assert maya.does(goals.change, goal, goals.Wish(title="One", writing=writing), 1).title == "One"
    with pytest.raises(Conflict):
        maya.does(goals.change, goal, goals.Wish(title="Two", writing=writing), 1)
    for version, title in ((2, "Two"), (3, "One")):
        assert maya.does(goals.change, goal, goals.Wish(title=title, writing=writing), version).title == title, "also back to the first"
    writing = new_id()
    maya.does(goals.ask_for_help, goal, "Wood", writing, "")
    maya.does(goals.ask_for_help, goal, "Wood", writing, "")
    with pytest.raises(Conflict):
        maya.does(goals.ask_for_help, goal, "Bees", writing, "")
    writing, message = new_id(), maya.does(feedback.add_message, goal, feedback.Answer("First")).id
    for _twice in range(2):
        maya.does(feedback.edit_message, message, "Second", 1, writing)
    with pytest.raises(Conflict):
        maya.does(feedback.edit_message, message, "Third", 1, writing)
    assert said(maya, goal) == ["Second"]


def test_what_it_became_in_other_words_comes_once_as_well(school: School) -> None:
    (maya,) = school.people(maya="student")
    writing = new_id()
    made = [maya.does(goals.begin, goals.Wish(title=title, writing=writing)).id for title in ("A", "A", "B", "B", "A", "B")]
    assert made[0] == made[1] == made[4] != made[2] == made[3] == made[5]


def test_a_form_that_a_program_has_named_its_deed_after_acts_still(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal, name = goal_of(maya), new_id()
    looked = maya.does(once, str(name), "check_in", lambda: goal)
    assert looked == goal
    assert maya.does(goals.check_in, goal, 4, "Here", name).words == "Here"
    assert maya.does(once, str(name), "check_in", new_id) == goal
    page = new_id()
    maya.does(goals.check_in, goal, 5, "", page)
    with pytest.raises(Conflict):
        maya.does(once, str(page), "check_in", new_id)


def test_what_two_windows_do_at_once_is_done_one_after_the_other(school: School) -> None:
    maya, _rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers(), steps=("Draw it",))
    step = maya.reads(queries.page, goal).item.steps[0]
    look = new_id()
    maya.does(goals.check_in, goal, 2, "Hm", look)
    gate = Barrier(2)

    def at_once(*acts: Callable[[], object]) -> list[str]:
        def act(do: Callable[[], object]) -> str:
            gate.wait(10)
            try:
                do()
            except Conflict:
                return "both are shown"
            return "done"

        with ThreadPoolExecutor(len(acts)) as threads:
            return sorted(threads.map(act, acts))

    one_each = ["both are shown", "done"]
    change = [partial(maya.does, steps.change, step.id, words, None, step.edition) for words in ("In red", "In blue")]
    assert at_once(*change) == one_each
    assert at_once(*[partial(maya.does, goals.ask_for_help, goal, words, new_id(), "") for words in ("Wood", "Bees")]) == one_each
    assert at_once(*[partial(maya.does, goals.check_in, goal, 4, "Better", look)] * 2) == ["done", "done"]
    assert [one.words for one in maya.reads(queries.page, goal).item.check_ins] == ["Hm", "Better"]
