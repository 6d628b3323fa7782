"""Feedback by form: what stands in the boxes is kept, can be read whole, and can be changed."""

from uuid import UUID

import pytest

from hub.drafts import actions as drafts
from hub.errors import Invalid, NotFound
from hub.feedback import actions, box, histories
from hub.feedback.actions import Answer
from hub.feedback.models import FormKind
from hub.goals import actions as goals
from hub.goals.actions import Wish
from hub.ids import new_id
from hub.rubrics import actions as rubrics
from hub.rubrics import queries as criteria
from hub.rubrics.actions import Criteria
from tests.support.school import School, Someone

Two = tuple[Someone, Someone]


def two(school: School) -> Two:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    return maya, rivera


def fills(someone: Someone, item: UUID, form: FormKind, source: str = "", **parts: str) -> UUID:
    keyed = {key.replace("_", "-"): words for key, words in parts.items()}
    return someone.does(lambda tx: actions.add_message(tx, item, Answer(form=form, parts=keyed, criteria=source)).id)


@pytest.mark.parametrize(("form", "key", "label"), [("tag", "give", "A suggestion"), ("stars", "wish", "A wish")])
def test_a_form_is_kept_by_its_boxes_and_as_one_text(school: School, form: FormKind, key: str, label: str) -> None:
    maya, rivera = two(school)
    item = maya.writes("…", school.teachers())
    fills(rivera, item, form, **{key: "Take a *third* jar", "ask" if form == "tag" else "star1": " "})
    (said,) = maya.thread(item).messages
    assert (said.form, [(part.key, part.label, part.words) for part in said.parts]) == (form, [(key, label, "Take a *third* jar")])
    assert said.words == f"**{label}**\n\nTake a *third* jar"


def test_a_rubric_is_kept_with_its_criteria_as_they_stood(school: School) -> None:
    maya, rivera = two(school)
    item = maya.writes("…", school.teachers())
    rubric = rivera.does(lambda tx: rubrics.write_rubric(tx, Criteria("Explaining", ("Clear", "Numbers"))).id)
    began = rivera.reads(criteria.offered)[0]
    rivera.does(rubrics.change_rubric, rubric, Criteria("Explaining", ("Other",)), 1)
    message = fills(rivera, item, "rubric", str(began.id), growth_1="A date", strength_1="38 cm")
    (said,) = maya.thread(item).messages
    assert [(row.criterion, row.growth.words, row.strength.words) for row in said.rows] == [("Numbers", "A date", "38 cm")]
    assert said.rubric
    assert (said.rubric.number, said.rubric.current, said.criteria_changed) == (1, False, True)
    assert said.words == "**Numbers: Still grows**\n\nA date\n\n**Numbers: Strong**\n\n38 cm"
    assert rivera.reads(box.changed_since, message, str(began.id)), "It is said that it was changed meanwhile."


def test_a_goals_own_criteria_are_a_rubric_as_they_stood(school: School) -> None:
    maya, rivera = two(school)
    wish = Wish(title="Explain", criteria=("In five minutes", "Three numbers"), audience=(school.teachers(),))
    goal = maya.does(lambda tx: goals.begin(tx, wish).id)
    source = rivera.reads(box.box, goal, None, "rubric").form.source
    assert source
    assert (source.key, source.criteria) == ("goal", ["In five minutes", "Three numbers"])
    maya.does(goals.change, goal, Wish(title="Explain", criteria=("In four",)), 1)
    message = fills(rivera, goal, "rubric", source.stands, growth_0="Still seven")
    (said,) = maya.thread(goal).messages
    assert ([row.criterion for row in said.rows], said.criteria_changed) == (["In five minutes"], True)
    fills(rivera, goal, "rubric", "goal:2", growth_0="Six")
    assert [(said.rows[0].criterion, said.criteria_changed) for said in maya.thread(goal).messages] == [
        ("In five minutes", True),
        ("In four", False),
    ]
    maya.does(goals.change, goal, Wish(title="Explain", criteria=("In five minutes", "Three numbers")), 2)
    assert [said.criteria_changed for said in maya.thread(goal).messages] == [False, True], "They read again as they did."
    assert rivera.reads(box.changed_since, message, source.stands)


