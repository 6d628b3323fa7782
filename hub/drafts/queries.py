"""What was being written here?"""

from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.database import Tx
from hub.drafts.models import Draft
from hub.ids import new_id


class Desk(msgspec.Struct, frozen=True):
    """One box as its page shows it: which piece of writing it is, how far it is saved, and what stands in it."""

    place: str
    writing: UUID
    number: int
    words: dict[str, str]


def desk(tx: Tx, place: str, otherwise: dict[str, str] | None = None) -> Desk:
    """The draft kept for this place, or a fresh sheet with `otherwise` on it."""
    return _as_kept(tx.get(Draft, (tx.viewer.id, place)), place, otherwise or {})


def desks(tx: Tx, *places: str) -> list[Desk]:
    """Several of one page, in this order, in one statement."""
    kept = {draft.place: draft for draft in at(tx, places)}
    return [_as_kept(kept.get(place), place, {}) for place in places]


def at(tx: Tx, places: Collection[str]) -> list[Draft]:
    """The viewer's drafts in these places."""
    return list(tx.scalars(select(Draft).where(Draft.place.in_(places))))


def unfinished(tx: Tx) -> list[Draft]:
    """Everything begun and not sent, newest first."""
    return list(tx.scalars(_UNFINISHED))


def _as_kept(draft: Draft | None, place: str, otherwise: dict[str, str]) -> Desk:
    if draft is None:
        return Desk(place, new_id(), 0, otherwise)
    return Desk(place, draft.writing, draft.number, {**otherwise, **draft.words})


_UNFINISHED = select(Draft).order_by(Draft.saved.desc()).limit(20)
