"""Whom a thread and its messages are there for."""

from sqlalchemy import select

from hub.feedback.models import Message, MessageGrant, MessageVersion, ReadMark, Thread
from hub.items.visible import visible_items
from hub.seeing import ME, Visible, held_by_me

_message = Message.__table__
_message_grant = MessageGrant.__table__

_granted_messages = select(_message_grant.c.message_id).where(held_by_me(_message_grant.c.principal_id))
visible_messages = select(_message.c.id).where(_message.c.id.in_(_granted_messages), _message.c.item_id.in_(visible_items))
readable_messages = visible_messages.where(_message.c.withdrawn.is_(None), _message.c.hidden.is_(None))

VISIBLE: Visible = {
    Thread: (Thread.item_id.in_(visible_items), "of items I may see"),
    Message: (Message.id.in_(visible_messages), "I hold one of its grants, and may see its item"),
    MessageGrant: (MessageGrant.message_id.in_(visible_messages), "of messages I may see"),
    MessageVersion: (MessageVersion.message_id.in_(readable_messages), "of messages I may see; taken back or hidden: nobody"),
    ReadMark: (ReadMark.person_id == ME, "mine"),
}
