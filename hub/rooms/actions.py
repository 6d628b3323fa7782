"""What one does with a room. Talking in it is talking in the thread of an item: hub/feedback."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, select, update

from hub.columns import Moment, among
from hub.database import Tx
from hub.feedback.actions import open_thread
from hub.items.models import Item, ItemGrant
from hub.items.queries import granted, granted_to_each
from hub.live.queries import Pair
from hub.mentors.queries import group_of
from hub.need_to_knows.models import NeedToKnow
from hub.projects.models import Project
from hub.rooms import queries
from hub.rooms.models import Presence, Room
from hub.safeguarding import pauses
from hub.teams.models import Team

HERE = timedelta(seconds=25)
"""How long somebody is there after their process last said so."""


def open_room(tx: Tx, team: Team, project: Project) -> Room:
    """For the team, who leads the project, and the teachers of the classes that it is shared with: never without a member of staff."""
    room = tx.make(Room(school_id=team.school_id, owner_id=team.id, team_id=team.id, title=team.name, created=tx.now, updated=tx.now))
    open_thread(tx, room)
    tx.add(ItemGrant(item_id=room.id, principal_id=team.id, since=tx.now))
    let_staff_in(tx, room, project)
    if mentors := group_of(tx, project.id):
        tx.make(ItemGrant(item_id=room.id, principal_id=mentors, since=tx.now))
    return room


def let_staff_in(tx: Tx, room: Room, project: Project) -> None:
    """Who leads the project, and the teachers of the classes that it is shared with by now; into the team's work as well. Whoever may
    read along already stays."""
    principals = {project.owner_id, *queries.teachers_around(tx, project)} - granted(tx, room.id)
    theirs = queries.owned(tx, room) if principals else []
    tx.add_all(ItemGrant(item_id=item, principal_id=principal, since=tx.now) for principal in principals for item in theirs)
    tx.flush()
    with tx.system("what is read along with a room"):
        _share(tx, tx.scalars(_OF_TEAM, {"team": room.team_id}).all(), principals)
        _share(tx, tx.scalars(_OF_CLASS, {"project": project.id}).all(), {room.team_id, *principals})


def _share(tx: Tx, item_ids: Collection[UUID], principals: Collection[UUID]) -> None:
    """What somebody sees already, they go on seeing."""
    there = granted_to_each(tx, item_ids) if principals else {}
    new = [(item, principal) for item, theirs in there.items() for principal in principals if principal not in theirs]
    tx.add_all(ItemGrant(item_id=item, principal_id=principal, since=tx.now) for item, principal in new)
    tx.flush()


def come_and_go(tx: Tx, process: UUID, came: Mapping[Pair, bool], gone: Collection[Pair]) -> None:
    """What changed at one process, by (person, item): who is there now, and whether they are writing. What is no room is left out."""
    changed = [{"room": room, "person": person, "by": process} for person, room in (*came, *gone)]
    if changed:
        tx.execute(_GONE, changed)
    rooms = set(tx.scalars(_ROOMS, {"ids": {room for _, room in came}})) if came else set()
    writers = {pair for pair, writing in came.items() if writing}
    hushed = pauses.among_writers(tx, {room for _, room in writers}, {person for person, _ in writers}) if writers else frozenset()
    tx.add_all(
        Presence(room_id=room, person_id=person, process=process, writing=writing and (person, room) not in hushed, until=tx.now + HERE)
        for (person, room), writing in came.items()
        if room in rooms
    )
    tx.flush()


def stay(tx: Tx, process: UUID) -> None:
    """All who were there with this process are there still."""
    tx.execute(_STAY, {"by": process, "later": tx.now + HERE})


_presence = Presence.__table__
_BY = bindparam("by", type_=_presence.c.process.type)
_GONE = delete(_presence).where(  # type: ignore[arg-type]
    and_(
        _presence.c.room_id == bindparam("room", type_=_presence.c.room_id.type),
        _presence.c.person_id == bindparam("person", type_=_presence.c.person_id.type),
        _presence.c.process == _BY,
    )
)
_STAY = update(_presence).where(_presence.c.process == _BY).values(until=bindparam("later", type_=Moment()))  # type: ignore[arg-type]
_ROOMS = select(Room.id).where(among(Room.id, "ids"))
_TEAM = bindparam("team", type_=Item.id.type)
# What belongs to the team and is there for it: not what one of them wrote alone.
_OF_TEAM = (
    select(Item.id)
    .join(ItemGrant, ItemGrant.item_id == Item.id)
    .where(Item.owner_id == _TEAM, ItemGrant.principal_id == _TEAM, Item.kind != "room")
)
_OF_CLASS = select(NeedToKnow.id).where(NeedToKnow.project_id == bindparam("project", type_=Item.id.type), NeedToKnow.team_id.is_(None))
