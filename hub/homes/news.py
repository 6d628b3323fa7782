"""What was said that I haven't read?"""

from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.feedback import queries as feedback
from hub.feedback import unread
from hub.feedback.models import Message
from hub.homes import office, waits
from hub.items import queries as items
from hub.items.models import Item, ItemKind
from hub.people.faces import Face, faces
from hub.safeguarding import waiting as looking
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
    """What stands beside "my week" in the navigation: for staff who waits, and what waits to be looked at or approved; for everyone else
    items with unread messages."""
    if tx.viewer.staff:
        return waits.count(tx) + looking.count(tx) + (office.to_approve(tx) if "admin" in tx.viewer.roles else 0)
    return unread.count_of_items(tx)


def answered(tx: Tx, most: int = RECENT) -> list[Answered]:
    """Items with messages by others that the viewer hasn't read, the newest first."""
    # Ids alone: of what may be two hundred messages, ten are shown.
    of_items: dict[UUID, list[UUID]] = {}
    for message_id, item_id in unread.newest(tx, UNREAD):
        of_items.setdefault(item_id, []).append(message_id)
    told = [ids[0] for ids in of_items.values()][:most]
    by_id = {message.id: message for message in tx.scalars(_BY_ID, {"ids": told})}
    newest = feedback.said(tx, [by_id[id_] for id_ in told])
    found = items.by_ids(tx, [said.item_id for said in newest])
    people = faces(tx, {item.owner_id for item in found.values()})

    def told_of(item: Item, said: feedback.ShownMessage) -> Answered:
        return Answered(item.id, _title(tx, item), people[item.owner_id], item.kind, said, len(of_items[item.id]))

    return [told_of(found[said.item_id], said) for said in newest]


def _title(tx: Tx, item: Item) -> str:
    """What was taken back has no title any more, but for its owner."""
    return item.title if item.state == "posted" or item.owner_id == tx.viewer.id else _("Taken back")


_BY_ID = select(Message).where(among(Message.id, "ids"))
