"""Whom what hangs on a need-to-know is there for. A need-to-know itself is an item: until it is shown, its author's alone."""

from hub.items.visible import readable_items
from hub.need_to_knows.models import NeedToKnowVersion
from hub.seeing import Visible

VISIBLE: Visible = {
    NeedToKnowVersion: (NeedToKnowVersion.need_to_know_id.in_(readable_items), "of need-to-knows I may see"),
}
