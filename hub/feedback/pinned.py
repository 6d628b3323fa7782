"""What is pinned above the talk of a room, as far as the viewer reads it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.feedback.models import Message, MessagePin
from hub.items.models import Item
from hub.people.faces import Face, faces
from hub.words import opening


class Pin(msgspec.Struct, frozen=True):
    """A message in short, who said it, and who pinned it when."""

    message_id: UUID
    item_id: UUID
    author: Face
    excerpt: str
    by: Face
    since: datetime

    @property
    def href(self) -> str:
        """Leads to the message, on whatever page of the thread it stands."""
        return f"/items/{self.item_id}?at=message-{self.message_id}"


def of_rooms(tx: Tx, rooms: Collection[UUID]) -> dict[UUID, list[Pin]]:
    """By room, what was pinned first at first."""
    pins = tx.scalars(_OF_ROOMS, {"ids": list(rooms)}).all()
    # By themselves: joined, SQLite would begin with all that was ever said there.
    there = {one.id: one for one in tx.scalars(_MESSAGES, {"ids": [pin.message_id for pin in pins]})} if pins else {}
    rows = [(pin, there[pin.message_id]) for pin in pins if pin.message_id in there]
    people = faces(tx, {person for pin, message in rows for person in (pin.person_id, message.author_id)})
    found: dict[UUID, list[Pin]] = defaultdict(list)
    for pin, message in rows:
        by, author = people[pin.person_id], people[message.author_id]
        found[pin.item_id].append(Pin(message.id, pin.item_id, author, opening(message.words, 140), by, pin.created))
    return found


def among_messages(tx: Tx, messages: Collection[Message]) -> dict[UUID, bool]:
    """Of those that stand in a room, whether each is pinned; of others nothing."""
    pins: dict[UUID, set[UUID]] = defaultdict(set)
    for room, message in tx.execute(_PINNED, {"ids": list({one.item_id for one in messages})}):
        pins[room].add(message)
    return {one.id: one.id in pins[one.item_id] for one in messages if one.item_id in pins}


def among_ids(tx: Tx, message_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of them that are pinned."""
    return frozenset(tx.scalars(_THESE, {"ids": list(message_ids)}))


_THERE = (Message.withdrawn.is_(None), Message.hidden.is_(None))
_OF_ROOMS = select(MessagePin).where(among(MessagePin.item_id, "ids")).order_by(MessagePin.created, MessagePin.message_id)
_MESSAGES = select(Message).where(among(Message.id, "ids"), *_THERE)
# A room without pins is told as well: its messages can be pinned.
_PINNED = (
    select(Item.id, MessagePin.message_id)
    .outerjoin(MessagePin, MessagePin.item_id == Item.id)
    .where(among(Item.id, "ids"), Item.kind == "room")
)
_THESE = (
    select(MessagePin.message_id).join(Message, Message.id == MessagePin.message_id).where(among(MessagePin.message_id, "ids"), *_THERE)
)
