"""A loop closes only when the learner says what became of it, why, and where it can be seen."""

from uuid import UUID

import pytest

from hub.artifacts import actions as artifacts
from hub.artifacts.actions import Made, Stand
from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.feedback import actions as feedback
from hub.feedback import sets as together
from hub.feedback.actions import Answer
from hub.feedback.shown import Responded
from hub.goals import actions as goals
from hub.items import actions as items
from hub.loops import actions, queries
from hub.safeguarding import actions as safe
from hub.slices import Span
from tests.loops.test_requests import asks, family
from tests.support.school import School, Someone


def answers(someone: Someone, item: UUID, **parts: str) -> UUID:
    """In the boxes of TAG."""
    return someone.does(lambda tx: feedback.add_message(tx, item, Answer(form="tag", parts=parts)).id)


def mine(someone: Someone) -> list[UUID]:
    return [one.said.id for one in someone.reads(queries.open_loops)]


def theirs(someone: Someone) -> list[UUID]:
    return [one.said.id for one in someone.reads(queries.given_part, Span())[1]]


def responds(someone: Someone, message: UUID, outcome: str = "adopted", why: str = "It is clearer", **more: object) -> None:
    someone.does(lambda tx: actions.respond(tx, message, outcome, why, **more))  # type: ignore[arg-type]


def test_a_form_and_an_answer_to_a_request_open_a_loop_and_a_chat_does_not(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    rivera.says(item, "Hello")
    tag = answers(rivera, item, tell="The two jars", ask="Where was it?")
    asks(maya, item, chidi)
    free = chidi.says(item, "Nana liked it.")
    chidi.says(item, "And I.")
    answers(maya, item, tell="My own")
    assert mine(maya) == [tag, free]
    assert theirs(rivera) == [tag]
    assert theirs(chidi) == [free]


def test_it_closes_for_both_with_what_became_of_it(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    tag = answers(rivera, item, give="Take a third jar")
    responds(maya, tag, "adapted", "I took two more")
    assert (mine(maya), theirs(rivera)) == ([], [])
    told = rivera.thread(item).messages[0].response
    assert told
    assert (told.outcome, told.why, told.version, told.changed) == ("adapted", "I took two more", 1, None)


def test_of_many_messages_the_same_is_known_as_in_their_thread(school: School) -> None:
    maya, rivera, chidi, _ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    tag = answers(rivera, item, tell="The two jars")
    gone = answers(rivera, item, give="Nothing, really")
    for message in (tag, gone):
        responds(maya, message)
    rivera.does(feedback.withdraw_message, gone)
    asks(maya, item, chidi)
    free = chidi.says(item, "Nana liked it.")

    def look(tx: Tx) -> tuple[frozenset[UUID], dict[UUID, Responded]]:
        said = together.by_ids(tx, [tag, gone, free]).values()
        return together.asked_for(tx, said), together.responses(tx, said)

    for reader in (maya, rivera, chidi):
        shown = reader.thread(item).messages
        asked_for, became = reader.reads(look)
        assert asked_for == {one.id for one in shown if one.asked_for}
        assert became == {one.id: one.response for one in shown if one.response}
    asked_for, became = maya.reads(look)
    assert (asked_for, set(became)) == (frozenset({free}), {tag})


def test_it_can_be_said_anew_while_the_work_goes_on(school: School) -> None:
    maya, rivera, *_ = family(school)
    wish = goals.Wish(title="Explain", audience=(school.teachers(),))
    goal = maya.does(lambda tx: goals.begin(tx, wish).id)
    tag = answers(rivera, goal, give="Say it shorter")
    responds(maya, tag, "declined", "I need the words", version=1)
    first = rivera.thread(goal).messages[0].response
    assert first
    assert first.version is None, "What was left is in no version."
    maya.does(goals.change, goal, goals.Wish(title="Explain in a line"), 1)
    responds(maya, tag, "adopted", "You were right", version=2)
    again = rivera.thread(goal).messages[0].response
    assert again
    assert (again.outcome, again.version) == ("adopted", 2)
    assert again.changed is not None


@pytest.mark.parametrize(
    ("why", "version", "field"), [(" ", None, "why"), ("x" * 2001, None, "why"), ("Yes", 2, "version"), ("Yes", -1, "version")]
)
def test_what_cannot_be_says_where_and_leaves_the_loop_open(small_school: School, why: str, version: int | None, field: str) -> None:
    maya, rivera, *_ = family(small_school)
    item = maya.writes("…", small_school.teachers())
    tag = answers(rivera, item, give="Take a third jar")
    with pytest.raises(Invalid) as refusal:
        responds(maya, tag, why=why, version=version)
    assert refusal.value.field == field
    assert mine(maya) == [tag]


def test_words_that_were_taken_back_or_hidden_are_not_answered(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    gone, hidden = answers(rivera, item, tell="One"), answers(rivera, item, tell="Two")
    rivera.does(feedback.withdraw_message, gone)
    rivera.does(safe.hide_message, hidden, "A mistake")
    for message in (gone, hidden):
        with pytest.raises(Conflict, match="taken back meanwhile"):
            responds(maya, message)
        with pytest.raises(NotFound):
            maya.reads(queries.respond_page, message)
    assert mine(maya) == []


def test_what_became_of_words_that_are_taken_back_later_is_not_told_any_more(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    tag = answers(rivera, item, tell="One")
    responds(maya, tag)
    rivera.does(feedback.withdraw_message, tag)
    assert maya.thread(item).messages[0].response is None


def test_about_deleted_work_nothing_is_said(school: School) -> None:
    maya, rivera, *_ = family(school)
    item = maya.writes("…", school.teachers())
    tag = answers(rivera, item, tell="One")
    maya.does(items.delete, item)
    with pytest.raises(Conflict, match="Bring it back"):
        responds(maya, tag)
    assert (mine(maya), theirs(rivera)) == ([], [])


def test_only_the_learner_says_it_and_never_of_their_own_words(school: School) -> None:
    maya, rivera, chidi, ada = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    tag, his, own = answers(rivera, item, tell="One"), answers(chidi, item, tell="Two"), maya.says(item, "Three")
    for someone, message in ((rivera, tag), (chidi, tag), (maya, own)):
        with pytest.raises(Forbidden):
            responds(someone, message)
    with pytest.raises(NotFound):
        responds(ada, his)
    responds(maya, his)
    assert ada.thread(item).messages[0].id == tag, "Of his she learns neither words nor answer."


def test_what_no_version_shows_yet_is_not_said_to_be_in_the_one_it_was_about(school: School) -> None:
    maya, rivera, *_ = family(school)
    teachers = (school.teachers(),)
    work = maya.does(lambda tx: artifacts.add(tx, Made(title="Letter", stand=Stand(words="One"), audience=teachers)).id)
    maya.does(artifacts.add_version, work, Stand(words="Two"), 1)
    tag = answers(rivera, work, give="Add a number")
    assert not maya.reads(queries.respond_page, tag).grown
    responds(maya, tag, version=0)
    assert maya.reads(queries.respond_page, tag).desk.words["version"] == "0"
    told = rivera.thread(work).messages[0].response
    assert told
    assert (told.outcome, told.version) == ("adopted", None)

    maya.does(artifacts.add_version, work, Stand(words="Three"), 2)
    assert maya.reads(queries.respond_page, tag).grown
    responds(maya, tag, version=3)
    told = rivera.thread(work).messages[0].response
    assert told
    assert told.version == 3
