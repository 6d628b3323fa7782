"""What was said about an item, as this viewer may read it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select

from hub.database import Tx
from hub.errors import NotFound
from hub.events import cursor, last_seq, thread_topic
from hub.feedback.models import Message, MessageGrant, ReadMark, Thread, VoiceKind
from hub.feedback.shown import ShownMessage as ShownMessage  # What shows messages finds both here.
from hub.feedback.shown import said as said
from hub.items import audiences, company, holders
from hub.items import queries as items
from hub.items.models import Item
from hub.loops.requests import Request, on_items
from hub.notifications.models import Notification
from hub.policy import Relation, to_item
from hub.safeguarding import pauses
from hub.slices import Place
from hub.words import _

PAGE = 50
"""Messages on a page: the newest, or those in front of a place."""


class ShownThread(msgspec.Struct, frozen=True):
    """The newest of a thread, oldest first. `cursor` is where its live topic stands; `will_read` says who reads what the viewer answers."""

    item_id: UUID
    topic: str
    cursor: str
    messages: list[ShownMessage]
    will_read: audiences.Audience
    viewing: VoiceKind
    news: bool = False
    """Whether there are notifications about the item that the viewer hasn't seen."""
    requests: list[Request] = []
    """For feedback on the item, as far as they are the viewer's to know; newest first."""
    more: str | None = None
    """Where earlier messages end, if there are any."""
    waits: str = ""
    """Why the viewer can't write in it now; "" where they can."""
    back: datetime | None = None
    """When they can again, where that is known."""

    @property
    def staff(self) -> bool:
        """Whether one looks at it as a member of staff."""
        return self.viewing == "staff"

    @property
    def unread(self) -> int:
        return sum(said.unread for said in self.messages)


def thread(tx: Tx, item: Item) -> ShownThread:
    """The thread of an item that the viewer can see."""
    topic = thread_topic(item.id)
    seq = last_seq(tx, topic)  # Before the messages: what comes in between is told again, never missed.
    messages, more = _part(tx.scalars(_NEWEST, {"item": item.id}).all())
    mark, news = tx.execute(_MARK, {"item": item.id}).one()
    kinds = items.granted_kinds(tx, item.id)
    granted, with_whom = frozenset(kinds), company.of_item(tx, kinds)
    principals = with_whom.with_staff(reply_grants(tx, item, kinds))
    relations = to_item(tx.viewer, item, granted)
    pause = pauses.mine(tx, kinds)
    return ShownThread(
        item_id=item.id,
        topic=topic,
        cursor=cursor(tx, topic, seq),
        messages=said(tx, messages, unread_after=mark, whole=True),
        will_read=audiences.audience_of(tx, principals - {tx.viewer.id}, tx.viewer.id),
        viewing=voice_of(relations),
        news=bool(news),
        requests=on_items(tx, [item.id])[item.id],
        more=more,
        waits=company.waits() if with_whom.frozen else pauses.words() if pause else "",
        back=pause.moment if pause and not with_whom.frozen else None,
    )


def mark_of(tx: Tx, item_id: UUID) -> int | None:
    """How far the viewer has read an item's thread; None: not at all."""
    mark, _news = tx.execute(_MARK, {"item": item_id}).one()
    return mark  # type: ignore[no-any-return]


def leads_to(tx: Tx, item_id: UUID | None, message_id: UUID | None) -> tuple[str, bool]:
    """The page on which an item is found, or, of a message in its thread, that on which it stands; and whether there is such a message."""
    item = items.find(tx, item_id)
    message = tx.get(Message, message_id) if message_id else None
    there = message is not None and message.item_id == item.id
    if message is not None and there:
        at = Place(message.created, message.id)
        if len(tx.scalars(_BEHIND, {"item": item.id, "at": at.at, "id": at.id}).all()) == PAGE:
            return f"/items/{item.id}/earlier?before={at.just_behind.cursor}", there
    return items.href(item.kind, item.id), there


def _part(newest_first: Sequence[Message]) -> tuple[list[Message], str | None]:
    """Oldest first; and where those in front of them end, if there are any."""
    messages = [*reversed(newest_first[:PAGE])]
    return messages, Place(messages[0].created, messages[0].id).cursor if len(newest_first) > PAGE else None


def one(tx: Tx, message_id: UUID | None) -> Message:
    """Raises NotFound for one that is missing or not this viewer's to read."""
    message = tx.get(Message, message_id) if message_id else None
    if message is None:
        raise NotFound(_("We can't find this message. Perhaps it isn't shared with you any more."))
    return message


