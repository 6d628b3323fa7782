"""Who is in a room right now, and who is writing there: for those who may be there, and of those who may be there."""

from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.columns import Moment, among
from hub.database import Tx
from hub.live.queries import Pair, sights
from hub.people.faces import Face, faces
from hub.rooms.models import Presence


class Here(msgspec.Struct, frozen=True):
    """Somebody whose page of the room is open, on whatever device."""

    face: Face
    writing: bool


def rows(tx: Tx, rooms: Collection[UUID]) -> dict[UUID, dict[UUID, bool]]:
    """By room, who is there, and whether they are writing. As it was last written down: who may be there is for `here` to say."""
    found: dict[UUID, dict[UUID, bool]] = {}
    if rooms:
        with tx.system("who is in a room"):
            for room, person, writing in tx.execute(_ROWS, {"rooms": list(rooms), "now": tx.now}):
                there = found.setdefault(room, {})
                there[person] = there.get(person, False) or writing
    return found


def here(tx: Tx, rooms: Collection[UUID]) -> dict[UUID, list[Here]]:
    """By room, who is there, by name. Whoever may not be there any more isn't named, however lately they were."""
    there = rows(tx, rooms)
    pairs: set[Pair] = {(person, room) for room, persons in there.items() for person in persons}
    allowed = sights(tx, pairs)
    named = faces(tx, {person for person, _ in allowed})
    return {
        room: sorted(
            (Here(named[person], writing) for person, writing in persons.items() if (person, room) in allowed),
            key=lambda one: (one.face.called, one.face.id),
        )
        for room, persons in there.items()
    }


_ROWS = select(Presence.room_id, Presence.person_id, Presence.writing).where(
    among(Presence.room_id, "rooms"), Presence.until > bindparam("now", type_=Moment())
)
