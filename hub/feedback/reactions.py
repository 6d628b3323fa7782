"""Giving a message a sign, and taking it back. Those who look at the thread see it; nobody is told of it, and nothing becomes unread."""

from typing import Any
from uuid import UUID

from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid
from hub.events import thread_topic
from hub.feedback import queries
from hub.feedback.models import Message, MessageReaction
from hub.feedback.signs import SIGNS, short
from hub.identity import limits
from hub.items import queries as items
from hub.items.actions import still_there
from hub.policy import Verb, require, to_item, to_message
from hub.safeguarding import speaking
from hub.words import _


def react(tx: Tx, message_id: UUID | None, sign: str, on: bool | None = None) -> Message:
    """Gives it, or takes it back; where `on` is None, whichever was not done last. Raises Invalid("sign"), and Conflict where the words
    can't be read any more, and TooMany for who gives them without end."""
    message = queries.one(tx, message_id)
    item = items.find(tx, message.item_id)
    relations = to_item(tx.viewer, item, items.granted(tx, item.id))
    require("message", to_message(tx.viewer, message.author_id, relations), Verb.REACT)
    speaking.require(tx, item.owner_id, relations)
    if sign not in SIGNS:
        raise Invalid("sign", _("Choose one of the five signs."))
    still_there(item)
    if message.withdrawn is not None or message.hidden is not None:
        raise Conflict(_("These words were taken back meanwhile, so there is nothing to answer any more."))
    if item.state == "withdrawn" and item.owner_id != tx.viewer.id:
        raise Forbidden(_("This was taken back, so it can't be answered now."))
    standing = tx.get(MessageReaction, (message.id, tx.viewer.id, sign))
    wanted = standing is None if on is None else on
    if wanted == (standing is not None):
        return message
    with tx.system("how often somebody gives signs"):
        limits.knock(tx, (limits.SIGNS, str(tx.viewer.id)))
    guardian = queries.as_guardian(tx, relations)
    if standing is None:
        made = MessageReaction(message_id=message.id, person_id=tx.viewer.id, sign=sign, by_guardian=guardian, created=tx.now)
        tx.make(made)
    else:
        guardian = standing.by_guardian
        tx.delete(standing)
    aside: dict[str, Any] = {"guardian": tx.viewer.id} if guardian else {}
    tx.tell("message.reacted", [thread_topic(item.id)], item=item.id, message=message.id, **aside)
    return message


def press(tx: Tx, message_id: UUID | None, pressed: str) -> Message:
    """What the button of a page says, as `Reaction.pressed`: given by who was not among them, taken back by who was. So the same press
    in two windows does the same."""
    sign, _sep, known = pressed.partition(":")
    return react(tx, message_id, sign, short(tx.viewer.id) not in known.split(","))
