"""What was said by others that I haven't read?

Each thread is read from the reader's mark on, by its index, and no further than to the hundredth: neither what was read before nor
how much wasn't costs anything.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.feedback.models import Message, ReadMark, Thread
from hub.items.models import Item
from hub.people.models import Person

MOST = 100
"""Nobody counts further: this number says "this many, or more"."""


def counts(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many messages, up to MOST, for each item that has any."""
    rows = tx.execute(_COUNTS, {"ids": list(item_ids), "me": tx.viewer.id})
    return {item_id: count for item_id, count in rows if count}


def count_of_items(tx: Tx) -> int:
    """How many items have any."""
    return tx.scalar(_ITEMS, {"me": tx.viewer.id}) or 0


def newest(tx: Tx, most: int) -> list[tuple[UUID, UUID]]:
    """The ids of the newest messages and of their items."""
    return [(message_id, item_id) for message_id, item_id in tx.execute(_NEWEST, {"me": tx.viewer.id, "most": most})]


_ME = bindparam("me", type_=Person.id.type)
_MARKED = and_(ReadMark.thread_id == Thread.id, ReadMark.person_id == _ME)
_OF_THREAD = (
    Message.thread_id == Thread.id,
    Message.seq > func.coalesce(ReadMark.seq, -1),
    Message.author_id != _ME,
    Message.withdrawn.is_(None),
    Message.hidden.is_(None),
)


def _of_threads(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Thread).outerjoin(ReadMark, _MARKED)


_SOME = select(Message.id).where(*_OF_THREAD).correlate(Thread, ReadMark).limit(MOST).subquery()
_COUNT = select(func.count(_SOME.c.id)).scalar_subquery()
_COUNTS = _of_threads(Thread.item_id, _COUNT).where(among(Thread.item_id, "ids"))
_THERE = Thread.item_id.in_(select(Item.id).where(Item.deleted.is_(None)))
_ITEMS = _of_threads(func.count(Thread.id)).where(_THERE, select(Message.id).where(*_OF_THREAD).correlate(Thread, ReadMark).exists())
_NEWEST = (
    _of_threads(Message.id, Message.item_id)
    .join(Message, and_(*_OF_THREAD))
    .where(_THERE)
    .order_by(Message.created.desc())
    .limit(bindparam("most"))
)
