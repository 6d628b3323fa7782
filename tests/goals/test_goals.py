"""Goals as plain functions: begun, changed, stepped through, looked at, brought to an end, on both databases."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest

from hub.clock import now
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.goals import actions, choosing, histories, queries, steps
from hub.goals.actions import Wish
from hub.ids import new_id
from hub.items import actions as items
from hub.items import links
from tests.support import many
from tests.support.school import School, Someone


def goal_of(someone: Someone, *audience: UUID, **more: object) -> UUID:
    wish = Wish(**{"title": "Explain the river to the council", "audience": audience, **more})  # type: ignore[arg-type]
    return someone.does(lambda tx: actions.begin(tx, wish).id)


def shown(someone: Someone, goal: UUID) -> queries.Shown:
    return someone.reads(lambda tx: queries.page(tx, goal).item)


def test_a_wish_alone_is_a_goal_and_only_its_owner_sees_it(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya)
    assert shown(maya, goal).audience.private
    with pytest.raises(NotFound):
        shown(rivera, goal)


def test_a_goal_keeps_its_plan_its_criteria_and_its_steps_in_order(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(
        maya,
        outcome="They listen",
        obstacle="I talk too fast",
        plan="If I notice it, then I breathe",
        criteria=("They ask something", " ", "I finish in five minutes"),
        steps=("Write three sentences", "", "Say them to Jonas"),
    )
    seen = shown(maya, goal)
    assert (seen.outcome, seen.obstacle, seen.plan) == ("They listen", "I talk too fast", "If I notice it, then I breathe")
    assert seen.criteria == ["They ask something", "I finish in five minutes"]
    assert [step.words for step in seen.steps] == ["Write three sentences", "Say them to Jonas"]
    assert seen.opening == "They listen"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish(title="  "), "title"),
        (Wish(title="x" * 201), "title"),
        (Wish(title="x", outcome="y" * 5001), "outcome"),
        (Wish(title="x", criteria=tuple("abcdefghijklm")), "criteria"),
        (Wish(title="x", steps=tuple(str(n) for n in range(51))), "steps"),
        (Wish(title="x", steps=("z" * 301,)), "steps"),
        (Wish(title="x", audience=(new_id(),)), "audience"),
    ],
)
def test_what_cannot_be_a_goal_says_where_and_leaves_nothing(small_school: School, wish: Wish, field: str) -> None:
    (maya,) = small_school.people(maya="student")
    with pytest.raises(Invalid) as refusal:
        maya.does(lambda tx: actions.begin(tx, wish))
    assert refusal.value.field == field
    assert maya.reads(choosing.growing) == []


def test_sending_the_same_writing_twice_makes_one_goal(school: School) -> None:
    (maya,) = school.people(maya="student")
    writing = new_id()
    assert goal_of(maya, writing=writing) == goal_of(maya, writing=writing)
    assert len(maya.reads(choosing.growing)) == 1


def test_a_step_is_ticked_and_unticked_and_only_by_its_owner(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers(), steps=("One", "Two"))
    one = shown(maya, goal).steps[0]
    maya.does(steps.tick, one.id, True)
    maya.does(steps.tick, one.id, True)
    assert (shown(rivera, goal).steps_done, shown(rivera, goal).next_step and shown(rivera, goal).next_step.words) == (1, "Two")  # type: ignore[union-attr]
    with pytest.raises(Forbidden):
        rivera.does(steps.tick, one.id, False)
    maya.does(steps.tick, one.id, False)
    assert shown(maya, goal).steps_done == 0


def test_steps_are_added_at_the_end_and_taken_away(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya, steps=("One",))
    maya.does(steps.add, goal, "Two")
    maya.does(steps.take_away, shown(maya, goal).steps[0].id)
    maya.does(steps.add, goal, "Three")
    assert [step.words for step in shown(maya, goal).steps] == ["Two", "Three"]
    with pytest.raises(Invalid):
        maya.does(steps.add, goal, " ")


def test_after_very_many_check_ins_the_next_goal_begins(small_school: School) -> None:
    (maya,) = small_school.people(maya="student")
    goal = maya.does(lambda tx: actions.begin(tx, Wish(title="Swim")).id)
    maya.does(many.check_ins, [goal] * (actions.CHECK_INS - 1))
    maya.does(actions.check_in, goal, 4, "Again")
    with pytest.raises(Invalid, match="500 times"):
        maya.does(actions.check_in, goal, 4, "Once more")
    assert len(shown(maya, goal).check_ins) == actions.CHECK_INS


def test_check_ins_are_told_in_order_and_drawn(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya)
    for days, sure in ((3, 2), (2, 3), (1, 5)):
        maya.clock = now() - timedelta(days=days)
        maya.does(actions.check_in, goal, sure, f"{sure} of 5")
    maya.clock = None
    seen = shown(maya, goal)
    assert [look.confidence for look in seen.check_ins] == [2, 3, 5]
    assert [mark.x for mark in seen.plot.marks] == [8.0, 160.0, 312.0]
    assert [mark.y for mark in seen.plot.marks] == [68.0, 48.0, 8.0]


@pytest.mark.parametrize("sure", [-1, 0, 6, 10**9])
def test_a_check_in_is_from_one_to_five(small_school: School, sure: int) -> None:
    (maya,) = small_school.people(maya="student")
    goal = goal_of(maya)
    with pytest.raises(Invalid, match="1 to 5"):
        maya.does(actions.check_in, goal, sure)


def test_a_check_in_is_of_today_whatever_a_device_thinks(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya)
    before = now()
    maya.does(actions.check_in, goal, 4)
    assert before <= shown(maya, goal).check_ins[0].at <= now()


def test_asking_for_help_puts_it_on_the_teachers_list_and_taking_it_back_takes_it_off(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers())
    assert shown(rivera, goal).waiting_since is None, "Sharing a goal asks for nothing."
    maya.does(actions.ask_for_help, goal, "I don't know whom to write to.")
    seen = shown(rivera, goal)
    assert seen.waiting_since is not None
    assert seen.help_words == "I don't know whom to write to."
    maya.does(actions.got_help, goal)
    assert (shown(rivera, goal).waiting_since, shown(rivera, goal).help_since) == (None, None)


def test_help_is_asked_of_somebody_who_can_see_it(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya)
    with pytest.raises(Invalid, match="Share this goal with a teacher"):
        maya.does(actions.ask_for_help, goal, "")


def test_a_family_sees_a_goal_and_not_that_help_was_asked_of_the_teacher(school: School) -> None:
    maya, _rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    goal = goal_of(maya, school.teachers(), maya.family)
    maya.does(actions.ask_for_help, goal, "Help")
    assert (shown(chidi, goal).help_since, shown(chidi, goal).help_words) == (None, "")


def test_a_goal_comes_to_its_end_with_a_word_why_and_may_grow_again(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal = goal_of(maya)
    for progress in ("changed", "let_go"):
        with pytest.raises(Invalid, match="why"):
            maya.does(actions.bring_to_an_end, goal, progress, " ")
    maya.does(actions.bring_to_an_end, goal, "let_go", "The river is too far.")
    assert (shown(maya, goal).progress, shown(maya, goal).why) == ("let_go", "The river is too far.")
    with pytest.raises(Conflict):
        maya.does(actions.check_in, goal, 3)
    maya.does(actions.bring_to_an_end, goal, "growing", "")
    assert shown(maya, goal).ended is None
    maya.does(actions.check_in, goal, 3)


def test_the_word_why_outlives_growing_again_and_said_anew_ends_it_no_second_time(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers())
    maya.does(actions.bring_to_an_end, goal, "let_go", "The river is too far.")
    ended = shown(maya, goal).ended
    maya.does(actions.bring_to_an_end, goal, "let_go", "It is too far and too cold.")
    assert (shown(maya, goal).ended, shown(maya, goal).why) == (ended, "It is too far and too cold.")
    maya.does(actions.bring_to_an_end, goal, "growing", "")
    seen = shown(rivera, goal)
    assert (seen.progress, seen.why, seen.ended) == ("growing", "", None)
    _now, (before, *_) = rivera.reads(histories.history, goal)
    assert [(one.words["progress"], one.words["why"]) for one in before] == [
        ("let_go", "The river is too far."),
        ("let_go", "It is too far and too cold."),
    ]
    told = [(one.title, one.words) for one in rivera.reads(queries.page, goal).vine.entries if one.step == "ended"]
    assert told == [("Let go", "It is too far and too cold.")], "The vine still tells that it was let go, and why."
    maya.does(actions.bring_to_an_end, goal, "growing", "A bridge was built.")
    assert shown(rivera, goal).why == "A bridge was built."
    maya.clock = now() + timedelta(days=1)
    maya.does(actions.bring_to_an_end, goal, "reached", "")
    _now, (again, *_) = rivera.reads(histories.history, goal)
    assert [(one.words["progress"], one.words["why"]) for one in again][-1] == ("growing", "A bridge was built.")
    ends = [one for one in rivera.reads(queries.page, goal).vine.entries if one.step == "ended"]
    assert [one.title for one in ends] == ["Let go", "Reached"]
    assert len({one.key for one in ends}) == 2


def test_two_windows_never_overwrite_each_others_day_or_larger_goal(school: School) -> None:
    (maya,) = school.people(maya="student")
    goal, larger = goal_of(maya), goal_of(maya, title="Be heard")
    wish = Wish(title="Explain the river to the council")
    for field, value in (("due", date(2031, 3, 4)), ("supports", larger)):
        stood = shown(maya, goal).version
        maya.does(actions.change, goal, msgspec.structs.replace(wish, **{field: value}), stood)
        with pytest.raises(Conflict):
            maya.does(actions.change, goal, wish, stood)
        stood = shown(maya, goal).version
        maya.does(actions.change, goal, msgspec.structs.replace(wish, **{field: value}), stood)
        assert shown(maya, goal).version == stood, "What changes nothing is no version."


def test_how_a_goal_read_before_is_kept_and_a_stale_change_overwrites_nothing(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, outcome="They listen")
    maya.does(actions.change, goal, Wish(title="Explain the river", outcome="They act"), 1)
    with pytest.raises(Conflict):
        maya.does(actions.change, goal, Wish(title="Other"), 1)
    maya.does(items.share, goal, [school.teachers()])
    now_, (before, *_) = maya.reads(histories.history, goal)
    assert (now_.title, [one.words["outcome"] for one in before]) == ("Explain the river", ["They listen"])
    assert rivera.reads(histories.history, goal)[1].versions == [], "What was changed before it was shared is not hers to read."


def test_evidence_is_linked_by_its_owner_and_seen_by_who_sees_both(school: School) -> None:
    maya, rivera, jonas = school.people(maya="student", rivera="teacher of maya", jonas="student")
    goal = goal_of(maya, school.teachers())
    private, shared = maya.writes("Not for her"), maya.writes("For her", school.teachers())
    for item in (private, shared):
        maya.does(links.link, item, goal, "evidence")
        maya.does(links.link, item, goal, "evidence")
    assert {card.id for card in maya.reads(queries.page, goal).around.evidence} == {private, shared}
    assert {card.id for card in rivera.reads(queries.page, goal).around.evidence} == {shared}
    for someone, error in ((rivera, Forbidden), (jonas, NotFound)):
        with pytest.raises(error):
            someone.does(links.link, shared, goal, "evidence")
    maya.does(links.unlink, shared, goal, "evidence")
    assert rivera.reads(queries.page, goal).around.evidence == []


def test_a_goal_is_part_of_a_larger_one_and_never_of_itself(school: School) -> None:
    (maya,) = school.people(maya="student")
    large = goal_of(maya, title="Save the river")
    small = goal_of(maya, supports=large)
    assert [card.title for card in maya.reads(queries.page, large).around.supported_by] == ["Explain the river to the council"]
    assert [card.title for card in maya.reads(queries.page, small).around.supports] == ["Save the river"]
    for source, target in ((large, large), (large, small)):
        with pytest.raises(Invalid):
            maya.does(links.link, source, target, "supports")


def test_a_goal_that_was_taken_back_says_nothing_more(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    goal = goal_of(maya, school.teachers(), outcome="They listen", steps=("One",))
    maya.does(actions.check_in, goal, 3, "Hm")
    maya.does(items.withdraw, goal)
    seen = shown(rivera, goal)
    assert (seen.title, seen.opening, seen.outcome, seen.steps, seen.check_ins) == ("Taken back", "", "", [], [])
    assert shown(maya, goal).outcome == "They listen"
