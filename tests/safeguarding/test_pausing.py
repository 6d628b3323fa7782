"""Somebody is asked for a pause in a room: they read along, nothing of theirs is lost, and it ends by itself."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from hub.errors import Forbidden, Invalid, NotFound
from hub.feedback import actions as threads
from hub.feedback import queries as feedback
from hub.need_to_knows.one import of_room
from hub.rooms import actions as presence
from hub.rooms import queries as rooms
from hub.rooms.presence import rows
from hub.safeguarding import actions, deeds, pauses, pausing, queries
from hub.safeguarding.models import Pause
from hub.tasks import actions as tasks
from hub.tasks.queries import board
from hub.teams import actions as teams
from tests.mentors.helpers import Garden
from tests.support.school import School, Someone


def paused(by: Someone, room: UUID, who: Someone, length: str = "hour") -> None:
    by.does(lambda tx: pausing.pause(tx, room, who.id, length, "He shouts.").id)


def test_who_is_paused_reads_and_does_not_talk_and_nobody_else_notices(school: School) -> None:
    garden = Garden(school)
    maya, jonas, rivera, room = garden.maya, garden.jonas, garden.rivera, garden.room
    said = jonas.says(room, "Hello")
    maya.says(room, "Hello")
    card = maya.does(lambda tx: tasks.add(tx, garden.team, "todo", tasks.Planned(title="Map")).id)
    paused(rivera, room, jonas)
    for act in (lambda tx: threads.add_message(tx, room, threads.Answer("But")), lambda tx: threads.edit_message(tx, said, "Hello!", 1)):
        with pytest.raises(Forbidden, match="asked you for a pause"):
            jonas.does(act)
    assert jonas.does(lambda tx: tasks.move(tx, card, "done").column) == "done", "What they work on goes on."
    page = jonas.reads(lambda tx: rooms.page(tx, room))
    assert len(page.thread.messages) == 2
    assert "pause" in page.thread.waits
    for other in (jonas.reads(lambda tx: board(tx, room)), jonas.reads(lambda tx: of_room(tx, room))):
        assert (other.waits, other.back) == (page.thread.waits, page.thread.back), "The same is said where cards and questions are written."
    for who in (maya, rivera):
        assert (who.reads(lambda tx: board(tx, room)).waits, who.reads(lambda tx: of_room(tx, room)).waits) == ("", "")
    assert page.thread.back is not None
    assert page.paused == {}, "who asked for it, and why, is for staff"
    assert jonas.does(lambda tx: threads.withdraw_message(tx, said)).withdrawn, "one's own words can always be taken back"
    assert maya.reads(lambda tx: rooms.page(tx, room)).thread.waits == ""
    assert maya.reads(lambda tx: tx.scalars(select(Pause)).all()) == jonas.reads(lambda tx: tx.scalars(select(Pause)).all()) == []
    shown = rivera.reads(lambda tx: rooms.page(tx, room)).paused[jonas.id]
    assert (shown.who.called, shown.by and shown.by.called, shown.why) == ("Jonas", "Ms Rivera", "He shouts.")
    maya.says(room, "Hello")


def test_it_ends_by_its_time_or_by_staff_and_another_takes_its_place(small_school: School) -> None:
    garden = Garden(small_school)
    jonas, rivera, room = garden.jonas, garden.rivera, garden.room
    paused(rivera, room, jonas)
    jonas.school.work(lambda tx: tx.scalars(select(Pause)).one().__setattr__("until", tx.now - timedelta(seconds=1)))
    jonas.says(room, "Hello")
    for length in ("open", "week", "morning"):
        paused(rivera, room, jonas, length)
    standing = rivera.reads(lambda tx: pauses.of_rooms(tx, [room]))[room]
    assert [one.why for one in standing.values()] == ["He shouts."]
    rivera.does(lambda tx: pausing.end(tx, room, jonas.id).id)
    rivera.does(lambda tx: pausing.end(tx, room, jonas.id).id)
    jonas.says(room, "Hello")
    assert rivera.reads(lambda tx: pauses.of_rooms(tx, [room])) == {room: {}}


def test_of_whom_and_by_whom(small_school: School) -> None:
    garden = Garden(small_school)
    maya, jonas, rivera, room = garden.maya, garden.jonas, garden.rivera, garden.room
    boateng, amina = small_school.people(boateng="teacher of maya", amina="student of 8A")
    for who, refusal in ((maya, Forbidden), (jonas, Forbidden), (amina, NotFound)):
        with pytest.raises(refusal):
            paused(who, room, jonas)
    with pytest.raises(Invalid):
        paused(rivera, room, amina)
    for colleague in (rivera, boateng):
        with pytest.raises((Forbidden, Invalid)):
            paused(rivera, room, colleague)
    for length, why, field in (("ever", "He shouts", "length"), ("hour", " ", "why"), ("hour", "x" * 301, "why")):
        with pytest.raises(Invalid) as wrong:
            rivera.does(lambda tx, length=length, why=why: pausing.pause(tx, room, jonas.id, length, why))  # type: ignore[misc]
        assert wrong.value.field == field
    rivera.does(lambda tx: teams.take_out(tx, garden.team, jonas.id))
    with pytest.raises(Invalid):
        paused(rivera, room, jonas)


def test_an_admin_pauses_from_a_report_of_a_room_that_is_shut_to_them(school: School) -> None:
    garden = Garden(school)
    maya, jonas, rivera, haddad, room = garden.maya, garden.jonas, garden.rivera, garden.haddad, garden.room
    said = jonas.says(room, "Hello")
    report = maya.does(lambda tx: actions.report_message(tx, said, "He shouts").id)
    with pytest.raises(NotFound):
        paused(haddad, room, jonas)
    haddad.does(lambda tx: pausing.pause_reported(tx, report, "week", "As agreed").id)
    with pytest.raises(Forbidden):
        jonas.says(room, "Hello")
    assert [one.words for one in haddad.reads(deeds.log).deeds] == ["asked for a pause in the room"]
    with pytest.raises(NotFound):
        jonas.does(lambda tx: pausing.pause_reported(tx, report, "week", "Me?"))
    rivera.does(lambda tx: pausing.end(tx, room, jonas.id).id)
    assert next(one.words for one in haddad.reads(deeds.log).deeds) == "ended the pause in the room"
    haddad.does(lambda tx: pausing.pause_reported(tx, report, "open", "Again").id)
    assert haddad.reads(lambda tx: pausing.of_reported(tx, queries.find(tx, report))) == pauses.Until(None)
    with pytest.raises(NotFound):
        jonas.does(lambda tx: pausing.end_reported(tx, report).id)
    haddad.does(lambda tx: pausing.end_reported(tx, report).id)
    assert haddad.reads(lambda tx: pausing.of_reported(tx, queries.find(tx, report))) is None
    jonas.says(room, "Hello")
    assert [one.words for one in haddad.reads(deeds.log).deeds][:2] == ["ended the pause in the room", "asked for a pause in the room"]


def test_who_is_paused_is_there_and_never_seen_writing(school: School) -> None:
    garden = Garden(school)
    maya, jonas, rivera, room = garden.maya, garden.jonas, garden.rivera, garden.room
    paused(rivera, room, jonas)
    come = {(jonas.id, room): True, (maya.id, room): True}
    jonas.school.work(lambda tx: presence.come_and_go(tx, room, come, ()))
    assert jonas.school.work(lambda tx: rows(tx, [room])) == {room: {jonas.id: False, maya.id: True}}


def test_a_mentor_too(small_school: School) -> None:
    garden = Garden(small_school)
    mentor, rivera, room = garden.vega, garden.rivera, garden.room
    mentor.says(room, "Hello")
    paused(rivera, room, mentor)
    with pytest.raises(Forbidden):
        mentor.says(room, "Hello")
    assert "pause" in mentor.reads(lambda tx: feedback.thread(tx, rooms.find(tx, room))).waits
