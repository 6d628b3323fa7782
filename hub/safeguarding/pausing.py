"""Pausing somebody in a room: they read along and don't talk there, until a time or until staff end it."""

from datetime import datetime, time, timedelta
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import bindparam, select

from hub.clock import start_of
from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound
from hub.events import thread_topic
from hub.feedback.models import Message
from hub.holdings import holdings
from hub.items import queries as items
from hub.items.models import Item, ItemGrant
from hub.people.models import Person, RoleHeld
from hub.policy import Verb, require, to_item
from hub.rooms import queries as rooms
from hub.rooms.models import Room
from hub.safeguarding import actions, queries
from hub.safeguarding.models import Pause, Report
from hub.safeguarding.pauses import Until
from hub.safeguarding.queries import relations_to
from hub.teams.actions import in_turn
from hub.teams.models import Team
from hub.words import _, lines

Length = Literal["hour", "morning", "week", "open"]
"""For how long: an hour, until the next morning, a week, until staff end it."""
MORNING = time(7)
"""By the school's clock."""


def pause(tx: Tx, room_id: UUID | None, person_id: UUID | None, length: str, why: str) -> Pause:
    """For who is staff of the room. A pause that holds already ends, and this one stands. Raises NotFound, Forbidden, and
    Invalid("length", "why" or "person")."""
    room = _room(tx, room_id)
    return _pause(tx, room, person_id, length, why)


def pause_reported(tx: Tx, report_id: UUID | None, length: str, why: str) -> Report:
    """Who said what was reported, in the room of the team where it was said: from the report, for who can't go in there."""
    report = queries.find(tx, report_id)
    _pause(tx, room_of(tx, report), report.author_id, length, why)
    return report


def room_of(tx: Tx, report: Report) -> Room:
    """Where the reported words were said, for who may pause their author there. Raises Forbidden, and NotFound where it was no room."""
    require("report", relations_to(tx, report), Verb.HIDE)
    with tx.system("in whose room it was said"):
        room = tx.scalars(_WHERE_IT_WAS_SAID, {"message": report.message_id}).one_or_none() if report.message_id else None
    if room is None:
        raise NotFound(_("This was not said in a team's room."))
    return room


def end(tx: Tx, room_id: UUID | None, person_id: UUID | None) -> Room:
    """Harmless where they aren't paused."""
    room = _room(tx, room_id)
    _end(tx, room, person_id)
    return room


def end_reported(tx: Tx, report_id: UUID | None) -> Report:
    """The same from the report, for who can't go into that room."""
    report = queries.find(tx, report_id)
    _end(tx, room_of(tx, report), report.author_id)
    return report


def of_reported(tx: Tx, report: Report) -> Until | None:
    """Until when the one who said what was reported is paused, where they said it. Raises as room_of does."""
    room = room_of(tx, report)
    with tx.system("whether somebody is paused"):
        holds = [one for one in _standing(tx, room, report.author_id) if one.until is None or one.until > tx.now]
    return Until(holds[0].until) if holds else None


def _room(tx: Tx, room_id: UUID | None) -> Room:
    room = rooms.find(tx, room_id)
    require("room", to_item(tx.viewer, room, items.granted(tx, room.id)), Verb.PAUSE)
    return room


def _pause(tx: Tx, room: Room, person_id: UUID | None, length: str, why: str) -> Pause:
    why = lines("why", why, actions.REASON)
    if not why:
        raise Invalid("why", _("Say why, for your colleagues."))
    until = _until(tx, length)
    with tx.system("who may be paused"):
        _in_turn(tx, room)
        talks = tx.execute(_TALKS, {"room": room.id, "person": person_id}).first()
        if talks is None:
            raise Invalid("person", _("They don't talk in this room."))
        if talks[0]:
            raise Forbidden(_("Staff can't be paused. Please talk with your colleague, or with who runs the school's hub."))
        assert person_id is not None
        for standing in _standing(tx, room, person_id):
            standing.ended = tx.now
        made = tx.make(
            Pause(room_id=room.id, team_id=room.team_id, person_id=person_id, by_id=tx.viewer.id, why=why, since=tx.now, until=until)
        )
    actions.write_down(tx, "paused", person_id, why, item_id=room.id)
    _tell(tx, "person.paused", room, person_id)
    return made


def _end(tx: Tx, room: Room, person_id: UUID | None) -> None:
    with tx.system("who is paused"):
        _in_turn(tx, room)
        standing = _standing(tx, room, person_id)
        for one in standing:
            one.ended = tx.now
    for one in standing:
        actions.write_down(tx, "pause_ended", one.person_id, item_id=room.id)
        _tell(tx, "person.free", room, one.person_id)


def _until(tx: Tx, length: str) -> datetime | None:
    if length not in get_args(Length):
        raise Invalid("length", _("Choose for how long."))
    lengths = {"hour": timedelta(hours=1), "week": timedelta(weeks=1)}
    if length == "morning":
        return start_of(tx.today + timedelta(days=1), tx.viewer.time_zone, MORNING)
    return tx.now + lengths[length] if length in lengths else None


def _standing(tx: Tx, room: Room, person_id: UUID | None) -> list[Pause]:
    return [*tx.scalars(select(Pause).where(Pause.room_id == room.id, Pause.person_id == person_id, Pause.ended.is_(None)))]


def _in_turn(tx: Tx, room: Room) -> None:
    """Of two members of staff, one after the other."""
    in_turn(tx, tx.scalar(select(Team.project_id).where(Team.id == room.team_id)))


def _tell(tx: Tx, kind: str, room: Room, person: UUID) -> None:
    """On the open pages of the room: to staff, and to the one whom it is about. Nobody else notices."""
    tx.tell(kind, [thread_topic(room.id)], item=room.id, only=person)


_ROOM, _PERSON = bindparam("room", type_=Item.id.type), bindparam("person", type_=Person.id.type)
_TALKS = (
    select(
        select(RoleHeld.person_id)
        .where(RoleHeld.person_id == _PERSON, RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None))
        .exists()
    )
    .select_from(holdings)
    .join(ItemGrant, ItemGrant.principal_id == holdings.c.principal_id)
    .where(ItemGrant.item_id == _ROOM, holdings.c.person_id == _PERSON)
    .limit(1)
)
# The room itself, a question or the work of a team: all of it is said in front of the team.
_SAID_ABOUT = select(Message.item_id).where(Message.id == bindparam("message", type_=Message.id.type))
_WHERE_IT_WAS_SAID = select(Room).where(Room.team_id.in_(select(Item.owner_id).where(Item.id.in_(_SAID_ABOUT))))
