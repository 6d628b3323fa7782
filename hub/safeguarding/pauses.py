"""Who may not talk with a team for a while: asked anew by the clock of each operation, so that it ends by itself."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, or_, select

from hub.columns import Moment, among
from hub.database import Tx
from hub.errors import Forbidden
from hub.people.faces import Face, faces
from hub.people.models import Person
from hub.policy import Relation
from hub.safeguarding.models import Pause
from hub.words import _

TALKS = frozenset({Relation.MEMBER, Relation.MENTOR})
"""Who can be paused: students of a team, and those who mentor it. Staff never."""


class ShownPause(msgspec.Struct, frozen=True):
    """That somebody is paused. `until`: None until a member of staff ends it. Why, and by whom, is not for who is paused to read
    here: staff talk with them."""

    who: Face
    until: datetime | None
    by: Face | None = None
    why: str = ""


class Until(msgspec.Struct, frozen=True):
    """That the viewer is paused."""

    moment: datetime | None


def mine(tx: Tx, kinds: Mapping[UUID, str]) -> Until | None:
    """`kinds`: the principals before whom something is said, and the kind of each: who is paused with one of the teams among them
    doesn't talk there either. Nothing is asked of staff, who can't be paused."""
    teams = [id_ for id_, kind in kinds.items() if kind == "team"]
    if tx.viewer.staff or not teams:
        return None
    with tx.system("whether somebody is paused"):
        until = tx.scalars(_UNTIL, {"teams": teams, "me": tx.viewer.id, "now": tx.now}).all()
    return Until(None if None in until else max(filter(None, until))) if until else None


def require_free(tx: Tx, kinds: Mapping[UUID, str]) -> None:
    """Raises Forbidden for who is paused."""
    if mine(tx, kinds):
        raise Forbidden(words())


def words() -> str:
    return _("A member of staff has asked you for a pause here. You can read along, and what you began to write is kept.")


def of_rooms(tx: Tx, room_ids: Collection[UUID]) -> dict[UUID, dict[UUID, ShownPause]]:
    """Those that hold now, by room and by person: for its staff; else the viewer's own."""
    shown: dict[UUID, dict[UUID, ShownPause]] = {id_: {} for id_ in room_ids}
    if tx.viewer.staff:
        found = tx.scalars(_OF_ROOMS, {"rooms": list(room_ids), "now": tx.now}).all()
        known = faces(tx, {id_ for one in found for id_ in (one.person_id, one.by_id)})
        for one in found:
            shown[one.room_id][one.person_id] = ShownPause(known[one.person_id], one.until, known[one.by_id], one.why)
        return shown
    with tx.system("whether somebody is paused"):
        own = tx.execute(_MINE, {"rooms": list(room_ids), "me": tx.viewer.id, "now": tx.now}).all()
    me = faces(tx, {tx.viewer.id}) if own else {}
    for room, until in own:
        shown[room][tx.viewer.id] = ShownPause(me[tx.viewer.id], until)
    return shown


def among_writers(tx: Tx, room_ids: Collection[UUID], people: Collection[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """(person, room) of those who are paused. For the hub's own work."""
    found = tx.execute(_IN_ROOMS, {"rooms": list(room_ids), "people": list(people), "now": tx.now})
    return frozenset((person, room) for person, room in found)


_HOLDS = (Pause.ended.is_(None), or_(Pause.until.is_(None), Pause.until > bindparam("now", type_=Moment())))
_IS_ME = Pause.person_id == bindparam("me", type_=Person.id.type)
_UNTIL = select(Pause.until).where(among(Pause.team_id, "teams"), _IS_ME, *_HOLDS)
_MINE = select(Pause.room_id, Pause.until).where(among(Pause.room_id, "rooms"), _IS_ME, *_HOLDS)
_OF_ROOMS = select(Pause).where(among(Pause.room_id, "rooms"), *_HOLDS).order_by(Pause.since, Pause.id)
_IN_ROOMS = select(Pause.person_id, Pause.room_id).where(among(Pause.room_id, "rooms"), among(Pause.person_id, "people"), *_HOLDS)
