"""What waits for me, and what was said that I haven't read?"""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select

from hub.columns import among
from hub.database import Tx
from hub.feedback import queries as feedback
from hub.feedback.models import Message, ReadMark
from hub.items import queries as items
from hub.items.models import Item, ItemGrant
from hub.people.faces import Face, faces
from hub.people.models import Person, Principal
from hub.words import _

WAITING = 30
RECENT = 10
UNREAD = 200
"""Unread messages that a home looks at, the newest."""


class Waiting(msgspec.Struct, frozen=True):
    """Someone's work that no member of staff has answered yet. `since` is when they began to wait."""

    item_id: UUID
    who: Face
    title: str
    since: datetime


class Answered(msgspec.Struct, frozen=True):
    """An item with messages that one has not read: how many, and the newest of them."""

    item_id: UUID
    title: str
    who: Face
    newest: feedback.Said
    count: int


def waiting(tx: Tx) -> list[Waiting]:
    """Who waits for an answer from a member of staff, longest first."""
    found = tx.scalars(_WAITING, {"me": tx.viewer.id, "holds": tx.viewer.held}).all()
    people = faces(tx, {item.owner_id for item in found})
    return [Waiting(item.id, people[item.owner_id], item.title, item.waiting_since or item.created) for item in found]


def waiting_count(tx: Tx) -> int:
    """What stands beside "my week" in the navigation: for staff who wait; for everyone else items with unread messages."""
    if tx.viewer.staff:
        return tx.scalar(_WAITING_COUNT, {"me": tx.viewer.id, "holds": tx.viewer.held}) or 0
    return tx.scalar(_UNREAD_COUNT, {"me": tx.viewer.id}) or 0


def answered(tx: Tx, most: int = RECENT) -> list[Answered]:
    """Items with messages by others that the viewer hasn't read, the newest first."""
    unread: dict[UUID, list[Message]] = {}
    for message in tx.scalars(_UNREAD_MESSAGES, {"me": tx.viewer.id}):
        unread.setdefault(message.item_id, []).append(message)
    told = list(unread.values())[:most]
    newest = feedback.said(tx, [messages[0] for messages in told])
    found = items.by_ids(tx, [said.item_id for said in newest])
    people = faces(tx, {item.owner_id for item in found.values()})
    return [
        Answered(said.item_id, _title(tx, found[said.item_id]), people[found[said.item_id].owner_id], said, len(unread[said.item_id]))
        for said in newest
    ]


def _title(tx: Tx, item: Item) -> str:
    """What was taken back has no title any more, but for its owner."""
    return item.title if item.state == "posted" or item.owner_id == tx.viewer.id else _("Taken back")


_ME = bindparam("me", type_=Person.id.type)
# A teacher who sees their own child's work as family isn't the one who is waited for.
_AS_STAFF = (
    select(ItemGrant.item_id)
    .join(Principal, Principal.id == ItemGrant.principal_id)
    .where(Principal.kind != "family", among(ItemGrant.principal_id, "holds"))
)
_WAITS = (
    Item.waiting_since.is_not(None),
    Item.deleted.is_(None),
    Item.state == "posted",
    Item.owner_id != _ME,  # A teacher's own reflections wait for somebody else.
    Item.id.in_(_AS_STAFF),
)
_WAITING = select(Item).where(*_WAITS).order_by(Item.waiting_since, Item.id).limit(WAITING)
_WAITING_COUNT = select(func.count(Item.id)).where(*_WAITS)
_UNREAD = (
    Message.author_id != _ME,
    Message.item_id.in_(select(Item.id).where(Item.deleted.is_(None))),
    Message.withdrawn.is_(None),
    Message.hidden.is_(None),
    or_(ReadMark.seq.is_(None), Message.seq > ReadMark.seq),
)
_MARKED = and_(ReadMark.thread_id == Message.thread_id, ReadMark.person_id == _ME)
_UNREAD_MESSAGES = select(Message).outerjoin(ReadMark, _MARKED).where(*_UNREAD).order_by(Message.created.desc()).limit(UNREAD)
_UNREAD_COUNT = select(func.count(func.distinct(Message.item_id))).outerjoin(ReadMark, _MARKED).where(*_UNREAD)
