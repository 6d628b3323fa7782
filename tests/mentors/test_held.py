"""Between a mentor and students, ways out of the school wait until staff have looked; on both databases."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

import hub_graphql.schema  # noqa: F401 - what loads things is known then
from hub.clock import now
from hub.cursors import sealed
from hub.errors import Forbidden, Invalid, NotFound
from hub.events import Told, thread_topic
from hub.feedback import actions as feedback
from hub.feedback import histories, queries
from hub.homes import queries as homes
from hub.homes.news import waiting_count
from hub.items import actions as items
from hub.mentors.models import BackgroundCheck
from hub.notifications import queries as news
from hub.safeguarding import actions, deeds
from hub.safeguarding import queries as reports
from hub.slices import Span
from hub.turns import in_turns
from hub_graphql.context import Context
from hub_graphql.subscriptions import Heard, ThreadEvent
from tests.mentors.helpers import Garden, checked
from tests.projects.test_projects import class_of
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
    assert (rivera.reads(homes.home).reports, rivera.reads(waiting_count)) == (1, 1), "It is counted where they begin."
    assert rivera.reads(lambda tx: news.listed(tx, Span(50)))[1][0].words == "Vega wrote something that staff look at first"
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
    assert rivera.reads(waiting_count) == 0
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


def test_in_a_thread_of_a_whole_class_what_is_held_waits_for_the_staff_in_it_and_not_for_the_class(school: School) -> None:
    garden = Garden(school)
    everyone = [class_of(school), school.teachers(), school.principal("school", school.id)]
    garden.rivera.does(items.share, garden.project, everyone)
    for someone, words in ((garden.maya, "my insta: riverbee7"), (garden.vega, "Ring 020 7946 0958")):
        held = someone.says(garden.project, words)
        assert words in garden.rivera.hears(garden.project)
        for other in (garden.jonas, garden.chidi, garden.maya if someone is garden.vega else garden.vega):
            assert words not in other.hears(garden.project), other.key
        assert [one.words for one in garden.rivera.reads(reports.reports).held] == [words]
        garden.rivera.does(actions.let_through, held)
        assert words in garden.jonas.hears(garden.project)
    garden.chidi.says(garden.project, "Maya is ill this week")
    assert "Maya is ill this week" in garden.rivera.hears(garden.project)
    assert "Maya is ill this week" not in garden.jonas.hears(garden.project), "A guardian's words are for staff and her child."


def test_an_edit_while_her_check_has_run_out_brings_a_mentor_no_number_either(small_school: School) -> None:
    garden = Garden(small_school)
    said = garden.maya.says(garden.room, "Hello!")
    [check] = small_school.work(lambda tx: tx.scalars(select(BackgroundCheck.id)).all())
    small_school.change(BackgroundCheck, check, expires=now() - timedelta(seconds=1))
    with pytest.raises(Invalid, match="a teacher looks first"):
        garden.maya.does(feedback.edit_message, said, "Hello! my insta: riverbee7", 1)
    checked(garden.haddad, garden.vega)
    assert garden.vega.hears(garden.room) == ["Hello!"]


def test_what_is_held_is_let_through_as_it_was_read_and_nothing_of_it_comes_in_by_its_versions(small_school: School) -> None:
    garden = Garden(small_school)
    maya, room = garden.maya, garden.room
    said = maya.says(room, "Ring me: 07700 900 123")
    for words in ("Hello there", "Ring me tonight: 07700 900 123"):
        with pytest.raises(Forbidden, match="looks at these words first"):
            maya.does(feedback.edit_message, said, words, 1)
    garden.rivera.does(actions.let_through, said)
    maya.does(feedback.edit_message, said, "Hello there", 1)
    assert garden.vega.hears(room) == ["Hello there"]

    again = maya.says(room, "Or maya@example.org")
    maya.does(feedback.withdraw_message, again)
    garden.rivera.does(actions.let_through, again)
    for someone in (garden.vega, garden.jonas):
        with pytest.raises(NotFound):
            someone.reads(histories.history, again)


def test_what_is_said_about_words_that_are_held_stays_with_who_reads_them(small_school: School) -> None:
    garden = Garden(small_school)
    held = garden.maya.says(garden.room, "my insta: riverbee7")
    garden.rivera.says(garden.room, "Not riverbee7 here, please", held)
    garden.maya.says(garden.room, "Sorry", held)
    assert [len(someone.hears(garden.room)) for someone in (garden.maya, garden.rivera)] == [3, 3]
    assert [someone.hears(garden.room) for someone in (garden.jonas, garden.vega)] == [[], []]
    garden.rivera.does(actions.let_through, held)
    assert garden.vega.hears(garden.room) == ["my insta: riverbee7"]


def test_a_program_that_follows_hears_of_held_words_only_where_it_reads_them(small_school: School) -> None:
    garden = Garden(small_school)
    held = garden.vega.says(garden.room, "Write to vega@example.org")
    told = Told(1, held, "message.held", None, {"item": str(garden.room), "message": str(held)}, now())

    def heard(someone: Someone) -> str | None:
        cursor = sealed(b"k" * 16, thread_topic(garden.room), 1)
        event = asyncio.run(
            in_turns(small_school.database, someone.claim, lambda turns: Heard(garden.room, told, cursor).event(Context(turns)))
        )
        return type(event).__name__ if isinstance(event, ThreadEvent) else None

    assert [heard(someone) for someone in (garden.vega, garden.rivera)] == ["MessageAdded"] * 2
    assert [heard(someone) for someone in (garden.maya, garden.jonas)] == [None, None], "Not even that there is something."
