"""What saying something in a thread does to the requests that wait there."""

from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.feedback.models import Message
from hub.items.models import Item
from hub.loops import waiting
from hub.loops.models import Asked, FeedbackRequest
from hub.people.models import Person


def answered(tx: Tx, message: Message) -> None:
    """The first thing that somebody says after they were asked answers what they were asked: theirs, and nobody else's."""
    for asked in tx.scalars(_WAITING, {"me": message.author_id, "item": message.item_id}):
        asked.answered = tx.now
        asked.message_id = message.id


def unanswered(tx: Tx, message: Message) -> None:
    """Words that are taken back, or hidden, answer nothing any more: who waited for them waits again, since the same moment."""
    with tx.system("who still has to answer"):
        for asked in tx.scalars(_ANSWERED, {"message": message.id}):
            asked.answered = asked.message_id = asked.thanked = None
        _wait_again(tx, message)


def answered_again(tx: Tx, message: Message) -> None:
    """Words that are shown again answer what they answered before."""
    if message.withdrawn is not None:
        return
    with tx.system("who still has to answer"):
        for asked in tx.scalars(_WAITING, {"me": message.author_id, "item": message.item_id}):
            if asked.since <= message.created:
                asked.answered = message.created
                asked.message_id = message.id
        _wait_again(tx, message)


def _wait_again(tx: Tx, message: Message) -> None:
    item = tx.get_one(Item, message.item_id)
    item.waiting_since = waiting.since(tx, item)


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
