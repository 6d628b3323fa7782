"""What an event in a thread or at a home looks like on an open page: the very fragment that the page includes."""

from uuid import UUID

import jinja2

from hub.database import Tx
from hub.events import Told
from hub.feedback import pinned, queries
from hub.feedback.models import VoiceKind
from hub.ids import parse_id
from hub.items import queries as items

Fragment = tuple[str, str, str]
"""(element id, the element it belongs into, HTML): it replaces the one with its id, else goes last into the other."""


def fragments(templates: jinja2.Environment, tx: Tx, told: Told, topic: str, viewing: VoiceKind) -> list[Fragment] | None:
    """What changes on an open page with this event. None: the page is best read anew.

    The same for all who look in this way: whose a message is, the browser marks by ids.
    """
    if topic.startswith("thread:") and told.kind in _ASKED:
        return _asked(templates, tx, told, viewing)
    if not topic.startswith("thread:") or told.kind not in _SHOWN:
        return None
    reached = viewing in ("learner", "staff")
    if not reached and "guardian" in told.subjects:
        return []  # A guardian's sign, which no other guardian and no other child learns of.
    if viewing == "family" and told.kind == "message.reacted":
        return None  # Among the signs may be one's own, which what is the same for every family can't show.
    message = queries.one(tx, parse_id(told.subjects["message"]))
    said = queries.said(tx, [message], guardians=reached, whole=True)[0]
    html = templates.get_template("feedback/_message.html").render(said=said, viewing=viewing, viewer=None)
    shown = [(f"message-{said.id}", f"thread-{said.item_id}", html)]
    if reached and told.kind not in _WITHOUT_WAITING:
        shown.append(_waits(templates, tx, message.item_id, viewing))
    if told.kind in _PINS:
        shown.append(_pin(templates, tx, said, viewing))
    return shown


def _pin(templates: jinja2.Environment, tx: Tx, said: queries.ShownMessage, viewing: VoiceKind) -> Fragment:
    """Above the talk, as it is by now; nothing where it isn't pinned, or can't be read."""
    pins = pinned.of_rooms(tx, [said.item_id])[said.item_id] if said.pinned else []
    html = [templates.get_template("rooms/_pin.html").render(pin=pin, viewing=viewing) for pin in pins if pin.message_id == said.id]
    return f"pin-{said.id}", f"pins-{said.item_id}", "".join(html)


def _asked(templates: jinja2.Environment, tx: Tx, told: Told, viewing: VoiceKind) -> list[Fragment]:
    """Here only that an answer is waited for, to those who see that. Who was asked is told at the homes of those who may know."""
    item = parse_id(told.subjects["item"])
    return [_waits(templates, tx, item, viewing)] if item and viewing in ("learner", "staff") else []


def _waits(templates: jinja2.Environment, tx: Tx, item_id: UUID, viewing: VoiceKind) -> Fragment:
    item = items.find(tx, item_id)
    waits = templates.get_template("feedback/_waits.html").render(item_id=item.id, since=item.waiting_since, mine=viewing == "learner")
    return f"waits-{item.id}", "", waits


_SHOWN = frozenset(
    {
        *("message.added", "message.held", "message.edited", "message.withdrawn", "message.hidden", "message.shown"),
        *("message.reacted", "feedback.responded", "message.pinned", "message.unpinned", "message.film_ready"),
    }
)
_WITHOUT_WAITING = frozenset({"message.reacted", "message.pinned", "message.unpinned", "message.film_ready"})
_PINS = frozenset({"message.pinned", "message.unpinned", "message.edited", "message.withdrawn", "message.hidden", "message.shown"})
_ASKED = frozenset({"feedback.requested", "request.withdrawn"})
