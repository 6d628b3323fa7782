"""Who is asked to come into which team?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.people.faces import Face, faces
from hub.people.models import Person
from hub.policy import Verb
from hub.projects.models import Project
from hub.teams import queries
from hub.teams.models import Team, TeamInvitation
from hub.words import _

Standing = Literal["open", "accepted", "declined", "withdrawn", "over"]


class Invited(msgspec.Struct, frozen=True):
    """That somebody is asked into a team. `standing` is of this moment: "over" where nobody answered in time."""

    id: UUID
    team_id: UUID
    team: str
    project_id: UUID
    project: str
    by: Face
    who: Face
    made: datetime
    until: datetime
    standing: Standing

    @property
    def href(self) -> str:
        return f"/team-invitations/{self.id}"


class Asked(msgspec.Struct, frozen=True):
    """The page of one invitation, for whom it is; `team` tells who is in it, as far as they may know."""

    invited: Invited
    team: queries.ShownTeam


def find(tx: Tx, invitation_id: UUID | None) -> TeamInvitation:
    """Raises NotFound."""
    found = tx.get(TeamInvitation, invitation_id) if invitation_id else None
    if found is None:
        raise NotFound(_("We can't find this invitation. Perhaps you can't see its project any more."))
    return found


def page(tx: Tx, invitation_id: UUID | None) -> Asked:
    """Raises NotFound, also for who is in the team: it is there for whom it asks."""
    found = find(tx, invitation_id)
    shown = by_ids(tx, [found.id]) if found.person_id == tx.viewer.id else {}
    if found.id not in shown:
        raise NotFound(_("We can't find this invitation. Perhaps you can't see its project any more."))
    return Asked(shown[found.id], queries.by_ids(tx, [found.team_id])[found.team_id])


def mine(tx: Tx) -> list[Invited]:
    """Those that wait for the viewer's answer, the oldest first; none into a project that is archived."""
    return show(tx, tx.execute(_MINE, {"me": tx.viewer.id, "now": tx.now}).all()) if "student" in tx.viewer.roles else []


def of_teams(tx: Tx, team_ids: Collection[UUID]) -> dict[UUID, list[Invited]]:
    """Those of each that nobody has answered yet, as far as the viewer may know of them."""
    found: dict[UUID, list[Invited]] = {id_: [] for id_ in team_ids}
    for one in show(tx, tx.execute(_OF_TEAMS, {"ids": list(team_ids), "now": tx.now}).all()):
        found[one.team_id].append(one)
    return found


def by_ids(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Invited]:
    return {one.id: one for one in show(tx, tx.execute(_BY_IDS, {"ids": list(ids)}).all())}


def show(tx: Tx, rows: Sequence[tuple[TeamInvitation, str, UUID, str]]) -> list[Invited]:
    known = faces(tx, {id_ for one, *_rest in rows for id_ in (one.person_id, one.by_id)})
    return [
        Invited(
            id=one.id,
            team_id=one.team_id,
            team=team,
            project_id=project_id,
            project=project,
            by=known[one.by_id],
            who=known[one.person_id],
            made=one.made,
            until=one.until,
            standing=standing(tx, one),
        )
        for one, team, project_id, project in rows
    ]


def standing(tx: Tx, one: TeamInvitation) -> Standing:
    if one.withdrawn:
        return "withdrawn"
    if one.answered:
        return "accepted" if one.accepted else "declined"
    return "over" if one.until <= tx.now else "open"


def could_be_asked(tx: Tx, team: queries.ShownTeam, project: Project | None) -> list[Face]:
    """The students of the project who are in none of its teams and not asked yet, of those whom the viewer knows."""
    if project is None or project.deleted or Verb.INVITE not in team.can:
        return []
    free = {one.face.id: one.face for one in queries.candidates(tx, project) if one.team is None}
    known = set(tx.scalars(select(Person.id).where(among(Person.id, "ids")), {"ids": list(free)}))
    asked = {one.who.id for one in of_teams(tx, [team.id])[team.id]}
    return [face for id_, face in free.items() if id_ in known - asked]


_SHOWN = (
    select(TeamInvitation, Team.name, Project.id, Project.title)
    .join(Team, Team.id == TeamInvitation.team_id)
    .join(Project, Project.id == Team.project_id)
    .order_by(TeamInvitation.made, TeamInvitation.id)
)
_OPEN = _SHOWN.where(
    TeamInvitation.answered.is_(None),
    TeamInvitation.withdrawn.is_(None),
    TeamInvitation.until > bindparam("now", type_=TeamInvitation.until.type),
)
_MINE = _OPEN.where(TeamInvitation.person_id == bindparam("me", type_=Person.id.type), Project.stage != "archived")
_OF_TEAMS = _OPEN.where(among(TeamInvitation.team_id, "ids"))
_BY_IDS = _SHOWN.where(among(TeamInvitation.id, "ids"))
