"""Pinning a message above the talk of its room. Those who look at the room see it; nobody is told of it, and nothing becomes unread."""

from uuid import UUID

from hub.database import Tx
from hub.errors import Conflict, Forbidden
from hub.events import thread_topic
from hub.feedback import pinned, queries
from hub.feedback.models import Message, MessagePin
from hub.identity import limits
from hub.items import queries as items
from hub.items.actions import still_there
from hub.policy import Verb, named, require, to_item
from hub.safeguarding import speaking
from hub.teams.actions import in_turn
from hub.words import _

MOST = 10
"""More would be a second conversation above the first."""


def pin(tx: Tx, message_id: UUID | None) -> Message:
    """Harmless where it is pinned already. Raises Conflict for one more than fits, and for words that can't be read any more."""
    message = _pinnable(tx, message_id)
    if message.withdrawn is not None or message.hidden is not None:
        raise Conflict(_("These words were taken back meanwhile, so there is nothing to pin any more."))
    if message.held is not None:
        raise Forbidden(_("A teacher looks at these words first. They can be pinned once everybody reads them."))
    if tx.get(MessagePin, message.id) is not None:
        return message
    if len(pinned.of_rooms(tx, [message.item_id])[message.item_id]) >= MOST:
        raise Conflict(_("%(n)d messages are pinned here already. Take one down first, and then pin this one.") % {"n": MOST})
    tx.make(MessagePin(message_id=message.id, item_id=message.item_id, person_id=tx.viewer.id, created=tx.now))
    _tell(tx, "message.pinned", message)
    return message


def unpin(tx: Tx, message_id: UUID | None) -> Message:
    """Takes it down, whoever pinned it. Harmless where it isn't pinned."""
    message = _pinnable(tx, message_id)
    standing = tx.get(MessagePin, message.id)
    if standing is not None:
        tx.delete(standing)
        _tell(tx, "message.unpinned", message)
    return message


def _pinnable(tx: Tx, message_id: UUID | None) -> Message:
    message = queries.one(tx, message_id)
    item = items.find(tx, message.item_id)
    relations = to_item(tx.viewer, item, items.granted(tx, item.id))
    require(named(item), relations, Verb.PIN)
    speaking.require(tx, item.owner_id, relations)
    still_there(item)
    in_turn(tx, item.id)  # Two who pin the tenth at the same moment.
    return message


def _tell(tx: Tx, kind: str, message: Message) -> None:
    with tx.system("how often somebody pins"):
        limits.knock(tx, (limits.CHANGES, str(tx.viewer.id)))
    tx.tell(kind, [thread_topic(message.item_id)], item=message.item_id, message=message.id)
