"""Somebody asks staff to look: the words are kept, an admin reads them with a recorded reason, and nobody learns who asked."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import get_args
from uuid import UUID

import pytest
from sqlalchemy import select

from hub.clock import now
from hub.errors import Forbidden, Invalid, NotFound
from hub.events import Event
from hub.feedback import actions as feedback
from hub.feedback import queries as threads
from hub.feedback.models import Message, MessageVersion
from hub.histories import MOST, PAGE
from hub.homes import news
from hub.homes import queries as homes
from hub.items.models import ItemKind
from hub.people import actions as office
from hub.people.models import Person
from hub.policy import Verb
from hub.safeguarding import actions, queries
from hub.safeguarding import waiting as looking
from hub.safeguarding.models import Evidence, Look, Report
from hub_graphql.safeguarding import ItemKind as KindInTheApi
from tests.support import many
from tests.support.school import School, Someone
from tests.support.statements import Statements

Family = tuple[Someone, Someone, Someone, Someone]


def family(school: School) -> Family:
    """Maya, her teacher, her father, the school's admin."""
    maya, rivera, chidi, haddad = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya", haddad="admin")
    return maya, rivera, chidi, haddad


def reported(by: Someone, message: UUID, why: str = "It hurts") -> UUID:
    return by.does(lambda tx: actions.report_message(tx, message, why).id)


def looked(who: Someone, report: UUID) -> queries.Opened:
    """As the page does: noted first, then read."""
    who.does(actions.look, report)
    return who.reads(queries.opened, report)


def waiting(who: Someone) -> list[UUID]:
    found = [one.id for one in who.reads(queries.reports).entries]
    assert who.reads(looking.count) == len(found)
    return found


def test_a_report_keeps_the_words_whatever_becomes_of_the_message(school: School) -> None:
    maya, rivera, chidi, _haddad = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    his = chidi.says(item, "First")
    chidi.does(feedback.edit_message, his, "Unkind", 1)
    report = reported(maya, his, " It hurts ")
    assert reported(maya, his, "Again") == report
    chidi.does(feedback.edit_message, his, "Kind", 2)
    chidi.does(feedback.withdraw_message, his)
    kept = looked(rivera, report)
    assert (kept.words, [one.words for one in kept.before.versions], kept.report.reason) == ("Unkind", ["First"], "It hurts")
    assert (kept.report.author.called, kept.report.where) == ("Chidi", "About a reflection of Maya")
    assert kept.report.thread_href == f"/items/{item}?at=message-{his}"


def test_of_words_that_were_changed_without_end_all_are_kept_and_read_in_parts(school: School) -> None:
    maya, _rivera, chidi, haddad = family(school)
    his = chidi.says(maya.writes("…", maya.family), "Unkind")
    chidi.does(many.message_versions, his, 300)
    report = reported(maya, his)
    looked(haddad, report)
    read: list[int] = []
    before = None
    while True:
        kept = haddad.reads(queries.opened, report, before)
        assert (kept.words, kept.before.later) == ("Unkind", before is not None)
        assert len(kept.before.versions) <= PAGE
        read = [one.number for one in kept.before.versions] + read
        if (before := kept.before.more) is None:
            break
    assert read == list(range(1, 301))
    newest = haddad.reads(queries.evidence, [report], 1000)[report]
    assert (len(newest), newest[-1].number) == (MOST, 301)


def test_every_kind_of_item_can_be_reported_about_and_has_words(school: School) -> None:
    maya, _rivera, chidi, haddad = family(school)
    report = reported(maya, chidi.says(maya.writes("…", maya.family), "Hm"))
    for kind in get_args(ItemKind):
        school.change(Report, report, kind=kind)
        assert haddad.reads(queries.opened, report).report.where.endswith("of Maya")
    assert {one.value for one in KindInTheApi} == set(get_args(ItemKind))


def test_whoever_said_it_never_learns_of_it_and_nobody_learns_who_asked(school: School) -> None:
    maya, rivera, chidi, haddad = family(school)
    item = maya.writes("…", school.teachers(), maya.family)
    his, hers = chidi.says(item, "Unkind"), rivera.says(item, "Unfair")
    reports = [reported(maya, his), reported(maya, hers)]
    assert waiting(rivera) == [reports[0]]
    assert rivera.reads(homes.home).reports == 1
    assert waiting(haddad) == reports
    for author in (chidi, rivera):
        mine = [report for report in reports if report in waiting(author)]
        assert author.reads(lambda tx: [one.id for one in tx.scalars(select(Report))]) == mine
        assert author.reads(lambda tx: {one.report_id for one in tx.scalars(select(Evidence))}) == set(mine)
    for act in (actions.look, actions.close_report, actions.show_reported):
        with pytest.raises(NotFound):
            rivera.does(act, reports[1])
    rivera.does(actions.hide_message, hers, "Sorry")  # Her own words: the report of them still waits for somebody else.
    assert waiting(haddad) == reports


