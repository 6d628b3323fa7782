"""What saying something in a thread does to the requests that wait there."""

from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.feedback.models import Message
from hub.items.models import Item
from hub.loops.models import Asked, FeedbackRequest
from hub.people.models import Person


def answered(tx: Tx, message: Message) -> None:
    """The first thing that somebody says after they were asked answers what they were asked: theirs, and nobody else's."""
    for asked in tx.scalars(_WAITING, {"me": message.author_id, "item": message.item_id}):
        asked.answered = tx.now
        asked.message_id = message.id


def unanswered(tx: Tx, message: Message, item: Item) -> None:
    """Who takes the answer back has not answered any more."""
    for asked in tx.scalars(_ANSWERED, {"message": message.id}):
        asked.answered = asked.message_id = asked.thanked = None
        if message.voice == "staff":
            item.wait(tx.now)


_WAITING = (
    select(Asked)
    .join(FeedbackRequest, FeedbackRequest.id == Asked.request_id)
    .where(
        Asked.person_id == bindparam("me", type_=Person.id.type),
        FeedbackRequest.item_id == bindparam("item", type_=Item.id.type),
        FeedbackRequest.withdrawn.is_(None),
        Asked.answered.is_(None),
    )
)
_ANSWERED = select(Asked).where(Asked.message_id == bindparam("message", type_=Message.id.type))
