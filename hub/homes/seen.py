"""Of what is new of a child: what has their guardian seen already, and when did they say something about it?"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.feedback.models import Message
from hub.notifications.models import Notification
from hub.people.models import Person

Moment = Annotated[datetime, msgspec.Meta(tz=True)] | None


class Look(NamedTuple):
    """How a guardian finds one child when they open the page."""

    since: Moment
    """When they looked before this sitting; None for never."""
    looked: Moment
    """When they looked before this page; None for the first time."""


def in_address(looks: Mapping[UUID, Look]) -> str:
    """For a page that is held open: with this it reads itself anew as it was opened, and what was new on it stays new, also when the
    same guardian looks elsewhere meanwhile."""
    return urlsafe_b64encode(msgspec.json.encode(looks)).decode().rstrip("=")


def held_open(words: str) -> dict[UUID, Look]:
    """By child; empty where the page is opened now."""
    try:
        looks = msgspec.json.decode(urlsafe_b64decode(words.encode() + b"=" * (-len(words) % 4)), type=dict[UUID, Look])
    except (ValueError, msgspec.MsgspecError):
        return {}
    # One that somebody made up may lie where no calendar can count from.
    return looks if all(2000 <= moment.year < 3000 for look in looks.values() for moment in look if moment) else {}


def seen_by_me(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the viewer last saw what they had been told of each of them: they opened it, or said that they had seen all."""
    return {item: at for item, at in tx.execute(_SEEN, {"ids": list(item_ids)}) if at}


def answered_by_me(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When the viewer last said something about each of them that stands."""
    return {row[0]: row[1] for row in tx.execute(_SAID, {"ids": list(item_ids), "me": tx.viewer.id})}


_SEEN = (
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
