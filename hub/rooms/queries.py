"""A team's room, as one who may be in it sees it."""

from uuid import UUID

import msgspec
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.items import cards
from hub.items.models import Item, ItemGrant
from hub.people.models import Principal
from hub.projects import queries as projects
from hub.projects.models import Project
from hub.rooms.models import Room
from hub.teams import queries as teams
from hub.words import _


class RoomPage(msgspec.Struct, frozen=True):
    """What stands on a room's page. `project` is None for who sees the room and not the project any more."""

    item: cards.Card
    team: teams.ShownTeam
    project: projects.Shown | None
    thread: feedback.ShownThread
    desk: Desk


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
    return RoomPage(
        item=cards.cards(tx, [room])[0],
        team=team,
        project=around[0] if around else None,
        thread=feedback.thread(tx, room),
        desk=desk(tx, f"thread/{room.id}"),
    )


def teachers_around(tx: Tx, project: Project) -> list[UUID]:
    """The principals of the teachers of the classes that a project is shared with."""
    with tx.system("who looks after a room"):
        return list(tx.scalars(_TEACHERS, {"item": project.id}))


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
