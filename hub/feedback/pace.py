"""How fast one may talk in a thread, and when what is said stands there: behind all that was said before."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from hub.columns import Moment
from hub.database import Tx
from hub.errors import Invalid
from hub.feedback.models import Message
from hub.words import _

MOST = 60
"""Messages of one person in one thread, within AWHILE: nobody who talks notices, and a flood ends there."""
AWHILE = timedelta(minutes=1)
_LOOKED_AT = 4 * MOST


def next_moment(tx: Tx, item_id: UUID, field: str) -> datetime:
    """When what is said now was said: after what stands there, also where a clock that was wrong by an hour has been set right since.

    Raises Invalid(field) for who has said very much within a minute.
    """
    with tx.system("what was said lately"):
        lately = tx.execute(_LATELY, {"item": item_id, "since": tx.now - AWHILE}).all()
    if sum(author == tx.viewer.id and at <= tx.now for at, author in lately) >= MOST:
        raise Invalid(field, _("You have said a lot within a minute. Your words are kept: please send them a little later."))
    return max(tx.now, lately[0][0] + timedelta(microseconds=1)) if lately else tx.now


_LATELY = (
    select(Message.created, Message.author_id)
    .where(Message.item_id == bindparam("item", type_=Message.id.type), Message.created > bindparam("since", type_=Moment()))
    .order_by(Message.created.desc(), Message.id.desc())
    .limit(_LOOKED_AT)
)