def test_an_admin_reads_the_evidence_once_it_is_noted_and_nothing_else_of_the_thread(school: School) -> None:
    maya, rivera, chidi, haddad = family(school)
    item = maya.writes("Secret", maya.family)
    maya.says(item, "Private")
    his = chidi.says(item, "First")
    chidi.does(feedback.edit_message, his, "Unkind", 1)
    report = reported(maya, his)
    assert waiting(rivera) == []
    assert waiting(haddad) == [report]
    assert haddad.reads(homes.home).reports == 1
    before = haddad.reads(queries.opened, report)
    assert (before.words, before.before.versions, before.looks) == (None, [], [])
    assert haddad.reads(lambda tx: tx.scalars(select(Evidence)).all()) == []

    kept = looked(haddad, report)
    assert (kept.words, [one.words for one in kept.before.versions]) == ("Unkind", ["First"])
    assert [seen.who.called for seen in kept.looks] == ["Ms Haddad"]
    assert kept.report.thread_href == ""
    assert not haddad.sees(item)
    assert haddad.reads(lambda tx: [*tx.scalars(select(Message)), *tx.scalars(select(MessageVersion))]) == []
    told = school.work(lambda tx: tx.scalars(select(Event).where(Event.kind == "report.looked_at")).one())
    assert (told.actor_id, told.subjects["report"]) == (haddad.id, str(report))


def test_looks_of_one_sitting_are_one_and_each_admin_needs_their_own(small_school: School) -> None:
    maya, _rivera, chidi, haddad = family(small_school)
    (second,) = small_school.people(second="admin")
    report = reported(maya, chidi.says(maya.writes("…", maya.family), "Unkind"))
    start = now()
    for minutes in (0, 5, 40):
        haddad.clock = start + timedelta(minutes=minutes)
        haddad.does(actions.look, report)
    assert [look.who.called for look in haddad.reads(queries.opened, report).looks] == ["Ms Haddad", "Ms Haddad"]
    assert second.reads(queries.opened, report).words is None
    assert looked(second, report).words == "Unkind"
    assert maya.reads(lambda tx: tx.scalars(select(Look)).all()) == []


def test_an_admin_hides_what_they_read_in_a_report_and_can_undo_it(school: School) -> None:
    maya, _rivera, chidi, haddad = family(school)
    item = maya.writes("…", maya.family)
    his = chidi.says(item, "Unkind")
    report, other = reported(maya, his), reported(maya, chidi.says(item, "Rude"))
    with pytest.raises(Invalid) as refused:
        haddad.does(actions.hide_reported, report, " \u200b ")
    assert refused.value.field == "because"
    with pytest.raises(NotFound):
        haddad.does(actions.hide_message, his, "unkind")
    haddad.does(actions.hide_reported, report, "unkind")
    assert maya.hears(item) == [None, "Rude"]
    assert waiting(haddad) == [other]
    [done] = haddad.reads(queries.reports).done
    assert (done.id, done.outcome, done.closed_by and done.closed_by.called) == (report, "hidden", "Ms Haddad")
    assert looked(haddad, report).words == "Unkind"
    haddad.does(actions.show_reported, report)
    assert maya.hears(item) == ["Unkind", "Rude"]
    assert looked(haddad, report).report.outcome == "stayed"


def test_nothing_to_do_closes_every_open_report_of_the_message(small_school: School) -> None:
    maya, rivera, chidi, haddad = family(small_school)
    item = maya.writes("…", small_school.teachers(), maya.family)
    his = chidi.says(item, "Hm")
    report = reported(maya, his)
    reported(rivera, his)
    assert len(waiting(haddad)) == 2
    rivera.does(actions.close_report, report)
    assert waiting(haddad) == waiting(rivera) == []
    assert maya.hears(item) == ["Hm"]


