"""What an event in a thread or at a home looks like on an open page: the very fragment that the page includes."""

import jinja2

from hub.database import Tx
from hub.events import Told
from hub.feedback import queries
from hub.feedback.models import VoiceKind
from hub.ids import parse_id
from hub.items import queries as items

Fragment = tuple[str, str, str]
"""(element id, the element it belongs into, HTML): it replaces the one with its id, else goes last into the other."""


def fragments(templates: jinja2.Environment, tx: Tx, told: Told, topic: str, viewing: VoiceKind) -> list[Fragment] | None:
    """What changes on an open page with this event. None: the page is best read anew.

    The same for all who look in this way: whose a message is, the browser marks by ids.
    """
    if not topic.startswith("thread:") or told.kind not in _SHOWN:
        return None
    message = queries.one(tx, parse_id(told.subjects["message"]))
    said = queries.said(tx, [message])[0]
    html = templates.get_template("feedback/_message.html").render(said=said, viewing=viewing, viewer=None)
    shown = [(f"message-{said.id}", f"thread-{said.item_id}", html)]
    if viewing in ("learner", "staff"):
        item = items.find(tx, message.item_id)
        waits = templates.get_template("feedback/_waits.html").render(item_id=item.id, since=item.waiting_since, mine=viewing == "learner")
        shown.append((f"waits-{item.id}", "", waits))
    return shown


_SHOWN = frozenset({"message.added", "message.edited", "message.withdrawn", "message.hidden", "message.shown"})
