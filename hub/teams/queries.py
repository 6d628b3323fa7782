"""Which teams are there, who is in them, and who could be?"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.feedback import unread as unread_messages
from hub.holdings import holdings
from hub.items.models import Item, ItemGrant
from hub.people.faces import Face, faces
from hub.people.models import Person, RoleHeld
from hub.policy import Relation, Verb, verbs
from hub.projects.models import Project
from hub.rooms.models import Room
from hub.teams.models import Team, TeamCode, TeamMember
from hub.words import _


class Member(msgspec.Struct, frozen=True):
    """Somebody in a team. `ended`: until when, of who isn't in it any more."""

    face: Face
    role: str
    since: datetime
    ended: datetime | None


class ShownTeam(msgspec.Struct, frozen=True):
    """A team as this viewer may know it. `room_id` is None for who may not go in; `unread` counts what others said there."""

    id: UUID
    project_id: UUID
    name: str
    open: bool
    members: list[Member]
    before: list[Member]
    """Who was in it, the last to leave first, each as they were there last; only for who may go into its room."""
    room_id: UUID | None
    unread: int
    mine: bool
    can: frozenset[Verb]

    @property
    def called(self) -> str:
        return self.name

    @property
    def href(self) -> str:
        return f"/rooms/{self.room_id}" if self.room_id else f"/projects/{self.project_id}#team-{self.id}"


class Candidate(msgspec.Struct, frozen=True):
    """A student who can see the project, and the name of the team that they are in already."""

    face: Face
    team: str | None


def find(tx: Tx, team_id: UUID | None) -> Team:
    """Raises NotFound."""
    team = tx.get(Team, team_id) if team_id else None
    if team is None:
        raise NotFound(_("We can't find this team. Perhaps you can't see its project any more."))
    return team


def of_projects(tx: Tx, project_ids: Collection[UUID]) -> dict[UUID, list[ShownTeam]]:
    """The teams of each, by name: the same few statements, however many there are."""
    found: dict[UUID, list[ShownTeam]] = defaultdict(list)
    for one in show(tx, tx.scalars(_OF_PROJECTS, {"ids": list(project_ids)}).all()):
        found[one.project_id].append(one)
    return found


def mine(tx: Tx) -> list[ShownTeam]:
    """The teams that the viewer is in, the newest first."""
    return show(tx, tx.scalars(_MINE, {"me": tx.viewer.id}).all())


def by_ids(tx: Tx, ids: Iterable[UUID]) -> dict[UUID, ShownTeam]:
    """Those of them that the viewer may see."""
    return {one.id: one for one in show(tx, tx.scalars(_BY_ID, {"ids": list(ids)}).all())}


def show(tx: Tx, teams: Sequence[Team]) -> list[ShownTeam]:
    """Made ready to show, in the same number of statements however many there are."""
    if not teams:
        return []
    ids = [team.id for team in teams]
    members: dict[UUID, list[TeamMember]] = defaultdict(list)
    for member in tx.scalars(_MEMBERS, {"ids": ids}):
        members[member.team_id].append(member)
    known = faces(tx, {member.person_id for theirs in members.values() for member in theirs})
    rooms = rooms_of(tx, ids)
    unread = unread_messages.counts(tx, rooms.values()) if rooms else {}
    leaders = {id_: owner for id_, owner in tx.execute(_LEADERS, {"ids": [team.project_id for team in teams]})}  # noqa: C416 - a Row is no pair to a type checker

    def shown(team: Team) -> ShownTeam:
        # Who was deactivated is asked to do nothing any more: they were in it until then.
        each = ((one, known[one.person_id]) for one in members[team.id])
        theirs = [Member(face, one.role, one.since, one.ended or face.deactivated) for one, face in each]
        standing = [one for one in theirs if one.ended is None]
        there = any(one.face.id == tx.viewer.id for one in standing)
        room = rooms.get(team.id)
        last = {one.face.id: one for one in sorted(theirs, key=lambda one: one.ended or one.since) if one.ended}
        gone = sorted(last.values(), key=lambda one: one.ended or one.since, reverse=True)
        return ShownTeam(
            id=team.id,
            project_id=team.project_id,
            name=team.name,
            open=team.open,
            members=sorted(standing, key=lambda one: one.face.called),
            before=gone if room else [],
            room_id=room,
            unread=unread.get(room, 0) if room else 0,
            mine=there,
            can=verbs("team", _to_team(tx, leaders.get(team.project_id), there=there)) - (frozenset() if team.open else {Verb.JOIN}),
        )

    return [shown(team) for team in teams]