def test_who_reported_follows_it_and_can_do_nothing_more(small_school: School) -> None:
    maya, rivera, chidi, _haddad = family(small_school)
    report = reported(maya, chidi.says(maya.writes("…", small_school.teachers(), maya.family), "Hm"))
    assert maya.reads(queries.opened, report).words is None
    assert maya.reads(queries.opened, report).report.can == frozenset()
    assert maya.reads(queries.reports).entries == maya.reads(queries.looked_after).entries == []
    for act in (actions.look, actions.close_report, lambda tx, id_: actions.hide_reported(tx, id_, "x")):
        with pytest.raises(Forbidden):
            maya.does(act, report)
    rivera.does(actions.close_report, report)
    assert maya.reads(queries.opened, report).report.closed


def test_a_teacher_who_reads_as_family_looks_after_nothing_there(small_school: School) -> None:
    maya, rivera, chidi, _haddad = family(small_school)
    small_school.work(lambda tx: office.give_role(tx, tx.get_one(Person, chidi.id), "teacher"))
    report = reported(maya, rivera.says(maya.writes("…", small_school.teachers(), maya.family), "Hm"))
    assert waiting(chidi) == []
    assert chidi.reads(homes.home).reports == 0
    with pytest.raises(Forbidden):
        chidi.does(actions.look, report)


def test_who_has_left_looks_after_nothing(small_school: School) -> None:
    maya, rivera, chidi, haddad = family(small_school)
    item = maya.writes("…", small_school.teachers(), maya.family)
    report = reported(maya, chidi.says(item, "Hm"))
    looked(rivera, report)
    maya.shares(item, maya.family)
    with pytest.raises(NotFound):
        rivera.reads(queries.opened, report)
    looked(haddad, report)
    small_school.work(lambda tx: office.end_role(tx, tx.get_one(Person, haddad.id), "admin"))
    assert haddad.reads(lambda tx: [*tx.scalars(select(Evidence)), *tx.scalars(select(Report))]) == []


def test_staff_hide_words_from_everyone_and_can_show_them_again(small_school: School) -> None:
    maya, rivera, chidi, _haddad = family(small_school)
    item = maya.writes("…", small_school.teachers(), maya.family)
    his = chidi.says(item, "Unkind")
    report = reported(maya, his)
    with pytest.raises(Invalid):
        rivera.does(actions.hide_message, his, " \u200f ")
    with pytest.raises(Invalid, match="300 letters"):
        rivera.does(actions.hide_message, his, "x" * 301)
    rivera.does(actions.hide_message, his, "unkind")
    assert maya.hears(item) == chidi.hears(item) == rivera.hears(item) == [None]
    assert waiting(rivera) == []
    assert maya.reads(news.waiting_count) == 0
    with pytest.raises(Forbidden):
        chidi.does(feedback.edit_message, his, "Kind", 1)
    rivera.does(actions.show_message, his)
    assert maya.hears(item) == ["Unkind"]
    assert rivera.reads(queries.opened, report).report.outcome == "stayed"


@pytest.mark.parametrize("why", ["", " \n ", "\u2800", "x" * 2001])
def test_a_reason_is_a_few_words(why: str, small_school: School) -> None:
    maya, _rivera, chidi, _haddad = family(small_school)
    his = chidi.says(maya.writes("…", maya.family), "Hm")
    with pytest.raises(Invalid) as refused:
        reported(maya, his, why)
    assert refused.value.field == "reason"
    assert small_school.work(lambda tx: tx.scalars(select(Report)).all()) == []


def test_the_list_costs_the_same_however_many_were_reported(
    small_school: School, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    maya, rivera, chidi, _haddad = family(small_school)
    counts = []
    for _round in range(2):
        for n in range(5):
            reported(maya, chidi.says(maya.writes("…", small_school.teachers(), maya.family), f"Hm {n}"))
        with statements() as seen:
            assert all(Verb.LOOK_INTO in one.can for one in rivera.reads(queries.reports).entries)
        counts.append(seen.count)
    assert counts[0] == counts[1] <= 13


def test_threads_still_say_who_reads_them(small_school: School) -> None:
    """A report changes nothing in the conversation for anyone in it."""
    maya, _rivera, chidi, haddad = family(small_school)
    item = maya.writes("…", maya.family)
    his = chidi.says(item, "Unkind")
    before = maya.thread(item)
    looked(haddad, reported(maya, his))
    assert maya.thread(item).messages == before.messages
    with pytest.raises(NotFound):
        haddad.reads(threads.one, his)
