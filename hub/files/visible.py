"""Whom files and their renditions are there for."""

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from hub.feedback.models import Message, MessageGrant
from hub.files.models import File, Rendition, Upload
from hub.items.visible import readable_items, visible_items
from hub.safeguarding.visible import evidence_for_me
from hub.seeing import ME, Visible, held_by_me

_file = File.__table__
_message = Message.__table__
_grant = MessageGrant.__table__


def _there(file: Any) -> ColumnElement[bool]:
    """Asked of each file by itself: as a set, it would be made of all messages that there are. As their words are: gone at once for
    everybody where those are taken back or hidden, and kept for staff who look at a report of them."""
    granted = exists().where(_grant.c.message_id == _message.c.id, held_by_me(_grant.c.principal_id))
    sent_to_me = exists().where(
        _message.c.id == file.message_id,
        _message.c.withdrawn.is_(None),
        _message.c.hidden.is_(None),
        _message.c.item_id.in_(visible_items),
        granted.correlate(_message),
    )
    return or_(file.owner_id == ME, file.item_id.in_(readable_items), sent_to_me, evidence_for_me(file.message_id))


VISIBLE: Visible = {
    File: (
        _there(File),
        "mine, those of items I may see (taken back: only its owner), and of messages I may read; taken back or hidden: "
        "staff who read what a report keeps",
    ),
    Rendition: (Rendition.file_id.in_(select(_file.c.id).where(_there(_file.c))), "of files I may see"),
    Upload: (Upload.owner_id == ME, "mine"),
}
