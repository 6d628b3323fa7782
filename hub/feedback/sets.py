"""Threads and messages by the hundred: what `queries` does for one, in the same number of statements for any number."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import bindparam, select

from hub import policy
from hub.columns import among
from hub.database import Tx
from hub.events import cursor, since, thread_topic
from hub.feedback import mentions, queries, shown, signs
from hub.feedback.models import Message, ReadMark, Thread
from hub.feedback.signs import Reaction
from hub.items import audiences, holders
from hub.items import queries as items
from hub.items.models import Item
from hub.people.faces import Face, faces
from hub.policy import Verb, to_item, to_message
from hub.slices import Keyset, Slice, Span


def there(tx: Tx, item_ids: Collection[UUID]) -> list[UUID]:
    """Those of the items that the viewer may see, whose threads they may read."""
    return list(tx.scalars(_THERE, {"ids": list(item_ids)}))


def cursors(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, str]:
    """Where the threads of visible items stand."""
    topics = {id_: thread_topic(id_) for id_ in item_ids}
    seqs = since(tx, dict.fromkeys(topics.values()))
    return {id_: cursor(tx, topic, seqs[topic].seq) for id_, topic in topics.items()}


def readers(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, audiences.Audience]:
    """Who reads what the viewer answers to each item."""
    found = items.by_ids(tx, item_ids)
    kinds = items.granted_kinds_to_each(tx, found)
    staff = holders.staff_among(tx, {principal for principals in kinds.values() for principal in principals})
    wanted = {id_: _reading(tx, item, kinds[id_], staff) for id_, item in found.items()}
    return audiences.audiences_for(tx, wanted, tx.viewer.id)


def messages(tx: Tx, item_ids: Collection[UUID], span: Span) -> dict[UUID, tuple[Slice, list[queries.ShownMessage]]]:
    """The messages of each thread, oldest first."""
    cut = _IN_THREAD.cut(tx, item_ids, span)
    said = by_ids(tx, [place.id for one in cut.values() for place in one.places])
    return {id_: (one, [said[place.id] for place in one.places]) for id_, one in cut.items()}


def by_ids(tx: Tx, message_ids: Collection[UUID]) -> dict[UUID, queries.ShownMessage]:
    """Those of them that the viewer may read. Their loops are asked for by themselves: `asked_for`, `responses`."""
    return {one.id: one for one in queries.said(tx, tx.scalars(_BY_ID, {"ids": list(message_ids)}), loops=False)}


def asked_for(tx: Tx, said: Collection[queries.ShownMessage]) -> frozenset[UUID]:
    """Of messages as by_ids has them: those that answer a request which the viewer may know of."""
    return shown.asked_for(tx, [one.id for one in said])


def responses(tx: Tx, said: Collection[queries.ShownMessage]) -> dict[UUID, shown.Responded]:
    """What became of each of them; nothing of those that were taken back or hidden."""
    return shown.responses(tx, [one.id for one in said if one.state == "said"])


def reactions(tx: Tx, message_ids: Collection[UUID]) -> dict[UUID, list[Reaction]]:
    """To each of them, the signs that somebody gave it; nothing of those that were taken back or hidden."""
    given = signs.given(tx, message_ids)
    people = faces(tx, shown.givers(given))
    return {id_: [one for one in shown.reactions(of_one, people) if one.people] for id_, of_one in given.items()}


def named(tx: Tx, said: Collection[queries.ShownMessage]) -> dict[UUID, list[Face]]:
    """Of messages as by_ids has them: who is named in each, by name, of those who read it."""
    found = mentions.in_messages(tx, {one.id: one.words for one in said if one.words})
    people = faces(tx, {person for who in found.values() for person in who})
    return {id_: sorted((people[person] for person in who), key=lambda face: (face.called, face.id)) for id_, who in found.items()}


def unread(tx: Tx, said: Collection[queries.ShownMessage]) -> dict[UUID, bool]:
    """Of messages as by_ids has them: whether each came after the viewer last read its thread."""
    rows = tx.execute(_MARKS, {"ids": list({one.item_id for one in said}), "me": tx.viewer.id})
    marks: dict[UUID, int] = {row[0]: row[1] for row in rows}
    return {one.id: one.unread and one.seq > marks.get(one.item_id, -1) for one in said}


def verbs(tx: Tx, said: Collection[queries.ShownMessage]) -> dict[UUID, frozenset[Verb]]:
    """What the viewer may do to each message."""
    ids = {one.item_id for one in said}
    found, granted = items.by_ids(tx, ids), items.granted_to_each(tx, ids)
    relations = {id_: to_item(tx.viewer, item, granted[id_]) for id_, item in found.items()}
    return {
        one.id: policy.verbs("message", to_message(tx.viewer, one.author.id, relations[one.item_id]))
        for one in said
        if one.item_id in relations
    }


def _reading(tx: Tx, item: Item, kinds: Mapping[UUID, str], staff: frozenset[UUID]) -> frozenset[UUID]:
    """As queries.reply_grants, without the viewer."""
    return queries.readers_of_reply(tx, item, frozenset(kinds), kinds, lambda: staff) - {tx.viewer.id}


_THERE = select(Item.id).where(among(Item.id, "ids"))
_IN_THREAD = Keyset(Message.item_id, Message.created, Message.id)
_BY_ID = select(Message).where(among(Message.id, "ids"))
_MARKS = (
    select(Thread.item_id, ReadMark.seq)
    .join(ReadMark, ReadMark.thread_id == Thread.id)
    .where(among(Thread.item_id, "ids"), ReadMark.person_id == bindparam("me", type_=Item.id.type))
)
