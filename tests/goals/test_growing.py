"""A reflection that ends in a goal or a step, or looks back on something; and what a wish for help goes through; on both databases."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest

from hub.database import Tx
from hub.drafts import actions as drafts
from hub.drafts import queries as writing
from hub.errors import Conflict, Forbidden, Invalid
from hub.goals import actions, choosing, histories, queries, sets, steps
from hub.goals.actions import Wish
from hub.ids import new_id
from hub.items import actions as items
from hub.items import cards
from hub.loops import actions as loops
from hub.reflections import queries as reflections
from hub.slices import Span
from tests.support.school import School, Someone
from tests.support.statements import Statements


def goal_of(someone: Someone, *audience: UUID, **more: Any) -> UUID:
    return someone.does(lambda tx: actions.begin(tx, Wish(**{"title": "Explain the river", "audience": audience, **more})).id)


def page(someone: Someone, goal: UUID) -> queries.GoalPage:
    return someone.reads(queries.page, goal)


def titles(many: Sequence[cards.Card | choosing.Choice]) -> list[str]:
    return [card.title for card in many]


class TestAReflectionEnds:
    def test_in_a_new_goal_that_the_same_people_see(self, school: School) -> None:
        maya, rivera = school.people(maya="student", rivera="teacher of maya")
        item = maya.writes("I talked too much.", school.teachers(), title="Meeting", next_step="Count  to seven")
        led_to = rivera.reads(reflections.page, item).around.led_to
        assert titles(led_to) == ["Count to seven"]
        assert titles(page(rivera, led_to[0].id).around.came_from) == ["Meeting"]
        assert page(maya, led_to[0].id).item.audience.principals == {school.teachers()}

    def test_in_a_step_of_a_goal_that_grows(self, school: School) -> None:
        (maya,) = school.people(maya="student")
        goal = goal_of(maya)
        item = maya.writes("I talked too much.", title="Meeting", next_step="Count to seven", goal=goal)
        assert [step.words for step in page(maya, goal).item.steps] == ["Count to seven"]
        assert [card.id for card in page(maya, goal).around.came_from] == [item]

    def test_once_however_often_it_is_sent(self, school: School) -> None:
        (maya,) = school.people(maya="student")
        goal, sent = goal_of(maya), new_id()
        made = {maya.writes("Hm", next_step="Count", goal=goal, writing=sent) for _ in range(3)}
        assert len(made) == 1
        assert len(page(maya, goal).item.steps) == 1

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"next_step": "x" * 201}, "next_step"),
            ({"next_step": "Count", "goal": new_id()}, "goal"),
            ({"about": new_id()}, "about"),
        ],
    )
    def test_or_nothing_of_it_is_there(self, school: School, more: dict[str, Any], field: str) -> None:
        (maya,) = school.people(maya="student")
        with pytest.raises(Invalid) as refusal:
            maya.writes("Hm", **more)
        assert refusal.value.field == field
        assert maya.reads(lambda tx: cards.counts_of(tx, maya.id)) == {}

    def test_not_in_a_goal_of_somebody_else_nor_in_one_that_has_ended(self, school: School) -> None:
        maya, rivera = school.people(maya="student", rivera="teacher of maya")
        theirs, over = goal_of(maya, school.teachers()), goal_of(rivera)
        rivera.does(actions.bring_to_an_end, over, "reached", "")
        for goal in (theirs, over):
            with pytest.raises(Invalid) as refusal:
                rivera.writes("Hm", next_step="Count", goal=goal)
            assert refusal.value.field == "goal"
        with pytest.raises(Invalid) as refusal:
            rivera.writes("Hm", about=theirs)
        assert refusal.value.field == "about"
        assert rivera.reads(lambda tx: cards.counts_of(tx, rivera.id)) == {"goal": 1}

    def test_and_says_what_it_looks_back_on_to_who_sees_both(self, school: School) -> None:
        maya, rivera = school.people(maya="student", rivera="teacher of maya")
        goal = goal_of(maya, school.teachers())
        hers, shared = maya.writes("Mine", title="Mine", about=goal), maya.writes("Ours", school.teachers(), title="Ours", about=goal)
        assert titles(page(maya, goal).around.reflections) == ["Mine", "Ours"]
        assert titles(page(rivera, goal).around.reflections) == ["Ours"]
        assert titles(maya.reads(reflections.page, hers).around.about) == ["Explain the river"]
        maya.does(items.share, goal, [])
        assert rivera.reads(reflections.page, shared).around.about == []

    def test_and_its_draft_keeps_the_next_step_and_what_it_is_about(self, school: School) -> None:
        (maya,) = school.people(maya="student")
        goal = goal_of(maya)
        maya.does(drafts.save, "reflection/new", new_id(), 0, {"about": str(goal), "next_step": "Count"})
        sheet = maya.reads(reflections.sheet)
        assert sheet.about is not None
        assert (sheet.about.id, sheet.desk.words["next_step"], titles(sheet.goals)) == (goal, "Count", ["Explain the river"])


class TestHelp:
    def test_is_waited_for_until_staff_answer_and_wished_for_until_its_owner_says_so(self, school: School) -> None:
        maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
        goal = goal_of(maya, school.teachers(), maya.family)
        maya.does(actions.ask_for_help, goal, "Whom could I ask?")
        chidi.says(goal, "Ask Nana")
        assert page(rivera, goal).item.waiting_since, "A father's answer is not the one that is waited for."
        rivera.says(goal, "Ask at the harbour")
        assert page(rivera, goal).item.waiting_since is None
        assert page(maya, goal).item.help_since, "An answer is not yet help."
        maya.says(goal, "They were closed")
        assert page(rivera, goal).item.waiting_since
        maya.does(actions.got_help, goal)
        seen = page(rivera, goal).item
        assert (seen.help_since, seen.help_words) == (None, "")
        assert seen.waiting_since, "What she wrote since the answer still waits."
        rivera.says(goal, "Try on Monday")
        assert page(rivera, goal).item.waiting_since is None

    def test_asked_twice_in_the_same_words_waits_since_the_first(self, school: School) -> None:
        maya, _rivera = school.people(maya="student", rivera="teacher of maya")
        goal = goal_of(maya, school.teachers())
        since = [maya.does(actions.ask_for_help, goal, words).waiting_since for words in ("A", "A", "B")]
        assert len(set(since)) == 1
        assert page(maya, goal).item.help_words == "B"

    def test_asked_for_in_another_window_is_not_overwritten_unseen(self, school: School) -> None:
        maya, _rivera = school.people(maya="student", rivera="teacher of maya")
        goal = goal_of(maya, school.teachers())
        maya.does(actions.ask_for_help, goal, "A", None, "")
        with pytest.raises(Conflict):
            maya.does(actions.ask_for_help, goal, "B", None, "")
        assert page(maya, goal).item.help_words == "A"
        maya.does(actions.ask_for_help, goal, "A", None, "")
        maya.does(actions.ask_for_help, goal, "B\r\nC", None, " A\r\n")
        maya.does(actions.ask_for_help, goal, "B", None, "B\nC")
        assert page(maya, goal).item.help_words == "B"
        maya.does(actions.got_help, goal)
        maya.does(actions.ask_for_help, goal, "C", None, "B")
        assert page(maya, goal).item.help_words == "C", "Nothing stood there any more that it could have overwritten."

    def test_waits_again_with_what_comes_back_and_not_with_what_has_ended(self, school: School) -> None:
        maya, rivera = school.people(maya="student", rivera="teacher of maya")
        goal = goal_of(maya, school.teachers())
        maya.does(actions.ask_for_help, goal, "Help")
        maya.does(items.withdraw, goal)
        assert (page(rivera, goal).item.waiting_since, page(rivera, goal).item.help_since) == (None, None)
        maya.does(items.put_back, goal)
        assert page(rivera, goal).item.waiting_since
        maya.does(items.share, goal, [])
        assert page(maya, goal).item.waiting_since is None
        maya.does(items.share, goal, [school.teachers()])
        assert page(rivera, goal).item.waiting_since
        maya.does(actions.bring_to_an_end, goal, "reached", "")
        with pytest.raises(Conflict, match="come to its end"):
            maya.does(actions.ask_for_help, goal, "From a page that was open still")
        assert (page(rivera, goal).item.waiting_since, page(rivera, goal).item.help_since) == (None, None)

    def test_that_is_no_longer_needed_ends_no_other_wait(self, school: School) -> None:
        maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
        goal = goal_of(maya, school.teachers(), maya.family)
        for whom, waits in ((rivera, True), (chidi, False)):
            maya.does(actions.ask_for_help, goal, "Help")
            request = maya.does(lambda tx, id_: loops.ask(tx, loops.Ask(item=goal, people=(id_,), question="Is it clear?")).id, whom.id)
            maya.does(actions.got_help, goal)
            assert (page(rivera, goal).item.waiting_since is not None) == waits
            maya.does(loops.withdraw_request, request)
            assert page(rivera, goal).item.waiting_since is None

    def test_is_not_asked_where_nobody_could_see_it(self, school: School) -> None:
        maya, _rivera = school.people(maya="student", rivera="teacher of maya")
        goal = goal_of(maya, school.teachers())
        maya.does(items.withdraw, goal)
        with pytest.raises(Conflict, match="Nobody else can see this"):
            maya.does(actions.ask_for_help, goal, "Help")
        maya.does(items.delete, goal)
        for act in (lambda tx: actions.ask_for_help(tx, goal, "Help"), lambda tx: actions.check_in(tx, goal, 3)):
            with pytest.raises(Conflict, match="deleted"):
                maya.does(act)

    def test_is_asked_by_its_owner_alone(self, school: School) -> None:
        maya, rivera = school.people(maya="student", rivera="teacher of maya")
        goal = goal_of(maya, school.teachers())
        for act in (lambda tx: actions.ask_for_help(tx, goal, ""), lambda tx: actions.got_help(tx, goal)):
            with pytest.raises(Forbidden):
                rivera.does(act)


def test_a_goal_that_has_ended_takes_no_more_steps(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya)
    maya.does(actions.bring_to_an_end, goal, "reached", "")
    with pytest.raises(Conflict):
        maya.does(steps.add, goal, "One more")


def test_a_goal_is_not_evidence(school: School) -> None:
    (maya,) = school.people(maya="student")
    with pytest.raises(Invalid) as refusal:
        maya.does(actions.show_by, goal_of(maya), goal_of(maya))
    assert refusal.value.field == "link"


def test_a_teacher_has_goals_of_her_own(school: School) -> None:
    rivera, boateng, maya = school.people(rivera="teacher of 7B", boateng="teacher of 7B", maya="student of 7B")
    goal = goal_of(rivera, school.teachers())
    rivera.does(actions.ask_for_help, goal, "Sit in with me")
    assert page(boateng, goal).item.help_words == "Sit in with me"
    assert not maya.sees(goal)


def test_what_goals_cost_does_not_depend_on_how_much_there_is(
    school: School, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    made: list[UUID] = []

    def more(tx: Tx, number: int) -> None:
        while len(made) < number:
            wish = Wish(title="Again", audience=(teachers,), steps=("One", "Two"), supports=made[0] if made else None)
            made.append(actions.begin(tx, wish).id)
            actions.check_in(tx, made[0], 3, "Hm")
            if len(made) > 1:
                actions.change(tx, made[0], Wish(title=f"Again {len(made)}"), len(made) - 1)
            if len(made) <= steps.STEPS // 2:
                steps.add(tx, made[0], "And one")

    def costs(number: int) -> dict[str, int]:
        maya.does(more, number)
        for _ in range(2):
            item = maya.writes("Hm", teachers, about=made[0])
            maya.does(actions.show_by, made[0], item)
        asked: dict[str, tuple[Someone, Callable[[Tx], object]]] = {
            "page": (maya, lambda tx: queries.page(tx, made[0])),
            "page of another": (rivera, lambda tx: queries.page(tx, made[0])),
            "of people": (rivera, lambda tx: sets.by_owner(tx, [maya.id], Span(100))),
            "history": (maya, lambda tx: histories.history(tx, made[0])),
            "histories": (maya, lambda tx: histories.histories(tx, made)),
            "sheet": (maya, queries.sheet),
            "sheet of a reflection": (maya, reflections.sheet),
            "reflection": (rivera, lambda tx: reflections.page(tx, item)),
            "drafts": (maya, writing.unfinished),
        }
        found = {}
        for name, (who, query) in asked.items():
            with statements() as seen:
                who.reads(query)
            found[name] = seen.count
        return found

    teachers = school.teachers()
    at_five = costs(5)
    assert costs(20) == at_five
    assert costs(100) == at_five
    assert max(at_five.values()) <= 36, at_five
