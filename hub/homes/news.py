"""What was said that I haven't read?"""

from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select

from hub.columns import among
from hub.database import Tx
from hub.feedback import queries as feedback
from hub.feedback.models import Message, ReadMark
from hub.homes import waits
from hub.items import queries as items
from hub.items.models import Item, ItemKind
from hub.people.faces import Face, faces
from hub.people.models import Person
from hub.words import _, opening

LINE = 160
"""Characters of a message in a list."""
RECENT = 10
UNREAD = 200
"""Unread messages that a home looks at, the newest."""


class Answered(msgspec.Struct, frozen=True):
    """An item with messages that one has not read: how many, and the newest of them."""

    item_id: UUID
    title: str
    who: Face
    kind: ItemKind
    newest: feedback.ShownMessage
    count: int

    @property
    def line(self) -> str:
        """How the newest begins, in plain text."""
        return opening(self.newest.words or "", LINE)


def waiting_count(tx: Tx) -> int:
    """What stands beside "my week" in the navigation: for staff who wait; for everyone else items with unread messages."""
    if tx.viewer.staff:
        return waits.count(tx)
    return tx.scalar(_UNREAD_COUNT, {"me": tx.viewer.id}) or 0


def answered(tx: Tx, most: int = RECENT) -> list[Answered]:
    """Items with messages by others that the viewer hasn't read, the newest first."""
    unread: dict[UUID, list[UUID]] = {}
    for message_id, item_id in tx.execute(_UNREAD_MESSAGES, {"me": tx.viewer.id}):
        unread.setdefault(item_id, []).append(message_id)
    told = [ids[0] for ids in unread.values()][:most]
    by_id = {message.id: message for message in tx.scalars(_BY_ID, {"ids": told})}
    newest = feedback.said(tx, [by_id[id_] for id_ in told])
    found = items.by_ids(tx, [said.item_id for said in newest])
    people = faces(tx, {item.owner_id for item in found.values()})

    def told_of(item: Item, said: feedback.ShownMessage) -> Answered:
        return Answered(item.id, _title(tx, item), people[item.owner_id], item.kind, said, len(unread[item.id]))

    return [told_of(found[said.item_id], said) for said in newest]


def _title(tx: Tx, item: Item) -> str:
    """What was taken back has no title any more, but for its owner."""
    return item.title if item.state == "posted" or item.owner_id == tx.viewer.id else _("Taken back")


_ME = bindparam("me", type_=Person.id.type)
_UNREAD = (
    Message.author_id != _ME,
    Message.item_id.in_(select(Item.id).where(Item.deleted.is_(None))),
    Message.withdrawn.is_(None),
    Message.hidden.is_(None),
    or_(ReadMark.seq.is_(None), Message.seq > ReadMark.seq),
)
_MARKED = and_(ReadMark.thread_id == Message.thread_id, ReadMark.person_id == _ME)
# Ids alone: of what may be two hundred messages, ten are shown.
_UNREAD_MESSAGES = (
    select(Message.id, Message.item_id).outerjoin(ReadMark, _MARKED).where(*_UNREAD).order_by(Message.created.desc()).limit(UNREAD)
)
_UNREAD_COUNT = select(func.count(func.distinct(Message.item_id))).outerjoin(ReadMark, _MARKED).where(*_UNREAD)
_BY_ID = select(Message).where(among(Message.id, "ids"))
