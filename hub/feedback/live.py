"""What an event in a thread or at a home looks like on an open page: the very fragment that the page includes."""

import jinja2

from hub.database import Tx
from hub.events import Told
from hub.feedback import queries
from hub.feedback.models import VoiceKind
from hub.ids import parse_id


def message_html(templates: jinja2.Environment, tx: Tx, told: Told, topic: str, viewing: VoiceKind) -> tuple[str, str, str] | None:
    """(element id, the element it belongs into, HTML) of the message that was told of. None: the page is best read anew.

    The same for all who look in this way: whose it is, the browser marks by ids.
    """
    if not topic.startswith("thread:") or told.kind not in _SHOWN:
        return None
    said = queries.said(tx, [queries.one(tx, parse_id(told.subjects["message"]))])[0]
    html = templates.get_template("feedback/_message.html").render(said=said, viewing=viewing, viewer=None)
    return f"message-{said.id}", f"thread-{said.item_id}", html


_SHOWN = frozenset({"message.added", "message.edited", "message.withdrawn", "message.hidden", "message.shown"})
