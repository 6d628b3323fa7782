"""Whom a thread and its messages are there for."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from hub.feedback.models import Message, MessageGrant, MessagePin, MessageReaction, MessageVersion, ReadMark, Thread
from hub.items.models import Item
from hub.items.visible import visible_items
from hub.people.models import Guardianship
from hub.seeing import I_AM_STAFF, ME, Visible, held_by_me

_message = Message.__table__
_message_grant = MessageGrant.__table__
_item = Item.__table__
_guardianship = Guardianship.__table__

_granted_messages = select(_message_grant.c.message_id).where(held_by_me(_message_grant.c.principal_id))
# Asked of each message that is read, by its place: as a set, it would be made of all that one was ever told.
_granted_to_me = (
    select(_message_grant.c.message_id).where(_message_grant.c.message_id == Message.id, held_by_me(_message_grant.c.principal_id)).exists()
)
visible_messages = select(_message.c.id).where(_message.c.id.in_(_granted_messages), _message.c.item_id.in_(visible_items))
readable_messages = visible_messages.where(_message.c.withdrawn.is_(None), _message.c.hidden.is_(None))


def _readable(message_id: Any) -> ColumnElement[bool]:
    """Whether this one of the messages is, asked by itself."""
    one, grant = _message.alias(), _message_grant.alias()
    mine = select(grant.c.message_id).where(grant.c.message_id == one.c.id, held_by_me(grant.c.principal_id)).exists()
    there = (one.c.id == message_id, one.c.withdrawn.is_(None), one.c.hidden.is_(None), one.c.item_id.in_(visible_items))
    return select(one.c.id).where(*there, mine).exists()


# As with their words: what one guardian gives, no other guardian and no other child learns of.
_my_children = select(_guardianship.c.student_id).where(_guardianship.c.guardian_id == ME)
# Asked of each sign by itself: as a set, it would be made of all messages that there are.
_guardians_reach_me = (
    select(_message.c.id)
    .join(_item, _item.c.id == _message.c.item_id)
    .where(
        _message.c.id == MessageReaction.message_id,
        or_(_item.c.owner_id == ME, and_(I_AM_STAFF.is_(true()), _item.c.owner_id.not_in(_my_children))),
    )
    .exists()
)

VISIBLE: Visible = {
    Thread: (Thread.item_id.in_(visible_items), "of items I may see"),
    Message: (and_(_granted_to_me, Message.item_id.in_(visible_items)), "I hold one of its grants, and may see its item"),
    MessageGrant: (MessageGrant.message_id.in_(visible_messages), "of messages I may see"),
    MessageVersion: (_readable(MessageVersion.message_id), "of messages I may see; taken back or hidden: nobody"),
    MessageReaction: (
        and_(
            _readable(MessageReaction.message_id),
            or_(MessageReaction.by_guardian.is_(False), MessageReaction.person_id == ME, _guardians_reach_me),
        ),
        "of messages I may see; a guardian's: theirs, the learner's and staff's; taken back or hidden: nobody",
    ),
    MessagePin: (_readable(MessagePin.message_id), "of messages I may see; taken back or hidden: nobody"),
    ReadMark: (ReadMark.person_id == ME, "mine"),
}
