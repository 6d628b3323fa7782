"""Whom visits are there for."""

from hub.homes.models import Visit
from hub.seeing import ME, Visible

VISIBLE: Visible = {Visit: (Visit.person_id == ME, "mine")}
