"""What could come next, among what was merely said; and how little of that is read."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from hub.artifacts import actions as artifacts
from hub.artifacts.actions import Made, Stand
from hub.feedback import actions as feedback
from hub.loops import actions as loops
from hub.loops.queries import open_loops
from hub.vine import queries
from hub.words import opening
from tests.support.school import School, Someone
from tests.support.statements import Statements

Count = Callable[[], AbstractContextManager[Statements]]


def letter(maya: Someone, *audience: UUID) -> UUID:
    return maya.does(lambda tx: artifacts.add(tx, Made(title="A letter", stand=Stand(words="Dear all"), audience=audience)).id)


def following(maya: Someone, item: UUID) -> str | None:
    last = maya.reads(lambda tx: queries.one(tx, item)).entries[-1]
    return last.title if last.kind == "next" else None


def test_a_remark_that_nobody_asked_for_asks_for_nothing(school: School) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    item = letter(maya, school.teachers(), maya.family)
    maya.does(loops.ask, loops.Ask(item=item, people=(rivera.id,)))
    chidi.says(item, "Lovely!")
    assert following(maya, item) == "Look back on it"
    answer = rivera.says(item, "Who reads it?")
    assert following(maya, item) == "Tell Ms Rivera what you did with the feedback"
    maya.does(loops.respond, answer, "adopted", "She is right")
    rivera.says(item, "Thank you")
    assert following(maya, item) == "Add the next version"
    assert maya.reads(open_loops) == []


def test_a_form_waits_for_an_answer_on_the_vine_as_among_the_open_loops(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = letter(maya, school.teachers())
    rivera.does(lambda tx: feedback.add_message(tx, item, feedback.Answer(form="tag", parts={"tell": "The opening pulls me in."})).id)
    assert following(maya, item) == "Tell Ms Rivera what you did with the feedback"
    assert len(maya.reads(open_loops)) == 1


def test_of_long_words_and_many_only_what_is_shown_is_read(school: School, statements: Count) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    item = letter(maya, school.teachers())
    long = "It carries further than you think. " * 500
    for n in range(queries.EACH):
        (rivera if n % 2 else boateng).says(item, f"{n}")  # Nobody alone may say so much within a minute.
    rivera.says(item, long)
    with statements() as seen:
        told = maya.reads(lambda tx: queries.one(tx, item)).entries
    said = [entry.words for entry in told if entry.step == "feedback"]
    assert said == [*(f"{n}" for n in range(1, queries.EACH)), opening(long, queries.LINE)]
    assert any("substr(message.words" in text for text in seen.texts), seen
