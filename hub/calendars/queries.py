"""What stands in somebody's calendar, and whether they have an address for it."""

from datetime import date, datetime, timedelta

from sqlalchemy import Date, and_, bindparam, or_, select

from hub.calendars.ics import Day, calendar
from hub.calendars.models import CalendarKey
from hub.database import Tx
from hub.errors import NotFound
from hub.identity.keys import digest
from hub.identity.queries import in_a_letter
from hub.people.models import Person
from hub.projects.models import Milestone, Project
from hub.projects.queries import AT_WORK
from hub.teams.models import Team, TeamMember
from hub.words import _, speaking

PAST = timedelta(days=90)
"""What was due longer ago is left out."""


def made(tx: Tx) -> datetime | None:
    """When the viewer's address was made; None where there is none."""
    found = tx.get(CalendarKey, tx.viewer.id)
    return found.created if found else None


def feed(tx: Tx, key: str, url: str) -> str:
    """The calendar behind a key, as its person may see it today. For the hub's own work: nobody is signed in.

    Raises NotFound, alike for a key that never was, that was ended, and of somebody who has no account any more.
    """
    person_id = tx.scalar(select(CalendarKey.person_id).where(CalendarKey.key_hash == digest(key)))
    viewer = in_a_letter(tx, person_id) if person_id else None
    if viewer is None:
        raise NotFound(_("There is no calendar here. Perhaps its address was ended."))
    tx.bind_to(viewer)
    with speaking(viewer.language):
        return calendar(_("Milestones"), days(tx, url))


def days(tx: Tx, url: str) -> list[Day]:
    """The milestones of what the viewer leads, of their teams' projects, and, of a student, of what is at work and shared with them."""
    student = "student" in tx.viewer.roles
    since = tx.today - PAST
    return [
        Day(f"{one.id}@trellis", _due(one.due), one.key_question, title, f"{url}/projects/{one.project_id}", one.created)
        for one, title in tx.execute(_OF_STUDENT if student else _MINE, {"me": tx.viewer.id, "since": since})
    ]


def _due(day: date | None) -> date:
    assert day is not None, "they were asked for by their days"
    return day


_ME = bindparam("me", type_=Person.id.type)
_IN_MY_TEAMS = Project.id.in_(
    select(Team.project_id).join(TeamMember, TeamMember.team_id == Team.id).where(TeamMember.person_id == _ME, TeamMember.ended.is_(None))
)
_ALL = (
    select(Milestone, Project.title)
    .join(Project, Project.id == Milestone.project_id)
    .where(Milestone.due >= bindparam("since", type_=Date()), Project.deleted.is_(None), Project.state == "posted")
    .order_by(Milestone.due, Milestone.id)
)
_LED = and_(Project.owner_id == _ME, Project.stage != "archived")
_MINE = _ALL.where(or_(_LED, _IN_MY_TEAMS))
_OF_STUDENT = _ALL.where(or_(_LED, _IN_MY_TEAMS, Project.stage.in_(AT_WORK)))
