"""How messages read before they were changed; nothing of those that were taken back or hidden."""

from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.database import Tx
from hub.feedback import queries
from hub.feedback.models import Message, MessageVersion
from hub.feedback.shown import ShownMessage
from hub.histories import MOST, Histories, Part
from hub.items import queries as items


class MessageBefore(msgspec.Struct, frozen=True):
    """A message as it stands, and a page of how it read before its edits."""

    said: ShownMessage
    item_href: str
    part: Part


def history(tx: Tx, message_id: UUID | None, before: int | None = None) -> MessageBefore:
    message = queries.one(tx, message_id)
    item = items.find(tx, message.item_id)
    part = _VERSIONS.part(tx, message.id, before, lambda one: [one.words])
    return MessageBefore(queries.said(tx, [message])[0], items.href(item.kind, item.id), part)


def histories(tx: Tx, message_ids: Collection[UUID], many: int = MOST, before: int | None = None) -> dict[UUID, list[MessageVersion]]:
    """How each read before its edits: the newest of them, oldest first."""
    return {id_: [row[0] for row in rows] for id_, rows in _VERSIONS.newest(tx, message_ids, many, before).items()}


_VERSIONS = Histories(
    select(MessageVersion)
    .join(Message, Message.id == MessageVersion.message_id)
    .where(Message.hidden.is_(None), Message.withdrawn.is_(None)),
    MessageVersion.message_id,
    MessageVersion.number,
)