def reply_grants(tx: Tx, item: Item, kinds: Mapping[UUID, str], reply_to: Message | None = None) -> frozenset[UUID]:
    """The principals who read what the viewer says here: all who see the item, or all who read what is answered. `kinds`: the
    principals of its audience, and the kind of each.

    What a guardian says reaches the learner and the members of staff, never another guardian, a peer or a mentor: nor where
    they see an item with the whole school. What a peer or a mentor says reaches no family: neither do the others' children answer to
    them, nor is it theirs to know who is a friend.
    """
    addressed = frozenset(kinds) if reply_to is None else grants_of(tx, reply_to)
    if reply_to is not None and reply_to.held is not None:
        return addressed | {tx.viewer.id}  # Whose item it is reads neither the words that are held nor what is said about them.
    return readers_of_reply(tx, item, addressed, kinds, lambda: holders.staff_among(tx, kinds))


def readers_of_reply(
    tx: Tx, item: Item, addressed: frozenset[UUID], kinds: Mapping[UUID, str], staff: Callable[[], frozenset[UUID]]
) -> frozenset[UUID]:
    """The rule behind reply_grants. `staff`, asked only where it matters: the principals that members of staff hold."""
    # Of what is written alone for a team, its owner is no reader yet.
    always = {item.owner_id} & kinds.keys() | {tx.viewer.id}
    relations = to_item(tx.viewer, item, frozenset(kinds))
    if as_guardian(tx, relations):
        return (staff() & kinds.keys() & addressed) | always
    if voice_of(relations) in ("peer", "mentor"):
        addressed -= {id_ for id_, kind in kinds.items() if kind == "family"}
    return addressed | always


def as_guardian(tx: Tx, relations: frozenset[Relation]) -> bool:
    """Whether what the viewer says here is a guardian's: for the learner and staff alone."""
    guardian = Relation.FAMILY in relations or (Relation.PEER in relations and "guardian" in tx.viewer.roles)
    return guardian and Relation.STAFF not in relations


def may_know(tx: Tx, item_id: UUID, guardian: UUID | None) -> bool:
    """Whether it is the viewer's to know that this guardian gave or took back a sign in the item's thread. None: it was no guardian."""
    return guardian is None or guardian == tx.viewer.id or _voice(tx, item_id) in ("learner", "staff")


def concerns(tx: Tx, item_id: UUID, only: UUID | None) -> bool:
    """Whether it is the viewer's to know what an item's thread tells of this person alone. None: it tells it of nobody."""
    return only is None or only == tx.viewer.id or _voice(tx, item_id) == "staff"


def _voice(tx: Tx, item_id: UUID) -> VoiceKind:
    item = items.find(tx, item_id)
    return voice_of(to_item(tx.viewer, item, items.granted(tx, item.id)))


def voice_of(relations: frozenset[Relation]) -> VoiceKind:
    """As whom someone speaks in a thread, and looks at it."""
    if Relation.OWNER in relations:
        return "learner"
    if Relation.STAFF in relations:
        return "staff"
    if Relation.MEMBER in relations:
        return "learner"
    if Relation.MENTOR in relations:
        return "mentor"
    return "family" if Relation.FAMILY in relations else "peer"


def grants_of(tx: Tx, message: Message) -> frozenset[UUID]:
    """The principals who were named as readers when it was sent."""
    return frozenset(tx.scalars(select(MessageGrant.principal_id).where(MessageGrant.message_id == message.id)))


_ITEM = bindparam("item", type_=Item.id.type)
_AT, _ID = bindparam("at", type_=Message.created.type), bindparam("id", type_=Message.id.type)
_NEWEST = select(Message).where(Message.item_id == _ITEM).order_by(Message.created.desc(), Message.id.desc()).limit(PAGE + 1)
_BEHIND = (
    select(Message.id)
    .where(Message.item_id == _ITEM, or_(Message.created > _AT, and_(Message.created == _AT, Message.id > _ID)))
    .limit(PAGE)
)
_NEWS = select(func.count(Notification.id)).where(Notification.item_id == _ITEM, Notification.seen.is_(None)).scalar_subquery()
_MARK = select(ReadMark.seq, _NEWS).select_from(Thread).outerjoin(ReadMark, ReadMark.thread_id == Thread.id).where(Thread.item_id == _ITEM)
