"""Of what is new of a child: what has their guardian seen already, and when did they say something about it?"""

from collections.abc import Collection
from datetime import datetime
from typing import Self
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.feedback.models import Message
from hub.ids import NOTHING
from hub.notifications.models import Notification
from hub.people.models import Person
from hub.slices import Place

FIRST = "first"


class HeldOpen(msgspec.Struct, frozen=True):
    """A page that reads itself anew while somebody has it open: when they had looked before they opened it; None for never.
    What was new when it was opened stays new on it."""

    looked: datetime | None

    @classmethod
    def in_address(cls, words: str) -> Self | None:
        """None where the page is opened now."""
        place = Place.in_address(words)
        return cls(place.at if place else None) if place or words == FIRST else None


def in_address(looked: datetime | None) -> str:
    return Place(looked, NOTHING).cursor if looked else FIRST


def opened_by_me(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the viewer last opened each of them, as far as they had been told of it."""
    return {item: at for item, at in tx.execute(_OPENED, {"ids": list(item_ids)}) if at}


def answered_by_me(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the viewer last said something about each of them that stands."""
    return {row[0]: row[1] for row in tx.execute(_SAID, {"ids": list(item_ids), "me": tx.viewer.id})}


_OPENED = (
    select(Notification.item_id, func.max(Notification.seen))
    .where(among(Notification.item_id, "ids"), Notification.seen.is_not(None))
    .group_by(Notification.item_id)
)
_SAID = (
    select(Message.item_id, func.max(Message.created))
    .where(
        among(Message.item_id, "ids"),
        Message.author_id == bindparam("me", type_=Person.id.type),
        Message.withdrawn.is_(None),
        Message.hidden.is_(None),
    )
    .group_by(Message.item_id)
)