@pytest.mark.parametrize(
    ("form", "parts", "source"),
    [
        ("tag", {}, ""),
        ("tag", {"tell": " \n"}, ""),
        ("tag", {"wish": "Of another form"}, ""),
        ("stars", {"wish": "x" * 20_001}, ""),
        ("rubric", {"growth-0": "No criteria"}, ""),
        ("rubric", {"growth-0": "No criteria"}, "nonsense"),
    ],
)
def test_what_cannot_be_a_form_is_refused_and_leaves_nothing(
    small_school: School, form: FormKind, parts: dict[str, str], source: str
) -> None:
    maya, rivera = two(small_school)
    item = maya.writes("…", small_school.teachers())
    with pytest.raises(Invalid):
        rivera.does(lambda tx: actions.add_message(tx, item, Answer(form=form, parts=parts, criteria=source)))
    assert maya.hears(item) == []


@pytest.mark.parametrize(
    "source",
    ["01a202a4-56b6-7786-ae11-5c37cce25377", "goal:1", "goal:9999999999", pytest.param("goal:" + "9" * 5_000, id="long"), "goal:x"],
)
def test_criteria_that_are_not_there_are_not_found(small_school: School, source: str) -> None:
    maya, rivera = two(small_school)
    item = maya.writes("…", small_school.teachers())
    with pytest.raises(NotFound):
        fills(rivera, item, "rubric", source, growth_0="Hm")


def test_changing_a_form_keeps_how_it_was_and_what_it_is(school: School) -> None:
    maya, rivera = two(school)
    item = maya.writes("…", school.teachers())
    message = fills(rivera, item, "tag", tell="One", ask="Two?")
    with pytest.raises(Invalid, match="is a form"):
        rivera.does(actions.edit_message, message, "Words", 1)
    with pytest.raises(Invalid):
        rivera.does(lambda tx: actions.edit_message(tx, message, "", 1, parts={}))
    rivera.does(lambda tx: actions.edit_message(tx, message, "", 1, parts={"tell": "One", "give": "Three"}))
    (said,) = maya.thread(item).messages
    assert [part.key for part in said.parts] == ["tell", "give"]
    (before,) = maya.reads(lambda tx: histories.histories(tx, [message])[message])
    assert before.parts == {"tell": "One", "ask": "Two?"}


def test_taken_back_a_form_says_nothing_more(small_school: School) -> None:
    maya, rivera = two(small_school)
    item = maya.writes("…", small_school.teachers())
    rivera.does(actions.withdraw_message, fills(rivera, item, "tag", tell="One"))
    (said,) = maya.thread(item).messages
    assert (said.words, said.parts, said.rows) == (None, [], [])


def test_each_form_has_a_draft_of_its_own_and_a_rubric_goes_on_as_it_was_begun(small_school: School) -> None:
    maya, rivera = two(small_school)
    item = maya.writes("…", small_school.teachers())
    rubric = rivera.does(lambda tx: rubrics.write_rubric(tx, Criteria("Explaining", ("Clear",))).id)
    began = rivera.reads(box.box, item, None, "rubric")
    assert began.form.source
    stands = began.form.source.stands
    for form, source, words in (
        ("free", "", {"words": "Hello"}),
        ("tag", "", {"part-tell": "The jars"}),
        ("rubric", began.form.source.key, {"part-growth-0": "Shorter", "criteria": stands}),
    ):
        rivera.does(drafts.save, box.place_of(item, form, source), new_id(), 0, words)  # type: ignore[arg-type]
    rivera.does(rubrics.change_rubric, rubric, Criteria("Explaining", ("Other",)), 1)
    assert rivera.reads(box.box, item, None).desk.words == {"words": "Hello"}
    assert rivera.reads(box.box, item, None, "tag").form.boxes[0].words == "The jars"
    again = rivera.reads(box.box, item, None, "rubric").form
    assert again.source
    assert (again.source.stands, again.source.newer, again.rows[0].criterion, again.rows[0].growth.words) == (
        stands,
        True,
        "Clear",
        "Shorter",
    )
