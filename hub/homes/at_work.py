"""The projects that one works on or leads, each with its next milestone."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, exists, or_, select

from hub.columns import among
from hub.database import Tx
from hub.handins.queries import coming, handed_in
from hub.people.models import Person
from hub.projects.models import Milestone, Project
from hub.projects.queries import AT_WORK, ShownMilestone, edition_of
from hub.rooms.models import Room
from hub.teams.models import Team, TeamMember

MOST = 6


class AtWork(msgspec.Struct, frozen=True):
    """A project that is under way. `next`: the next milestone of one's team; of who leads it, of the team that is furthest behind.
    `late`: its day has passed. `room_id`: of one's own team."""

    project_id: UUID
    title: str
    next: ShownMilestone | None
    late: bool = False
    room_id: UUID | None = None

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
    teams: dict[UUID, list[_OfTeam]] = defaultdict(list)
    for row in tx.execute(_TEAMS, {"me": tx.viewer.id, "ids": [project.id for project in projects]}):
        teams[row[0]].append(_OfTeam(*row[1:]))
    handed = handed_in(tx, [team.id for theirs in teams.values() for team in theirs])

    def shown(id_: UUID, title: str) -> AtWork:
        ours = [team for team in teams[id_] if team.mine] or teams[id_]
        first = _next(milestones[id_], [handed[team.id] for team in ours], tx.today)
        return AtWork(id_, title, first, bool(first and first.due and first.due < tx.today), next((t.room for t in ours if t.mine), None))

    found = [shown(project.id, project.title) for project in projects]
    return sorted(found, key=lambda one: (one.next.due if one.next and one.next.due else date.max, one.title))[:MOST]


class _OfTeam(NamedTuple):
    id: UUID
    room: UUID
    mine: bool


def _next(milestones: Sequence[Milestone], handed: Sequence[Collection[UUID]], today: date) -> ShownMilestone | None:
    """`handed`: what each team handed in. While there is no team, nobody can be late: what is past is past."""
    past = {one.id for one in milestones if one.due and one.due < today}
    one = coming(milestones, set.intersection(*map(set, handed)) if handed else past)
    if one is None:
        return None
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
_IN_IT = exists().where(TeamMember.team_id == Team.id, TeamMember.person_id == _ME, TeamMember.ended.is_(None)).correlate(Team)
_TEAMS = (
    select(Team.project_id, Team.id, Room.id, _IN_IT)
    .join(Room, Room.team_id == Team.id)
    .where(among(Team.project_id, "ids"))
    .order_by(Team.project_id, Team.created, Team.id)
)
"""Into whose rooms one may go."""
_MILESTONES = select(Milestone).where(among(Milestone.project_id, "ids")).order_by(Milestone.project_id, Milestone.place, Milestone.id)
