"""Staff are asked to look at what somebody made, and after a person; who asked is nobody's to know."""

from uuid import UUID

import pytest
from sqlalchemy import select

from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound
from hub.events import Event
from hub.items import actions as items
from hub.mentors import actions as mentors
from hub.need_to_knows import actions as wonders
from hub.people import actions as office
from hub.people.models import Class, Person
from hub.projects import actions as projects
from hub.safeguarding import actions, asking, queries
from hub.safeguarding.models import Report
from hub.teams import actions as teams
from tests.mentors.helpers import Garden
from tests.safeguarding.test_reports import family, looked, waiting
from tests.support.school import School, Someone


def told_of(by: Someone, person: Someone, why: str = "He shouts at me") -> UUID:
    return by.does(lambda tx: asking.report_person(tx, person.id, "unkind", why).id)


def test_of_a_person_their_teachers_and_admins_hear_and_nobody_else(school: School) -> None:
    maya, rivera, chidi, haddad = family(school)
    jonas, boateng = school.people(jonas="student", boateng="teacher of 8A")
    report = told_of(maya, jonas)
    assert told_of(maya, jonas, "Again") == report
    assert waiting(rivera) == waiting(haddad) == [report]
    assert waiting(boateng) == []
    for who in (jonas, chidi, boateng):
        assert who.reads(lambda tx: tx.scalars(select(Report)).all()) == []
    shown = looked(rivera, report).report
    assert (shown.title, shown.wrong, shown.about, shown.thread_href) == ("About Jonas", "It is unkind", "person", "")
    with pytest.raises(NotFound):
        rivera.does(lambda tx: actions.hide_reported(tx, report, "no words"))
    rivera.does(actions.close_report, report)
    assert waiting(haddad) == []
    assert told_of(maya, jonas, "Again") != report, "What was closed can be told anew."


def test_what_is_told_of_staff_and_of_guardians_is_for_admins_and_never_for_themselves(school: School) -> None:
    maya, rivera, chidi, haddad = family(school)
    (boateng,) = school.people(boateng="teacher of maya")
    (khan,) = school.people(khan="admin")
    reports = [told_of(maya, rivera), told_of(maya, chidi), told_of(chidi, rivera), told_of(boateng, haddad)]
    assert (waiting(haddad), waiting(khan)) == (reports[:3], reports)
    assert waiting(rivera) == waiting(boateng) == []
    school.work(lambda tx: office.give_role(tx, tx.get_one(Person, maya.id), "admin"))
    assert waiting(boateng) == []
    with pytest.raises(Forbidden):
        told_of(maya, maya)


