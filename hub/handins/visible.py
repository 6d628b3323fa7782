"""Whom what a team handed in is there for: as the work itself."""

from hub.handins.models import HandIn
from hub.items.visible import readable_items
from hub.seeing import Visible

VISIBLE: Visible = {HandIn: (HandIn.artifact_id.in_(readable_items), "of work I may see")}
