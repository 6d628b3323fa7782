"""A private calendar, over a real server's door where it is one, and as a parser reads it."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from hub.calendars import actions, queries
from hub.calendars.ics import LONGEST, Day, calendar
from hub.clock import now
from hub.errors import NotFound, TooMany
from hub.identity import limits
from hub.people import office
from hub.people.models import Person
from hub.projects import actions as projects
from hub.projects import milestones
from hub.teams import actions as teams
from hub.viewer import System
from tests.projects.test_projects import class_of, project_of
from tests.support.school import School, Someone
from tests.teams.test_handing_in import milestone_of
from tests.teams.test_teams import team_of

DOOR = System("a test")
URL = "https://trellis.example"


def parsed(words: str) -> list[dict[str, str]]:
    """As a reader of RFC 5545 does: unfolded by lines, each event by its names; texts as they were meant."""
    lines = words.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    events: list[dict[str, str]] = []
    for line in lines:
        name, _sep, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events:
            meant = value.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
            events[-1][name] = meant
    return events


def asked(school: School, key: str) -> list[str]:
    return [one["SUMMARY"] for one in parsed(school.database.read_now(DOOR, queries.feed, key, URL))]


def address_of(someone: Someone) -> str:
    return someone.does(actions.make_address)


def test_an_address_ends_with_who_is_deactivated_and_stays_ended(small_school: School) -> None:
    maya, haddad = small_school.people(maya="student", haddad="admin")
    key = address_of(maya)
    for change in (office.deactivate, office.reactivate):
        haddad.does(change, maya.id)
        with pytest.raises(NotFound):
            asked(small_school, key)


def test_a_calendar_has_what_its_person_may_see_today_and_ends_at_once(school: School) -> None:
    maya, elsa, chidi, rivera = school.people(maya="student", elsa="student", chidi="guardian of maya", rivera="teacher of maya")
    project = project_of(rivera, class_of(school), title="Our river")
    bees = team_of(rivera, project, "Bees", maya)
    milestone_of(rivera, project, "Where is its spring?", days=3)
    milestone_of(rivera, project, "Some day?")
    milestone_of(rivera, project, "Long ago?", days=-120)
    keys = {someone: address_of(someone) for someone in (maya, elsa, chidi, rivera)}
    # A draft is not at work yet: whoever is in none of its teams hears of no days.
    assert [asked(school, key) for key in keys.values()] == [["Where is its spring?"], [], [], ["Where is its spring?"]]
    rivera.does(lambda tx: projects.move_on(tx, project, "active").id)
    assert asked(school, keys[elsa]) == ["Where is its spring?"]
    [event] = parsed(school.database.read_now(DOOR, queries.feed, keys[maya], URL))
    assert (event["DESCRIPTION"], event["URL"]) == ("Our river", f"{URL}/projects/{project}")
    assert event["DTSTART;VALUE=DATE"] == f"{now().date() + timedelta(days=3):%Y%m%d}"
    again = address_of(maya)
    with pytest.raises(NotFound):
        asked(school, keys[maya])
    assert asked(school, again) == ["Where is its spring?"]
    maya.does(actions.end_address)
    maya.does(actions.end_address)
    for key in (again, "", "x" * 5000, "\ud800"):
        with pytest.raises(NotFound):
            asked(school, key)
    assert maya.reads(queries.made) is None
    school.change(Person, elsa.id, deactivated=now())
    with pytest.raises(NotFound):
        asked(school, keys[elsa])
    rivera.does(lambda tx: teams.take_out(tx, bees, maya.id).id)
    # What is no longer shared is no longer in it; what was taken away neither.
    later = address_of(maya)
    rivera.does(lambda tx: milestones.take_away(tx, _first(tx, project)).id)
    assert asked(school, later) == []


def test_who_guesses_at_keys_has_to_wait_and_a_right_one_is_never_held_up(school: School) -> None:
    (maya,) = school.people(maya="student")
    key = address_of(maya)
    for _try in range(limits.CALENDAR_ADDRESS.most):
        school.database.write_now(DOOR, actions.wrong_key, "192.0.2.1")
    with pytest.raises(TooMany):
        school.database.write_now(DOOR, actions.wrong_key, "192.0.2.1")
    school.database.write_now(DOOR, actions.wrong_key, "192.0.2.2")
    assert asked(school, key) == []


def test_words_of_every_kind_keep_the_form_of_a_calendar() -> None:
    title = "Whose; river, \\ is it? " + "Ünder dem 🌉 " * 20 + "\x07end"
    words = calendar("Mine", [Day("1@trellis", date.max, title, "Line\nfeed", URL, datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))])
    assert max(len(line.encode()) for line in words.split("\r\n")) <= LONGEST
    assert "\n" not in words.replace("\r\n", "")
    [event] = parsed(words)
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (title.replace("\x07", ""), "Line\nfeed")
    assert (event["DTSTAMP"], event["DTSTART;VALUE=DATE"]) == ("20260102T030405Z", "99991231")


def _first(tx: object, project: UUID) -> UUID:
    from hub.projects.queries import milestones_of

    return milestones_of(tx, project)[0].id  # type: ignore[arg-type]