def test_of_a_teammate_from_another_class_too_and_of_no_stranger(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    (amina, _boateng) = school.people(amina="student of 8A", boateng="teacher of 8A")
    with pytest.raises(NotFound):
        told_of(maya, amina)
    design = projects.Design(title="Bees", driving_question="Why?", audience=(school.principal("school", school.id),))
    project = rivera.does(lambda tx: projects.begin(tx, design).id)
    rivera.does(lambda tx: projects.move_on(tx, project, "active"))
    rivera.does(lambda tx: teams.make(tx, project, teams.Made(name="Otters", people=(maya.id, amina.id))))
    assert told_of(maya, amina)
    with pytest.raises(NotFound):
        maya.does(lambda tx: asking.report_person(tx, None, "unkind", "Hm"))


def test_the_words_of_an_item_are_kept_whatever_becomes_of_it(school: School) -> None:
    maya, rivera, chidi, haddad = family(school)
    item = maya.writes("Unkind words", school.teachers(), maya.family, title="Them")
    report = chidi.does(lambda tx: asking.report_item(tx, item, "not_theirs", "Not hers").id)
    assert chidi.does(lambda tx: asking.report_item(tx, item, "other", "Again").id) == report
    with pytest.raises(Forbidden):
        maya.does(lambda tx: asking.report_item(tx, item, "other", "Mine"))
    assert waiting(rivera) == waiting(haddad) == [report]
    assert looked(rivera, report).report.thread_href == f"/items/{item}"
    maya.does(items.delete, item)
    assert waiting(rivera) == []
    assert haddad.reads(queries.opened, report).words is None
    assert looked(haddad, report).words == "Them\n\nUnkind words"
    assert maya.reads(lambda tx: tx.scalars(select(Report)).all()) == []


def test_a_flood_is_asked_to_talk_to_somebody_and_a_strange_matter_is_another(small_school: School) -> None:
    maya, rivera, chidi, _haddad = family(small_school)
    item = maya.writes("…", small_school.teachers(), maya.family)
    odd = chidi.does(lambda tx: asking.report_item(tx, item, "strange", "Hm").id)
    assert chidi.reads(queries.opened, odd).report.matter == "other"
    small_school.work(_many, chidi, rivera)
    with pytest.raises(Invalid, match="grown-up"):
        told_of(chidi, maya)
    assert told_of(maya, rivera), "Somebody else's reports are not counted."


def test_no_event_at_the_home_of_anyone_else_and_none_that_names_the_words(small_school: School) -> None:
    maya, _rivera, _chidi, _haddad = family(small_school)
    (jonas,) = small_school.people(jonas="student")
    told_of(maya, jonas)
    told = small_school.work(lambda tx: tx.scalars(select(Event).where(Event.kind == "person.reported")).one())
    assert set(told.subjects) == {"report"}


def _many(tx: Tx, by: Someone, of: Someone) -> None:
    same = {"school_id": of.school.id, "owner_id": of.id, "kind": "person", "said": tx.now, "reason": "Hm", "created": tx.now}
    tx.add_all(Report(reporter_id=by.id, author_id=of.id, **same) for _n in range(asking.MANY))


def test_of_a_mentor_and_of_whoever_is_in_a_room_with_one_however_one_met(school: School) -> None:
    garden = Garden(school)
    (amina, elsa) = school.people(amina="student of 8A", elsa="student")
    for stranger in (amina, elsa, garden.chidi):
        with pytest.raises(NotFound):
            told_of(stranger, garden.vega)
    report = told_of(garden.maya, garden.vega, "Vega asks where I live")
    assert (waiting(garden.haddad), waiting(garden.rivera)) == ([report], []), "Of who is no student, admins hear."
    for someone in (garden.vega, garden.jonas):
        assert someone.reads(lambda tx: tx.scalars(select(Report)).all()) == []
    garden.rivera.does(teams.put_in, garden.team, elsa.id)
    assert told_of(elsa, garden.vega)
    assert told_of(garden.vega, garden.rivera)
    garden.vega.says(garden.room, "Where do you live?")
    garden.rivera.does(mentors.end, garden.mentorship)
    assert told_of(garden.jonas, garden.vega), "Her words are still there, and she isn't."


def test_of_a_question_its_words_are_kept_and_who_asked_never_hears(school: School) -> None:
    garden = Garden(school)
    maya, jonas, rivera = garden.maya, garden.jonas, garden.rivera
    question = maya.does(lambda tx: wonders.ask(tx, garden.room, "Why is Jonas stupid?").id)
    with pytest.raises(NotFound):
        jonas.does(lambda tx: asking.report_item(tx, question, "unkind", "Me"))
    maya.does(wonders.reveal, garden.room)
    report = jonas.does(lambda tx: asking.report_item(tx, question, "unkind", "Me").id)
    maya.does(lambda tx: wonders.change(tx, question, "Why do bees sting?", 1))
    shown = looked(rivera, report)
    assert (shown.report.title, shown.report.where, shown.words) == ("Something that Maya made", "A question", "Why is Jonas stupid?")
    assert maya.reads(lambda tx: tx.scalars(select(Report)).all()) == []
    with pytest.raises(Forbidden, match="yourself"):
        maya.does(lambda tx: asking.report_item(tx, question, "other", "Mine"))
    jonas.does(lambda tx: wonders.answer(tx, question, wonders.Found(words="Maya is", base=2)))
    assert maya.does(lambda tx: asking.report_item(tx, question, "unkind", "His").author_id) == jonas.id


def test_who_tells_of_the_only_one_who_could_look_is_told_so_at_once(small_school: School) -> None:
    maya, haddad = small_school.people(maya="student", haddad="admin")
    small_school.work(lambda tx: office.enrol(tx, tx.get_one(Class, small_school.classes["7B"]), tx.get_one(Person, haddad.id), "teacher"))
    with pytest.raises(Invalid, match="outside Trellis"):
        told_of(maya, haddad)
    (khan,) = small_school.people(khan="admin")
    report = told_of(maya, haddad)
    assert waiting(khan) == [report]
