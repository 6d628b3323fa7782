"""Mentors as plain functions, on both databases: in when the school says so, for their days, and never alone with a minor."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from threading import Barrier

import pytest

from hub import clock
from hub.clock import now
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.feedback import actions as feedback
from hub.items import actions as items
from hub.items.models import ItemGrant
from hub.live import queries as live
from hub.mentors import actions, queries
from hub.mentors.actions import Checked
from hub.mentors.models import BackgroundCheck, Mentorship
from hub.people.models import ClassMember, Person, RoleHeld
from hub.projects import actions as projects
from hub.rooms import queries as rooms
from tests.mentors.helpers import Garden, approved, checked, day, invited
from tests.projects.test_projects import project_of
from tests.support.school import School, Someone
from tests.teams.test_teams import called, room_of, shown, team_of


def state(garden: Garden) -> str:
    return garden.rivera.reads(lambda tx: queries.by_ids(tx, [garden.mentorship])[garden.mentorship].state)


def test_a_mentor_is_in_when_the_school_has_looked_and_approved(school: School) -> None:
    garden = Garden(school, joined=False)
    vega, rivera, haddad = garden.vega, garden.rivera, garden.haddad
    assert state(garden) == "invited"
    assert not vega.sees(garden.project)
    assert not vega.sees(garden.room)
    with pytest.raises(Conflict, match="Record first"):
        approved(haddad, garden.mentorship)
    with pytest.raises(Forbidden):
        checked(rivera, vega)
    checked(haddad, vega)
    with pytest.raises(Forbidden):
        approved(rivera, garden.mentorship)
    with pytest.raises(NotFound):
        approved(vega, garden.mentorship)
    approved(haddad, garden.mentorship)
    assert state(garden) == "with"
    assert vega.sees(garden.project)
    assert vega.sees(garden.room)
    assert garden.maya.audience(garden.room).words == "Bees (Jonas, Maya), Ms Rivera and mentor Vega"
    assert called(shown(vega, garden.team).members) == ["Jonas", "Maya"]
    said = vega.says(garden.room, "Bees see blue and yellow best.")
    assert [one.voice for one in garden.maya.thread(garden.room).messages] == ["mentor"]
    garden.jonas.says(garden.room, "Really?", said)
    assert vega.hears(garden.room) == ["Bees see blue and yellow best.", "Really?"]
    # Rooms that are made later are hers, too.
    assert vega.sees(room_of(rivera, team_of(rivera, garden.project, "Ants")))


def test_outside_their_days_mentors_see_nothing_not_even_what_they_wrote(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = Garden(school)
    vega, room = garden.vega, garden.room
    mine = vega.says(room, "Bees see blue and yellow best.")
    garden.maya.says(room, "Thank you!", mine)
    sees = {(vega.id, room): "mentor", (vega.id, garden.project): "mentor"}
    assert school.work(lambda tx: live.sights(tx, sees.keys())) == sees
    for away in (timedelta(days=-10), timedelta(days=40)):
        at = now() + away
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert not vega.sees(garden.project)
        assert not vega.sees(room)
        assert school.work(lambda tx: live.sights(tx, sees.keys())) == {}
        with pytest.raises(NotFound):
            vega.reads(rooms.page, room)
        with pytest.raises(NotFound):
            vega.does(feedback.edit_message, mine, "Hello again", 1)
        with pytest.raises(NotFound):
            vega.does(actions.end, garden.mentorship)
        monkeypatch.undo()
    # Ended before its time: at once, and for good.
    garden.rivera.does(actions.end, garden.mentorship)
    garden.rivera.does(actions.end, garden.mentorship)
    assert not vega.sees(room)
    assert state(garden) == "ended"
    assert garden.maya.hears(room) == ["Bees see blue and yellow best.", "Thank you!"]
    # She may be invited anew.
    approved(garden.haddad, invited(garden.rivera, garden.project, vega))
    assert vega.hears(room) == ["Bees see blue and yellow best.", "Thank you!"]


def test_a_check_that_expires_at_noon_ends_it_at_noon(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    garden = Garden(school)
    checked(garden.haddad, garden.vega, days=0.5)
    noon = now() + timedelta(days=0.5)
    for at, there in ((noon - timedelta(seconds=5), True), (noon + timedelta(seconds=1), False)):
        monkeypatch.setattr(clock, "now", lambda at=at: at)
        assert garden.vega.sees(garden.room) is there
    monkeypatch.undo()
    garden.rivera.clock = noon + timedelta(seconds=1)
    assert state(garden) == "unchecked"
    # One that was recorded by mistake counts no more; those before are kept.
    checked(garden.haddad, garden.vega)
    assert school.work(lambda tx: tx.query(BackgroundCheck).count()) == 3
    assert state(garden) == "with"


def test_who_is_no_mentor_any_more_is_out(small_school: School) -> None:
    school = small_school
    garden = Garden(school)
    school.change(RoleHeld, (garden.vega.id, school.id, "mentor"), ended=now())
    assert not garden.vega.sees(garden.room)


def test_nobody_writes_where_a_mentor_would_be_alone_with_a_minor(school: School) -> None:
    garden = Garden(school)
    (boateng,) = school.people(boateng="teacher of maya")
    maya, vega, room = garden.maya, garden.vega, garden.room
    mine = maya.says(room, "Which flowers?")
    school.change(Person, garden.rivera.id, deactivated=now())
    assert vega.says(room, "Borage.")  # Ms Boateng still reads along.
    school.change(ClassMember, (school.classes["7B"], boateng.id), ended=now())
    for someone in (maya, vega):
        assert someone.thread(room).waits.startswith("This waits until a teacher")
        with pytest.raises(Forbidden, match="Your words are kept"):
            someone.says(room, "Only us here.")
        with pytest.raises(Forbidden, match="Your words are kept"):
            someone.says(garden.project, "Only us here.")
    with pytest.raises(Forbidden, match="Your words are kept"):
        maya.does(feedback.edit_message, mine, "Write me at home", 1)
    assert maya.hears(room) == ["Which flowers?", "Borage."]
    school.change(ClassMember, (school.classes["7B"], boateng.id), ended=None)
    assert not maya.thread(room).waits
    assert maya.says(room, "There you are.")
    # Without a mentor the room is the team's as ever; a mentor who isn't here is no reader.
    school.change(ClassMember, (school.classes["7B"], boateng.id), ended=now())
    school.change(Mentorship, garden.mentorship, ended=now())
    assert maya.says(room, "Hello, team.")
    school.change(Mentorship, garden.mentorship, ended=None)
    school.change(Person, garden.rivera.id, deactivated=None)
    assert vega.hears(room)[-1] == "There you are."


def test_what_was_said_to_a_teacher_who_left_is_answered_before_one_who_stands(small_school: School) -> None:
    school = small_school
    garden = Garden(school)
    (boateng,) = school.people(boateng="teacher of 8A")
    said = garden.maya.says(garden.room, "Which flowers?")
    school.change(Person, garden.rivera.id, deactivated=now())
    teachers = school.teachers("8A")
    school.work(lambda tx: tx.add(ItemGrant(item_id=garden.room, principal_id=teachers, since=now())))
    garden.vega.says(garden.room, "Borage.", said)
    assert boateng.hears(garden.room) == ["Borage."]


def test_what_is_shared_with_all_the_school_is_not_for_a_mentor(small_school: School) -> None:
    school = small_school
    garden = Garden(school)
    other = project_of(garden.rivera, school.id)
    assert garden.jonas.sees(other)
    assert not garden.vega.sees(other)
    # And sharing the project anew takes no mentor away, nor can they be chosen.
    garden.rivera.shares(garden.project)
    assert garden.vega.sees(garden.project)
    group = school.principal("mentors", garden.project)
    with pytest.raises(Invalid):
        garden.maya.writes("For her", group)


def test_an_invitation_that_can_not_be(small_school: School) -> None:
    school = small_school
    garden = Garden(school, joined=False)
    rivera, project = garden.rivera, garden.project
    (okoro,) = school.people(okoro="mentor")
    with pytest.raises(Conflict):
        invited(rivera, project, garden.vega)
    for first, last, field in ((-9, -1, "last_day"), (3, 2, "last_day"), (0, 500, "last_day"), (500, 500, "first_day")):
        with pytest.raises(Invalid) as wrong:
            invited(rivera, project, okoro, first, last)
        assert wrong.value.field == field
    for someone in (garden.maya, garden.chidi, garden.haddad):
        with pytest.raises(Invalid) as wrong:
            invited(rivera, project, someone)
        assert wrong.value.field == "person"
    for someone in (garden.maya, garden.chidi, garden.haddad, okoro):
        with pytest.raises((NotFound, Forbidden)):
            invited(someone, project, okoro)
    proposal = project_of(garden.maya, school.teachers())
    with pytest.raises(Conflict):
        invited(garden.maya, proposal, okoro)
    assert day(0) < day(1)


def test_a_check_that_can_not_be(small_school: School) -> None:
    garden = Garden(small_school, joined=False)
    far, wrong_by = datetime.max.replace(tzinfo=timezone(timedelta(hours=-14))), now().replace(tzinfo=None) + timedelta(days=9)
    for expires in (None, now(), far, wrong_by):
        done = Checked(kind="Police certificate", identity="Passport, seen", issued=day(-20), expires=expires)
        with pytest.raises(Invalid) as wrong:
            garden.haddad.does(lambda tx, done=done: actions.record_check(tx, garden.vega.id, done))  # type: ignore[misc]
        assert wrong.value.field == "expires"


def test_who_mentors_a_project_that_is_deleted_is_out_until_it_is_back(school: School) -> None:
    garden = Garden(school)
    garden.maya.says(garden.room, "Hello")
    assert garden.vega.hears(garden.room) == ["Hello"]
    garden.rivera.does(lambda tx: items.delete(tx, garden.project).id)
    assert not garden.vega.sees(garden.room)
    garden.rivera.does(lambda tx: items.bring_back(tx, garden.project).id)
    assert garden.vega.hears(garden.room) == ["Hello"]


def test_of_two_checks_at_one_moment_one_counts(school: School) -> None:
    garden = Garden(school)
    (khan,) = school.people(khan="admin")
    together = Barrier(2)

    def records(admin: Someone) -> None:
        together.wait()
        checked(admin, garden.vega)

    for _again in range(3):
        with ThreadPoolExecutor(2) as both:
            [*both.map(records, (garden.haddad, khan))]
        assert len(school.work(lambda tx: tx.query(BackgroundCheck).where(BackgroundCheck.replaced.is_(None)).all())) == 1


def test_nobody_is_let_into_a_project_that_is_gone_or_over(small_school: School) -> None:
    garden = Garden(small_school, joined=False)
    checked(garden.haddad, garden.vega)
    for stage in ("active", "archived"):
        garden.rivera.does(lambda tx, stage=stage: projects.move_on(tx, garden.project, stage).id)  # type: ignore[misc]
    with pytest.raises(Conflict, match="This project is over"):
        approved(garden.haddad, garden.mentorship)
    garden.rivera.does(items.delete, garden.project)
    with pytest.raises(Conflict):
        approved(garden.haddad, garden.mentorship)
    assert not garden.vega.sees(garden.room)
