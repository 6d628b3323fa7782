"""A team's room, as one who may be in it sees it."""

from uuid import UUID

import msgspec
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from hub.columns import among
from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.feedback import box, pinned, unread
from hub.feedback import queries as feedback
from hub.files import queries as files
from hub.handins import queries as handins
from hub.items import cards
from hub.items.models import Item, ItemGrant
from hub.people.models import Principal
from hub.projects import queries as projects
from hub.projects.models import Project
from hub.rooms import presence
from hub.rooms.models import Room
from hub.safeguarding import pauses
from hub.teams import queries as teams
from hub.teams.models import Team
from hub.words import _


class Near(msgspec.Struct, frozen=True):
    """A room as the navigation leads to it, with the title of its project. `unread`: messages by others."""

    id: UUID
    name: str
    project: str
    unread: int

    @property
    def href(self) -> str:
        return f"/rooms/{self.id}"


class RoomPage(msgspec.Struct, frozen=True):
    """What stands on a room's page. `project` is None for who sees the room and not the project any more."""

    item: cards.Card
    team: teams.ShownTeam
    project: projects.Shown | None
    thread: feedback.ShownThread
    pins: list[pinned.Pin]
    desk: Desk
    picked: list[files.ShownFile]
    """What is to go with the message that is being written."""
    here: list[presence.Here]
    next: projects.ShownMilestone | None
    """The next milestone of this team."""
    late: bool
    """Whether the day of the next milestone has passed."""
    paused: dict[UUID, pauses.ShownPause]
    """Whom staff have asked for a pause, by person; only for staff."""


def find(tx: Tx, room_id: UUID | None) -> Room:
    """Raises NotFound."""
    room = tx.get(Room, room_id) if room_id else None
    if room is None:
        raise NotFound(_("We can't find this room. Perhaps you aren't in this team any more."))
    return room


def page(tx: Tx, room_id: UUID | None) -> RoomPage:
    room = find(tx, room_id)
    team = teams.show(tx, [teams.find(tx, room.team_id)])[0]
    around = projects.by_ids(tx, [team.project_id])
    standing = desk(tx, f"thread/{room.id}")
    way = around[0].milestones if around else []
    coming = handins.coming(way, handins.handed_in(tx, [team.id])[team.id]) if way else None
    return RoomPage(
        item=cards.cards(tx, [room])[0],
        team=team,
        here=presence.here(tx, [room.id]).get(room.id, []),
        project=around[0] if around else None,
        next=coming,
        late=bool(coming and coming.due and coming.due < tx.today),
        thread=feedback.thread(tx, room),
        pins=pinned.of_rooms(tx, [room.id])[room.id],
        desk=standing,
        picked=box.picked(tx, standing),
        paused=pauses.of_rooms(tx, [room.id])[room.id] if tx.viewer.staff else {},
    )


def mine(tx: Tx) -> list[Near]:
    """Of the teams that the viewer is in, the newest first; nothing is asked for who is in none."""
    teams_held = [id_ for id_, kind in tx.viewer.held.items() if kind == "team"]
    found = tx.execute(_MINE, {"ids": teams_held}).all() if teams_held else []
    counts = unread.counts(tx, [room.id for room in found]) if found else {}
    return [Near(room.id, room.title, room.project or "", counts.get(room.id, 0)) for room in found]


def teachers_around(tx: Tx, project: Project) -> list[UUID]:
    """The principals of the teachers of the classes that a project is shared with."""
    with tx.system("who looks after a room"):
        return list(tx.scalars(_TEACHERS, {"item": project.id}))


def owned(tx: Tx, room: Room) -> list[UUID]:
    """What the team owns and all of it see: its room, and what it made; never what somebody wrote alone."""
    theirs = select(Item.id).join(ItemGrant, ItemGrant.item_id == Item.id).where(ItemGrant.principal_id == room.owner_id)
    with tx.system("who looks after a room"):
        return list(tx.scalars(theirs.where(Item.owner_id == room.owner_id)))


_project = aliased(Item)
_MINE = (
    select(Room.id, Room.title, _project.title.label("project"))
    .join(Team, Team.id == Room.team_id)
    .outerjoin(_project, _project.id == Team.project_id)
    .where(among(Room.team_id, "ids"))
    .order_by(Room.created.desc(), Room.id.desc())
)
_group = aliased(Principal)
_TEACHERS = (
    select(Principal.id)
    .join(_group, _group.subject_id == Principal.subject_id)
    .join(ItemGrant, ItemGrant.principal_id == _group.id)
    .where(
        ItemGrant.item_id == bindparam("item", type_=Item.id.type),
        Principal.kind == "teachers",
        or_(_group.kind == "class", _group.kind == "teachers"),
    )
    .distinct()
)
