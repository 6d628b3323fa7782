"""Messages that wait until a member of staff has looked: hub/feedback/contacts.py says which."""

from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.feedback.models import Message
from hub.feedback.shown import ShownMessage, said

MANY = 30


def waiting(tx: Tx) -> list[ShownMessage]:
    """Those that the viewer may let through, the oldest first: nobody decides of their own words."""
    held = tx.scalars(_HELD, {"me": tx.viewer.id}).all()
    return said(tx, held, loops=False) if held else []


IS_HELD = (
    Message.held.is_not(None),
    Message.hidden.is_(None),
    Message.withdrawn.is_(None),
    Message.author_id != bindparam("me", type_=Message.author_id.type),
)
"""And not of the viewer's own, who is `me`."""
_HELD = select(Message).where(*IS_HELD).order_by(Message.held, Message.id).limit(MANY)
