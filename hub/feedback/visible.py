"""Whom a thread, its messages and what was reported of them are there for."""

from sqlalchemy import and_, or_, select, true

from hub.feedback.models import Message, MessageGrant, MessageVersion, ReadMark, Report, Thread
from hub.items.visible import visible_items
from hub.seeing import I_AM_ADMIN, I_AM_STAFF, ME, MY_SCHOOL, Visible, held_by_me

_message = Message.__table__
_message_grant = MessageGrant.__table__

_granted_messages = select(_message_grant.c.message_id).where(held_by_me(_message_grant.c.principal_id))
_visible_messages = select(_message.c.id).where(_message.c.id.in_(_granted_messages), _message.c.item_id.in_(visible_items))
_readable_messages = _visible_messages.where(_message.c.withdrawn.is_(None), _message.c.hidden.is_(None))

VISIBLE: Visible = {
    Thread: (Thread.item_id.in_(visible_items), "of items I may see"),
    Message: (Message.id.in_(_visible_messages), "I hold one of its grants, and may see its item"),
    MessageGrant: (MessageGrant.message_id.in_(_visible_messages), "of messages I may see"),
    MessageVersion: (MessageVersion.message_id.in_(_readable_messages), "of messages I may see; taken back or hidden: nobody"),
    Report: (
        or_(
            Report.reporter_id == ME,
            and_(Report.school_id == MY_SCHOOL, I_AM_STAFF.is_(true()), Report.message_id.in_(_visible_messages)),
            # Where no member of staff is among the readers, somebody must be able to look all the same.
            and_(Report.school_id == MY_SCHOOL, I_AM_ADMIN.is_(true())),
        ),
        "mine; staff: of messages I may see; admins: the school's",
    ),
    ReadMark: (ReadMark.person_id == ME, "mine"),
}
