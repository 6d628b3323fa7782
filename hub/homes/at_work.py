"""The projects that one works on or leads, each with the milestone that comes next."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, or_, select

from hub.columns import among
from hub.database import Tx
from hub.people.models import Person
from hub.projects.models import Milestone, Project
from hub.projects.queries import AT_WORK, ShownMilestone, edition_of
from hub.teams.models import Team, TeamMember

MOST = 6


class AtWork(msgspec.Struct, frozen=True):
    """A project that is under way. `next`: the milestone that is due next; where none has a day that comes, the first without one."""

    project_id: UUID
    title: str
    next: ShownMilestone | None

    @property
    def href(self) -> str:
        return f"/projects/{self.project_id}"


def at_work(tx: Tx) -> list[AtWork]:
    """Those whose next milestone comes first on top. Nothing is asked for who neither learns nor teaches."""
    if not (tx.viewer.staff or "student" in tx.viewer.roles):
        return []
    projects = tx.execute(_MINE, {"me": tx.viewer.id}).all()
    milestones: dict[UUID, list[Milestone]] = defaultdict(list)
    for one in tx.scalars(_MILESTONES, {"ids": [project.id for project in projects]}):
        milestones[one.project_id].append(one)
    found = [AtWork(project.id, project.title, _next(milestones[project.id], tx.today)) for project in projects]
    return sorted(found, key=lambda one: (one.next.due if one.next and one.next.due else date.max, one.title))[:MOST]


def _next(milestones: Sequence[Milestone], today: date) -> ShownMilestone | None:
    coming = sorted((one for one in milestones if one.due and one.due >= today), key=lambda one: (one.due or today, one.place))
    following = [*coming, *(one for one in milestones if one.due is None)]
    if not following:
        return None
    one = following[0]
    return ShownMilestone(one.id, one.key_question, one.product, one.due, edition_of(one))


_ME = bindparam("me", type_=Person.id.type)
_MY_TEAMS = (
    select(Team.project_id).join(TeamMember, TeamMember.team_id == Team.id).where(TeamMember.person_id == _ME, TeamMember.ended.is_(None))
)
_MINE = (
    select(Project.id, Project.title)
    .where(
        Project.stage.in_(AT_WORK),
        Project.deleted.is_(None),
        Project.state == "posted",
        or_(Project.owner_id == _ME, Project.id.in_(_MY_TEAMS)),
    )
    .order_by(Project.created.desc(), Project.id)
    .limit(50)
)
_MILESTONES = select(Milestone).where(among(Milestone.project_id, "ids")).order_by(Milestone.project_id, Milestone.place, Milestone.id)
