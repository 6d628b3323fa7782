"""Threads and messages by the hundred: what `queries` does for one, in the same number of statements for any number."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub import policy
from hub.columns import among
from hub.database import Tx
from hub.events import cursor, since, thread_topic
from hub.feedback import queries
from hub.feedback.models import Message, MessageVersion, ReadMark, Report, Thread
from hub.items import queries as items
from hub.items.models import Item
from hub.policy import Verb, to_item, to_message
from hub.slices import Keyset, Slice, Span


class Standing(msgspec.Struct, frozen=True):
    """How a thread stands for the viewer, without its messages."""

    item_id: UUID
    cursor: str
    unread: int
    will_read: items.Audience


def standings(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """Of those items that the viewer may see."""
    seqs = since(tx, {thread_topic(id_): None for id_ in item_ids})
    found = items.by_ids(tx, item_ids)
    granted = items.granted_to_each(tx, found)
    staff = items.staff_among(tx, {principal for principals in granted.values() for principal in principals})
    wanted = {id_: _reading(tx, item, granted[id_], staff) for id_, item in found.items()}
    audiences = items.audiences_for(tx, wanted, tx.viewer.id)
    unread = queries.unread_counts(tx, found)
    cursors = {topic: cursor(tx, topic, at.seq) for topic, at in seqs.items()}
    return {id_: Standing(id_, cursors[thread_topic(id_)], unread.get(id_, 0), audiences[id_]) for id_ in found}


def messages(tx: Tx, item_ids: Collection[UUID], span: Span) -> dict[UUID, tuple[Slice, list[queries.Said]]]:
    """The messages of each thread, oldest first."""
    cut = _IN_THREAD.cut(tx, item_ids, span)
    said = by_ids(tx, [place.id for one in cut.values() for place in one.places])
    return {id_: (one, [said[place.id] for place in one.places]) for id_, one in cut.items()}


def by_ids(tx: Tx, message_ids: Collection[UUID]) -> dict[UUID, queries.Said]:
    """Those of them that the viewer may read."""
    found = tx.scalars(_BY_ID, {"ids": list(message_ids)}).all()
    marks = _marks(tx, {message.item_id for message in found})
    said = queries.said(tx, found)
    return {one.id: _unread_since(one, marks.get(one.item_id)) for one in said}


def histories(tx: Tx, message_ids: Collection[UUID]) -> dict[UUID, list[MessageVersion]]:
    """How each read before its edits, oldest first; nothing of those that were taken back or hidden."""
    found: dict[UUID, list[MessageVersion]] = defaultdict(list)
    for version in tx.scalars(_VERSIONS, {"ids": list(message_ids)}):
        found[version.message_id].append(version)
    return found


def verbs(tx: Tx, said: Collection[queries.Said]) -> dict[UUID, frozenset[Verb]]:
    """What the viewer may do to each message."""
    ids = {one.item_id for one in said}
    found, granted = items.by_ids(tx, ids), items.granted_to_each(tx, ids)
    relations = {id_: to_item(tx.viewer, item, granted[id_]) for id_, item in found.items()}
    return {
        one.id: policy.verbs("message", to_message(tx.viewer, one.author.id, relations[one.item_id]))
        for one in said
        if one.item_id in relations
    }


def reports(tx: Tx, report_ids: Collection[UUID]) -> dict[UUID, Report]:
    """Those of them that the viewer may see."""
    return {report.id: report for report in tx.scalars(_REPORTS, {"ids": list(report_ids)})}


def _reading(tx: Tx, item: Item, granted: frozenset[UUID], staff: frozenset[UUID]) -> frozenset[UUID]:
    """As queries.reply_grants, without the viewer."""
    return queries.readers_of_reply(tx, item, granted, granted, lambda: staff) - {tx.viewer.id}


def _marks(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, int]:
    return {item_id: seq for item_id, seq in tx.execute(_MARKS, {"ids": list(item_ids), "me": tx.viewer.id})}  # noqa: C416


def _unread_since(said: queries.Said, mark: int | None) -> queries.Said:
    return said if not said.unread or mark is None or said.seq > mark else msgspec.structs.replace(said, unread=False)


_IN_THREAD = Keyset(Message.item_id, Message.created, Message.id)
_BY_ID = select(Message).where(among(Message.id, "ids"))
_MARKS = (
    select(Thread.item_id, ReadMark.seq)
    .join(ReadMark, ReadMark.thread_id == Thread.id)
    .where(among(Thread.item_id, "ids"), ReadMark.person_id == bindparam("me", type_=Item.id.type))
)
_VERSIONS = (
    select(MessageVersion)
    .join(Message, Message.id == MessageVersion.message_id)
    .where(among(MessageVersion.message_id, "ids"), Message.hidden.is_(None), Message.withdrawn.is_(None))
    .order_by(MessageVersion.message_id, MessageVersion.number)
)
_REPORTS = select(Report).where(among(Report.id, "ids"))