def codes_of(tx: Tx, ids: Collection[UUID]) -> dict[UUID, str]:
    """With which students join each of these teams, as far as the viewer may know it."""
    return {one.team_id: one.code for one in tx.scalars(_CODES, {"ids": list(ids)})}


def candidates(tx: Tx, project: Project) -> list[Candidate]:
    """The students who can see the project now, by name."""
    with tx.system("who could be in a team"):
        found: dict[UUID, str | None] = {one: team for one, team in tx.execute(_CANDIDATES, {"item": project.id})}  # noqa: C416 - as above
    known = faces(tx, found.keys())
    return sorted((Candidate(known[id_], team) for id_, team in found.items()), key=lambda one: (one.face.called, one.face.id))


def names(tx: Tx, project_id: UUID) -> list[str]:
    return list(tx.scalars(_NAMES, {"ids": [project_id]}))


def in_it(tx: Tx, team: Team, person_id: UUID) -> TeamMember | None:
    """That they are in it now, if they are."""
    with tx.system("who is in a team"):
        return tx.scalars(_IN_IT, {"team": team.id, "person": person_id}).one_or_none()


def rooms_of(tx: Tx, ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The rooms of these teams that the viewer may go into, by team."""
    return {team_id: room_id for team_id, room_id in tx.execute(_ROOMS, {"ids": list(ids)})}  # noqa: C416 - as above


def room_of(tx: Tx, team: Team) -> Room:
    return tx.scalars(select(Room).where(Room.team_id == team.id)).one()


def relations(tx: Tx, team: Team) -> frozenset[Relation]:
    """What the viewer is to a team that they can see."""
    leader = tx.scalars(select(Project.owner_id).where(Project.id == team.project_id)).one_or_none()
    return _to_team(tx, leader, there=in_it(tx, team, tx.viewer.id) is not None)


def _to_team(tx: Tx, leader: UUID | None, *, there: bool) -> frozenset[Relation]:
    if leader == tx.viewer.id:
        return frozenset({Relation.OWNER})
    if there:
        return frozenset({Relation.MEMBER})
    if tx.viewer.staff:
        return frozenset({Relation.STAFF})
    return frozenset({Relation.PEER if "student" in tx.viewer.roles else Relation.FAMILY})


_BY_ID = select(Team).where(among(Team.id, "ids"))
_OF_PROJECTS = select(Team).where(among(Team.project_id, "ids")).order_by(Team.project_id, Team.name, Team.id)
_MINE = (
    select(Team)
    .join(TeamMember, TeamMember.team_id == Team.id)
    .where(TeamMember.person_id == bindparam("me", type_=Person.id.type), TeamMember.ended.is_(None))
    .order_by(Team.created.desc(), Team.id)
)
_MEMBERS = select(TeamMember).where(among(TeamMember.team_id, "ids")).order_by(TeamMember.since, TeamMember.id)
_ROOMS = select(Room.team_id, Room.id).where(among(Room.team_id, "ids"))
_LEADERS = select(Project.id, Project.owner_id).where(among(Project.id, "ids"))
_CODES = select(TeamCode).where(among(TeamCode.team_id, "ids"))
_NAMES = select(Team.name).where(among(Team.project_id, "ids"))
_IN_IT = select(TeamMember).where(
    TeamMember.team_id == bindparam("team", type_=Team.id.type),
    TeamMember.person_id == bindparam("person", type_=Person.id.type),
    TeamMember.ended.is_(None),
)
_ITEM = bindparam("item", type_=Item.id.type)
_CANDIDATES = (
    select(holdings.c.person_id, Team.name)
    .join(ItemGrant, ItemGrant.principal_id == holdings.c.principal_id)
    .join(RoleHeld, RoleHeld.person_id == holdings.c.person_id)
    .join(Person, Person.id == holdings.c.person_id)
    .outerjoin(
        Team,
        (Team.project_id == _ITEM)
        & Team.id.in_(select(TeamMember.team_id).where(TeamMember.person_id == Person.id, TeamMember.ended.is_(None)).correlate(Person)),
    )
    .where(ItemGrant.item_id == _ITEM, RoleHeld.role == "student", RoleHeld.ended.is_(None), Person.deactivated.is_(None))
    .distinct()
)
