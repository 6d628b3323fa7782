"""Between a mentor and students, ways out of the school wait until staff have looked; on both databases."""

import pytest

from hub.errors import Forbidden, Invalid, NotFound
from hub.feedback import actions as feedback
from hub.feedback import queries
from hub.notifications import queries as news
from hub.safeguarding import actions, deeds
from hub.safeguarding import queries as reports
from hub.slices import Span
from tests.mentors.helpers import Garden
from tests.support.school import School, Someone


def told(someone: Someone) -> int:
    return len(someone.reads(lambda tx: news.listed(tx, Span(50)))[1])


def test_a_number_between_a_mentor_and_students_waits_for_staff(school: School) -> None:
    garden = Garden(school)
    vega, maya, jonas, rivera, room = garden.vega, garden.maya, garden.jonas, garden.rivera, garden.room
    before = told(rivera), told(maya)
    question = maya.says(room, "May we ring you?")
    held = vega.says(room, "Of course: 020 7946 0958", question)
    words = "Of course: 020 7946 0958"
    assert [one.hears(room) for one in (vega, rivera)] == [["May we ring you?", words]] * 2
    assert [one.hears(room) for one in (maya, jonas)] == [["May we ring you?"]] * 2
    assert [one.thread(room).messages[-1].state for one in (vega, rivera)] == ["held", "held"]
    assert (told(rivera), told(maya)) == (before[0] + 1, before[1]), "Staff are told, and whom it answers isn't."
    assert [one.words for one in rivera.reads(reports.reports).held] == [words]
    for someone, refusal in ((maya, NotFound), (jonas, NotFound), (vega, Forbidden)):
        with pytest.raises(refusal):
            someone.does(actions.let_through, held)
        assert someone.reads(reports.reports).held == []

    after = vega.says(room, "Or ask me here.")
    for someone in (maya, jonas):
        someone.does(feedback.mark_read, room)
    rivera.does(actions.let_through, held)
    rivera.does(actions.let_through, held)
    assert maya.hears(room) == jonas.hears(room)
    assert [one.unread for one in jonas.thread(room).messages if one.id == held] == [True], "It is new to them now."
    assert [one.unread for one in jonas.thread(room).messages if one.id == after] == [False]
    assert told(maya) == before[1] + 1
    assert rivera.reads(reports.reports).held == []
    assert [one.kind for one in garden.haddad.reads(lambda tx: deeds.log(tx)).deeds] == ["let_through"]


def test_who_keeps_it_back_hides_it_and_nobody_else_ever_reads_it(small_school: School) -> None:
    garden = Garden(small_school)
    held = garden.maya.says(garden.room, "my snap: riverbee7")
    garden.rivera.does(actions.hide_message, held, "No names elsewhere")
    garden.rivera.does(actions.let_through, held)
    assert [one.state for one in garden.maya.thread(garden.room).messages] == ["hidden"]
    for someone in (garden.vega, garden.jonas):
        assert someone.hears(garden.room) == []
        with pytest.raises(NotFound):
            someone.reads(queries.one, held)


def test_an_edit_brings_in_no_number_and_what_is_said_without_a_mentor_or_by_staff_is_not_held(small_school: School) -> None:
    garden = Garden(small_school)
    maya, room = garden.maya, garden.room
    said = maya.says(room, "Hello!")
    with pytest.raises(Invalid, match="a teacher looks first"):
        maya.does(feedback.edit_message, said, "Hello! 07700 900 123", 1)
    assert maya.hears(room) == ["Hello!"]
    garden.rivera.says(room, "The office: 020 7946 0958")
    assert len(garden.jonas.hears(room)) == 2
    leaf = maya.writes("Only for Ms Rivera.", small_school.teachers())
    maya.says(leaf, "My new number is 07700 900 123")
    assert garden.rivera.hears(leaf) == ["My new number is 07700 900 123"]
