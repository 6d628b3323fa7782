"""What is pinned above the talk of a room: by whom, for whom, and for how long."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest

from hub.clock import now
from hub.errors import Conflict, Forbidden, NotFound, TooMany
from hub.events import Told
from hub.feedback import actions as feedback
from hub.feedback import live
from hub.feedback.models import MessageGrant
from hub.identity import limits
from hub.ids import new_id
from hub.mentors.queries import group_of
from hub.rooms import pins
from hub.rooms import queries as rooms
from hub.safeguarding import actions as safe
from hub.safeguarding import pausing
from hub.web.rendering import environment
from tests.mentors.helpers import Garden
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.support.statements import Statements
from tests.teams.test_teams import room_of, team_of


class Bees:
    """A team of two with its teacher, and a room in which Jonas said where they meet."""

    def __init__(self, school: School) -> None:
        self.maya, self.jonas, self.elsa, self.rivera = school.people(
            maya="student", jonas="student", elsa="student", rivera="teacher of maya"
        )
        self.project = project_of(self.rivera, class_of(school))
        self.room = room_of(self.maya, team_of(self.rivera, self.project, "Bees", self.maya, self.jonas))
        self.said = self.jonas.says(self.room, "We meet at four.")


@pytest.fixture
def bees(school: School) -> Bees:
    return Bees(school)


def pinned(someone: Someone, room: UUID) -> list[tuple[str, str]]:
    return [(one.excerpt, one.by.called) for one in someone.reads(rooms.page, room).pins]


def test_what_a_member_pins_stands_above_the_talk_of_all_and_whoever_is_in_it_takes_it_down(bees: Bees) -> None:
    for _window in range(2):
        bees.maya.does(pins.pin, bees.said)
    for someone in (bees.maya, bees.jonas, bees.rivera):
        assert pinned(someone, bees.room) == [("We meet at four.", "Maya")]
    assert [one.pinned for one in bees.jonas.thread(bees.room).messages] == [True]
    bees.jonas.does(pins.unpin, bees.said)
    bees.rivera.does(pins.unpin, bees.said)
    assert pinned(bees.maya, bees.room) == []
    bees.rivera.does(pins.pin, bees.said)
    assert pinned(bees.maya, bees.room) == [("We meet at four.", "Ms Rivera")]
    with pytest.raises(NotFound):
        bees.elsa.does(pins.pin, bees.said)


def test_who_is_asked_for_a_pause_pins_nothing(bees: Bees) -> None:
    bees.rivera.does(lambda tx: pausing.pause(tx, bees.room, bees.jonas.id, "hour", "He shouts.").id)
    with pytest.raises(Forbidden, match="a pause"):
        bees.jonas.does(pins.pin, bees.said)


def test_outside_a_room_nothing_is_pinned(bees: Bees) -> None:
    leaf = bees.maya.writes("The river is brown.")
    said = bees.maya.says(leaf, "And it smells.")
    with pytest.raises(Forbidden):
        bees.maya.does(pins.pin, said)
    assert [one.pinned for one in bees.maya.thread(leaf).messages] == [None]


def test_an_eleventh_is_refused_kindly_and_what_can_be_read_no_longer_makes_room(bees: Bees) -> None:
    said = [bees.jonas.says(bees.room, f"Number {n}") for n in range(pins.MOST + 1)]
    for one in said[:-1]:
        bees.maya.does(pins.pin, one)
    with pytest.raises(Conflict, match="Take one down first"):
        bees.jonas.does(pins.pin, said[-1])
    bees.maya.does(pins.pin, said[0])
    bees.jonas.does(feedback.withdraw_message, said[3])
    bees.jonas.does(pins.pin, said[-1])
    assert [words for words, _ in pinned(bees.rivera, bees.room)] == [f"Number {n}" for n in range(pins.MOST + 1) if n != 3]


def test_words_that_are_hidden_or_taken_back_leave_no_pin_and_are_not_pinned(bees: Bees) -> None:
    bees.maya.does(pins.pin, bees.said)
    bees.rivera.does(safe.hide_message, bees.said, "To see")
    assert pinned(bees.maya, bees.room) == pinned(bees.rivera, bees.room) == []
    with pytest.raises(Conflict):
        bees.rivera.does(pins.pin, bees.said)
    bees.rivera.does(safe.show_message, bees.said)
    assert pinned(bees.maya, bees.room) == [("We meet at four.", "Maya")]
    bees.jonas.does(feedback.withdraw_message, bees.said)
    assert pinned(bees.maya, bees.room) == []
    with pytest.raises(Conflict):
        bees.maya.does(pins.pin, bees.said)


def test_a_mentor_sees_the_pins_of_what_she_may_read_and_pins_nothing(school: School) -> None:
    garden = Garden(school)
    early, late = (garden.maya.says(garden.room, words) for words in ("Before she came.", "Now she is here."))
    mentors = garden.rivera.reads(lambda tx: group_of(tx, garden.project))
    school.work(lambda tx: tx.delete(tx.get_one(MessageGrant, (early, mentors))))
    for one in (early, late):
        garden.jonas.does(pins.pin, one)
    assert pinned(garden.vega, garden.room) == [("Now she is here.", "Jonas")]
    assert len(pinned(garden.maya, garden.room)) == 2
    with pytest.raises(Forbidden):
        garden.vega.does(pins.unpin, late)
    with pytest.raises(NotFound):
        garden.vega.does(pins.pin, early)


def test_words_that_wait_for_a_teacher_are_not_pinned(school: School) -> None:
    garden = Garden(school)
    held = garden.maya.says(garden.room, "Write to maya@example.org")
    for someone in (garden.maya, garden.rivera):
        with pytest.raises(Forbidden, match="A teacher looks"):
            someone.does(pins.pin, held)


def test_an_open_page_is_told_of_a_pin_as_each_may_see_it(bees: Bees, school: School) -> None:
    bees.maya.does(pins.pin, bees.said)
    templates = environment()
    told = Told(1, new_id(), "message.pinned", bees.maya.id, {"item": str(bees.room), "message": str(bees.said)}, now())

    def put(viewing: str) -> dict[str, str]:
        shown = school.work(lambda tx: live.fragments(templates, tx, told, f"thread:{bees.room}", viewing))  # type: ignore[arg-type]
        return {id_: html for id_, _into, html in shown or []}

    pin = f"pin-{bees.said}"
    assert "We meet at four." in put("learner")[pin]
    assert ("/unpin" in put("learner")[pin], "/unpin" in put("mentor")[pin]) == (True, False)
    bees.rivera.does(safe.hide_message, bees.said, "To see")
    assert put("learner")[pin] == "", "What can't be read is taken away."


def test_a_room_costs_the_same_with_one_pin_and_with_ten(bees: Bees, statements: Callable[[], AbstractContextManager[Statements]]) -> None:
    counts = []
    for many in (1, pins.MOST):
        for n in range(many - len(pinned(bees.maya, bees.room))):
            bees.maya.does(pins.pin, bees.jonas.says(bees.room, f"Number {many} {n}"))
        bees.maya.reads(rooms.page, bees.room)
        with statements() as seen:
            bees.maya.reads(rooms.page, bees.room)
        counts.append(seen.count)
    assert counts[0] == counts[1], counts


def test_what_all_are_told_of_is_not_done_and_undone_without_end(small_school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHANGES", limits.Limit("changes, in a test", 4, 60))
    bees = Bees(small_school)
    hers = bees.maya.says(bees.room, "Hello")
    for _n in range(2):
        bees.maya.does(pins.pin, bees.said)
        bees.maya.does(pins.unpin, bees.said)
    with pytest.raises(TooMany):
        bees.maya.does(pins.pin, bees.said)
    with pytest.raises(TooMany):
        bees.maya.does(lambda tx: feedback.edit_message(tx, hers, "Hello!", 1))
    bees.jonas.does(pins.pin, bees.said)
    assert len(pinned(bees.rivera, bees.room)) == 1
