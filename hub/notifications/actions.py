"""Having seen what one was told, and how often one wants a letter about it."""

from collections.abc import Collection
from hashlib import blake2b
from hmac import compare_digest
from typing import get_args
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound
from hub.events import home_topic
from hub.feedback.models import Message
from hub.notifications import queries
from hub.notifications.hours import Hours, RhythmKind, is_quiet
from hub.notifications.models import Notification, Rhythm
from hub.people.models import Person, RoleHeld
from hub.slices import Place
from hub.words import _

_PROOF = 16
"""Bytes that show that a sign-off link is ours."""


def see(tx: Tx, ids: Collection[UUID]) -> None:
    """These have been seen. Of what isn't the viewer's, nothing is said."""
    _seen(tx, Notification.id.in_(ids))


def see_all(tx: Tx, newest: str = "") -> None:
    """All that stood on a page which began there has been seen; without a place, all there is."""
    until = Place.in_address(newest)
    _seen(tx, Notification.created <= until.at if until else Notification.created <= tx.now)


def look_at(tx: Tx, item_id: UUID | None) -> None:
    """An item's page was opened: of what was told about the item itself, nothing is new any more."""
    if item_id:
        see_about(tx, item_id, 0)


def see_about(tx: Tx, item_id: UUID, seq: int) -> None:
    """Somebody has looked at an item and what was said about it, up to this number of its thread."""
    read = select(Message.id).where(Message.item_id == item_id, Message.seq <= seq)
    _seen(tx, Notification.item_id == item_id, or_(Notification.message_id.is_(None), Notification.message_id.in_(read)))


def choose_rhythm(tx: Tx, hours: Hours) -> Rhythm:
    """Raises Invalid for hours that no day has, for a letter in one's quiet hours, and for letters without an address."""
    if hours.kind not in get_args(RhythmKind):
        raise Invalid("kind", _("Please choose how often."))
    for name in ("hour", "quiet_from", "quiet_until"):
        if not 0 <= getattr(hours, name) <= 23:
            raise Invalid(name, _("A day has the hours 0 to 23."))
    if not 0 <= hours.weekday <= 6:
        raise Invalid("weekday", _("Please choose a day of the week."))
    if hours.kind in ("daily", "weekly") and is_quiet(hours, hours.hour):
        raise Invalid("hour", _("At that hour you want to be left in peace. Please choose another one, or other quiet hours."))
    if hours.kind != "never" and not tx.get_one(Person, tx.viewer.id).email:
        raise Invalid("kind", _("We have no address to write to. Add your email first."))
    return _keep(tx, tx.viewer.id, hours)


def sign_off_key(person: Person) -> str:
    """What a letter's link carries: it stops this person's letters, today and in ten years, and opens nothing else."""
    return f"{person.id.hex}{_proof(person)}"


def sign_off(tx: Tx, key: str) -> None:
    """No more letters. Harmless when it is done again. Raises NotFound for a key that is not ours."""
    person = whose(tx, key)
    _set_kind(tx, person, "never")


def sign_on_again(tx: Tx, key: str) -> None:
    """The letters come again, once a day. Raises NotFound; Forbidden for who has no account or address any more."""
    person = whose(tx, key)
    if person.deactivated is not None or not person.email:
        raise Forbidden(_("We can't write to you any more. Your school's office knows why."))
    _set_kind(tx, person, "daily")


def whose(tx: Tx, key: str) -> Person:
    """For the hub's own work."""
    try:
        id_ = UUID(hex=key[:32])
    except ValueError:
        id_ = None
    person = tx.get(Person, id_) if id_ else None
    if person is None or not compare_digest(key[32:].encode("utf-8", "replace"), _proof(person).encode()):
        raise NotFound(_("We don't know this link. Perhaps a part of it was lost on the way."))
    return person


def comes(tx: Tx, person: Person) -> bool:
    """Whether letters come to them. For the hub's own work."""
    roles = tx.scalars(select(RoleHeld.role).where(RoleHeld.person_id == person.id, RoleHeld.ended.is_(None))).all()
    rhythm = queries.rhythm_of(tx.get(Rhythm, person.id), roles, person.email)
    return person.deactivated is None and rhythm.kind != "never"


def _set_kind(tx: Tx, person: Person, kind: RhythmKind) -> None:
    chosen = tx.get(Rhythm, person.id)
    if chosen is None:
        tx.make(Rhythm(person_id=person.id, kind=kind))
    elif (chosen.kind == "never") != (kind == "never"):
        chosen.kind = kind


def _proof(person: Person) -> str:
    return blake2b(b"no more letters", digest_size=_PROOF, key=person.letter_key, person=b"sign-off").hexdigest()


def _keep(tx: Tx, person_id: UUID, hours: Hours) -> Rhythm:
    chosen = tx.get(Rhythm, person_id) or Rhythm(person_id=person_id)
    for name in Hours.__struct_fields__:
        setattr(chosen, name, getattr(hours, name))
    return tx.make(chosen)


def _seen(tx: Tx, *which: ColumnElement[bool]) -> None:
    """Also what can't be shown any more: it must not come back as new when it can."""
    mine = update(Notification).where(Notification.person_id == tx.viewer.id, Notification.seen.is_(None), *which)
    with tx.system("what one has seen oneself"):
        done = tx.execute(mine.values(seen=tx.now), execution_options={"synchronize_session": False})
    if done.rowcount:  # type: ignore[attr-defined]
        tx.tell("notification.seen", [home_topic(tx.viewer.id)])
