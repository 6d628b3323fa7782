"""Which mentors are with which projects, and who could be?"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.mentors.models import BackgroundCheck, Mentorship
from hub.people.faces import Face, faces
from hub.people.models import Person, Principal, RoleHeld
from hub.policy import Relation, Verb, verbs
from hub.projects.models import Project
from hub.words import _

State = Literal["invited", "unchecked", "coming", "with", "over", "ended"]


class ShownMentorship(msgspec.Struct, frozen=True, kw_only=True):
    """A mentorship as staff see it, and the mentor. `state`: waits for the school's approval; approved without a check that holds; begins
    later; is with it now; its days are over; was ended before."""

    id: UUID
    project_id: UUID
    project: str
    mentor: Face
    purpose: str
    first_day: date
    last_day: date
    state: State
    invited_by: Face
    approved_by: Face | None
    can: frozenset[Verb]

    @property
    def stands(self) -> bool:
        """Whether it may still open something."""
        return self.state not in ("over", "ended")


def find(tx: Tx, mentorship_id: UUID | None) -> Mentorship:
    """Raises NotFound."""
    found = tx.get(Mentorship, mentorship_id) if mentorship_id else None
    if found is None:
        raise NotFound(_("We can't find this. Perhaps the mentor isn't with the project any more."))
    return found


def of_projects(tx: Tx, project_ids: Collection[UUID]) -> list[ShownMentorship]:
    """The newest first, as far as they are the viewer's to know."""
    return show(tx, tx.scalars(_OF_PROJECTS, {"ids": list(project_ids)}).all())


def of_person(tx: Tx, person_id: UUID) -> list[ShownMentorship]:
    return show(tx, tx.scalars(_OF_PEOPLE, {"ids": [person_id]}).all())


def by_ids(tx: Tx, ids: Collection[UUID]) -> dict[UUID, ShownMentorship]:
    """Those of them that the viewer may see."""
    return {one.id: one for one in show(tx, tx.scalars(_BY_ID, {"ids": list(ids)}).all())}


def waiting(tx: Tx) -> list[ShownMentorship]:
    """Those that no admin has approved yet, the longest wait first."""
    return show(tx, tx.scalars(_WAITING, {"today": tx.today}).all())


def waiting_count(tx: Tx) -> int:
    return tx.scalar(_HOW_MANY_WAIT, {"today": tx.today}) or 0


def show(tx: Tx, mentorships: Sequence[Mentorship]) -> list[ShownMentorship]:
    """Made ready to show, in the same number of statements however many there are."""
    if not mentorships:
        return []
    with tx.system("whether a mentor's check holds, and what their project is called"):
        checked = checks_hold(tx, {one.person_id for one in mentorships}, tx.now)
        rows = tx.execute(_PROJECTS, {"ids": [one.project_id for one in mentorships]})
        projects = {id_: (title, owner) for id_, title, owner in rows}
    named = {person for one in mentorships for person in (one.person_id, one.invited_by, one.approved_by) if person}
    known = faces(tx, named)
    return [
        ShownMentorship(
            id=one.id,
            project_id=one.project_id,
            project=projects[one.project_id][0],
            mentor=known[one.person_id],
            purpose=one.purpose,
            first_day=one.first_day,
            last_day=one.last_day,
            state=state_of(one, tx.now, checked=one.person_id in checked),
            invited_by=known[one.invited_by],
            approved_by=known[one.approved_by] if one.approved_by else None,
            can=verbs("mentorship", to_mentorship(tx, one, projects[one.project_id][1])),
        )
        for one in mentorships
    ]


def state_of(one: Mentorship, now: datetime, *, checked: bool) -> State:
    if one.ended is not None:
        return "ended"
    if one.closes <= now:
        return "over"
    if one.approved is None:
        return "invited"
    if not checked:
        return "unchecked"
    return "coming" if one.opens > now else "with"


def to_mentorship(tx: Tx, one: Mentorship, leader: UUID) -> frozenset[Relation]:
    found = {Relation.OWNER} if leader == tx.viewer.id else set()
    found |= {Relation.SELF} if one.person_id == tx.viewer.id else set()
    return frozenset(found | ({Relation.ADMIN} if "admin" in tx.viewer.roles else set()))


def relations(tx: Tx, one: Mentorship) -> frozenset[Relation]:
    """What the viewer is to a mentorship that they can see."""
    with tx.system("who leads a mentor's project"):
        return to_mentorship(tx, one, tx.scalars(select(Project.owner_id).where(Project.id == one.project_id)).one())


def checks_hold(tx: Tx, people: Iterable[UUID], now: datetime) -> frozenset[UUID]:
    """To be asked past the policy: of these people, those whose check holds."""
    return frozenset(tx.scalars(_CHECKED, {"ids": list(people), "now": now.astimezone(UTC)}))


def waits_for_a_check(tx: Tx) -> bool:
    """Whether the viewer would be with a project now if their check held; with which, is not theirs to see meanwhile."""
    with tx.system("whether a mentor's check holds"):
        mine = tx.scalars(_OF_PEOPLE, {"ids": [tx.viewer.id]}).all()
        return any(state_of(one, tx.now, checked=False) == "unchecked" and one.opens <= tx.now for one in mine)


def group_of(tx: Tx, project_id: UUID) -> UUID | None:
    """The principal of a project's mentors; None before the first was approved."""
    with tx.system("the mentors of a project"):
        return tx.scalars(_GROUP, {"project": project_id}).one_or_none()


_OF_PROJECTS = select(Mentorship).where(among(Mentorship.project_id, "ids")).order_by(Mentorship.invited.desc(), Mentorship.id)
_OF_PEOPLE = select(Mentorship).where(among(Mentorship.person_id, "ids")).order_by(Mentorship.invited.desc(), Mentorship.id)
_BY_ID = select(Mentorship).where(among(Mentorship.id, "ids"))
_STILL_WAITS = (
    Mentorship.approved.is_(None),
    Mentorship.ended.is_(None),
    Mentorship.last_day >= bindparam("today", type_=Mentorship.last_day.type),
)
_WAITING = select(Mentorship).where(*_STILL_WAITS).order_by(Mentorship.invited, Mentorship.id)
_HOW_MANY_WAIT = select(func.count(Mentorship.id)).where(*_STILL_WAITS)
_PROJECTS = select(Project.id, Project.title, Project.owner_id).where(among(Project.id, "ids"))
_CHECKED = (
    select(BackgroundCheck.person_id)
    .where(
        among(BackgroundCheck.person_id, "ids"),
        BackgroundCheck.replaced.is_(None),
        BackgroundCheck.expires > bindparam("now", type_=BackgroundCheck.expires.type),
    )
    .distinct()
)
_GROUP = select(Principal.id).where(
    Principal.kind == "mentors", Principal.subject_id == bindparam("project", type_=Principal.subject_id.type)
)
IS_A_MENTOR = (
    select(RoleHeld.person_id)
    .join(Person, Person.id == RoleHeld.person_id)
    .where(RoleHeld.role == "mentor", RoleHeld.ended.is_(None), Person.deactivated.is_(None))
)
