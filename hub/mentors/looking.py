"""The pages about mentors: of a project, of the school, of one mentor for an admin; and what a mentor's own first page says."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.items import queries as items
from hub.mentors import asks, offers, queries
from hub.mentors.asks import AskedOfMe
from hub.mentors.models import BackgroundCheck
from hub.mentors.offers import Mentor, Offered
from hub.mentors.queries import ShownMentorship
from hub.people.faces import Face, faces
from hub.people.queries import find as person_of
from hub.people.queries import to_school
from hub.policy import Verb, allows, require, to_item
from hub.projects import queries as projects
from hub.teams.queries import ShownTeam, of_projects
from hub.words import _


class OfProject(msgspec.Struct, frozen=True):
    """The mentors of a project, and those of the school who could be asked. `wanted`: the words by which they were looked for."""

    project_id: UUID
    title: str
    first_day: date
    last_day: date | None
    mentorships: list[ShownMentorship]
    found: list[Mentor]
    wanted: str
    desk: Desk


class OfSchool(msgspec.Struct, frozen=True):
    """The school's mentors by name; for an admin, those whom nobody has approved yet."""

    found: list[Mentor]
    wanted: str
    waiting: list[ShownMentorship]
    admin: bool


class ShownCheck(msgspec.Struct, frozen=True):
    """What an admin looked at. `holds`: it counts now."""

    id: UUID
    kind: str
    identity: str
    issued: date
    expires: datetime
    recorded: datetime
    by: Face
    holds: bool


class Record(msgspec.Struct, frozen=True):
    """What the school keeps about a mentor, the newest first."""

    mentor: Face
    checks: list[ShownCheck]
    mentorships: list[ShownMentorship]
    offers: list[Offered]

    @property
    def check(self) -> ShownCheck | None:
        """That which counts."""
        return next((one for one in self.checks if one.holds), None)


class Helping(msgspec.Struct, frozen=True):
    """A project that a mentor is with now, and its rooms."""

    mentorship: ShownMentorship
    teams: list[ShownTeam]


class Mentoring(msgspec.Struct, frozen=True):
    """What a mentor's first page shows: what they are asked, where they help, and what they offer."""

    asked: list[AskedOfMe]
    minutes: int
    """How long all of it may take, as those who ask think."""
    helping: list[Helping]
    offers: list[Offered]
    desk: Desk
    unchecked: bool
    """Whether all that keeps them out is that their check has run out."""


def of_project(tx: Tx, project_id: UUID | None, wanted: str = "") -> OfProject:
    """Raises NotFound, and Forbidden for who doesn't lead it."""
    project = projects.find(tx, project_id)
    require("project", to_item(tx.viewer, project, items.granted(tx, project.id)), Verb.ORGANISE)
    first = max(project.starts or tx.today, tx.today)
    wanted = wanted.strip()[:100]
    return OfProject(
        project_id=project.id,
        title=project.title,
        first_day=first,
        last_day=project.ends if project.ends and project.ends >= first else None,
        mentorships=queries.of_projects(tx, [project.id]),
        found=offers.mentors(tx, wanted),
        wanted=wanted,
        desk=desk(tx, f"mentor/{project.id}"),
    )


def of_school(tx: Tx, wanted: str = "") -> OfSchool:
    """Raises Forbidden for who isn't staff."""
    wanted = wanted.strip()[:100]
    admin = allows("school", to_school(tx), Verb.MANAGE)
    return OfSchool(offers.mentors(tx, wanted), wanted, queries.waiting(tx) if admin else [], admin)


def record(tx: Tx, person_id: UUID | None) -> Record:
    """Raises Forbidden for who is no admin, NotFound for who is and was no mentor."""
    require("school", to_school(tx), Verb.MANAGE)
    person = person_of(tx, person_id)
    checks = tx.scalars(_CHECKS.where(BackgroundCheck.person_id == person.id)).all()
    mentorships = queries.of_person(tx, person.id)
    if not checks and not mentorships and not any(held.role == "mentor" and held.ended is None for held in person.roles):
        raise NotFound(_("They are no mentor here."))
    known = faces(tx, {person.id, *(one.recorded_by for one in checks)})
    return Record(
        mentor=known[person.id],
        checks=[_check(tx, one, known) for one in checks],
        mentorships=mentorships,
        offers=offers.of_people(tx, [person.id])[person.id],
    )


def record_of(tx: Tx, mentorship_id: UUID | None) -> Record:
    return record(tx, queries.find(tx, mentorship_id).person_id)


def leads_to(tx: Tx, project_id: UUID, person_id: UUID) -> str:
    """The page on which somebody who ends a mentorship goes on."""
    if person_id == tx.viewer.id:
        return "/"
    return f"/mentors/{person_id}" if allows("school", to_school(tx), Verb.MANAGE) else f"/projects/{project_id}/mentors"


def mentoring(tx: Tx) -> Mentoring | None:
    """None for who is no mentor."""
    if "mentor" not in tx.viewer.roles:
        return None
    running = [one for one in queries.of_person(tx, tx.viewer.id) if one.state == "with"] if "mentors" in tx.viewer.held.values() else []
    teams = of_projects(tx, [one.project_id for one in running]) if running else {}
    helping = [Helping(one, [team for team in teams.get(one.project_id, []) if team.room_id]) for one in running]
    asked = asks.of_me(tx) if running else []
    return Mentoring(
        asked=asked,
        minutes=sum(one.ask.minutes for one in asked),
        helping=helping,
        offers=offers.mine(tx),
        desk=desk(tx, "offer/new"),
        unchecked=not running and queries.waits_for_a_check(tx),
    )


def _check(tx: Tx, one: BackgroundCheck, known: dict[UUID, Face]) -> ShownCheck:
    holds = one.replaced is None and one.expires > tx.now
    return ShownCheck(one.id, one.kind, one.identity, one.issued, one.expires, one.recorded, known[one.recorded_by], holds)


_CHECKS = select(BackgroundCheck).order_by(BackgroundCheck.recorded.desc(), BackgroundCheck.id.desc())
