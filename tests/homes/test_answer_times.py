"""How long learners wait for a teacher's answers, week by week: hers alone, and true."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from hub.clock import now
from hub.feedback import actions as feedback
from hub.homes import queries
from hub.homes.answer_times import WEEKS, AnswerTimes, answer_times
from hub.loops.models import Asked
from tests.homes.test_waits import asks
from tests.support.school import School, Someone


def waited(school: School, learner: Someone, teacher: Someone, hours: float, ago: timedelta = timedelta()) -> UUID:
    """Work that was answered after so many hours, that long ago."""
    learner.clock = now() - ago - timedelta(hours=hours)
    item = learner.writes("Look", school.teachers())
    learner.clock = None
    teacher.clock = now() - ago
    said = teacher.says(item, "Seen")
    teacher.clock = None
    return said


def times(teacher: Someone) -> AnswerTimes:
    return teacher.reads(answer_times)


def test_each_week_has_its_median_and_a_week_without_answers_none(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    for hours in (1, 3, 50):
        waited(school, maya, rivera, hours)
    waited(school, maya, rivera, 10, timedelta(weeks=2))
    waited(school, maya, rivera, 99, timedelta(weeks=WEEKS + 1))
    waited(school, maya, boateng, 77)
    found = times(rivera)
    assert [week.answers for week in found.weeks] == [0, 0, 0, 0, 0, 1, 0, 3]
    assert found.now.hours == pytest.approx(3, abs=0.01)
    assert found.weeks[5].hours == pytest.approx(10, abs=0.01)
    assert found.hours == pytest.approx(6.5, abs=0.01)
    assert [(round(mark.value), mark.x) for mark in found.plot.marks] == [(10, 225.1), (3, 312.0)], "Each week at its own place of eight"
    assert times(boateng).answers == 1


def test_what_ended_no_wait_does_not_count_and_what_was_asked_counts_from_the_asking(school: School) -> None:
    maya, rivera, boateng = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya")
    said = waited(school, maya, rivera, 4)
    item = school.work(lambda tx: tx.get_one(feedback.Message, said).item_id)  # type: ignore[attr-defined]
    rivera.says(item, "And one thing more.")
    assert times(rivera).answers == 1
    request = asks(school, maya, item, boateng, hours=20)
    boateng.says(item, "I looked as well.")
    assert school.work(lambda tx: tx.get_one(Asked, (request, boateng.id)).answered) is not None
    assert times(boateng).hours == pytest.approx(20, abs=0.01)
    rivera.does(feedback.withdraw_message, said)
    assert times(rivera).answers == 0


def test_one_answer_to_several_requests_counts_once_from_the_first(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("Look", school.teachers())
    for hours in (5, 30):
        asks(school, maya, item, rivera, hours=hours)
    rivera.says(item, "I looked at both.")
    assert times(rivera).answers == 1
    assert times(rivera).hours == pytest.approx(30, abs=0.01)


def test_a_week_begins_on_monday_by_the_clock_of_the_school(school: School) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    waited(school, maya, rivera, 1)
    weeks = times(rivera).weeks
    assert len(weeks) == WEEKS
    for week in weeks:
        there: datetime = week.begins.astimezone(ZoneInfo("Europe/London"))
        assert (there.weekday(), there.hour, there.minute) == (0, 0, 0)


def test_nobody_else_is_told(school: School) -> None:
    maya, rivera, boateng, haddad = school.people(maya="student", rivera="teacher of maya", boateng="teacher of maya", haddad="admin")
    waited(school, maya, rivera, 4)
    for someone in (boateng, haddad):
        assert times(someone).answers == 0
    assert maya.reads(queries.home).answer_times is None
