"""Whom notifications are there for."""

from sqlalchemy import and_, exists, or_

from hub.feedback.models import Message, MessageGrant
from hub.items.models import Item, ItemGrant
from hub.notifications.models import Notification, Rhythm
from hub.seeing import ME, Visible, held_by_me

_item = Item.__table__
_item_grant = ItemGrant.__table__
_message = Message.__table__
_message_grant = MessageGrant.__table__

# By probing row for row, where other predicates gather what one may see: this is counted on every page, and the rows are few.
_still_shared = exists().where(_item_grant.c.item_id == Notification.item_id, held_by_me(_item_grant.c.principal_id))
_still_stands = exists().where(
    _item.c.id == Notification.item_id, _item.c.deleted.is_(None), or_(_item.c.state == "posted", _item.c.owner_id == ME)
)
_still_said = exists().where(_message.c.id == Notification.message_id, _message.c.withdrawn.is_(None), _message.c.hidden.is_(None))
_said_to_me = exists().where(_message_grant.c.message_id == Notification.message_id, held_by_me(_message_grant.c.principal_id))

VISIBLE: Visible = {
    Notification: (
        and_(
            Notification.person_id == ME,
            _still_shared,
            _still_stands,
            or_(Notification.message_id.is_(None), and_(_still_said, _said_to_me)),
        ),
        "mine, of items and messages that I may read now",
    ),
    Rhythm: (Rhythm.person_id == ME, "mine"),
}
