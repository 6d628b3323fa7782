"""Whom the address of a calendar is there for."""

from hub.calendars.models import CalendarKey
from hub.seeing import ME, Visible

VISIBLE: Visible = {CalendarKey: (CalendarKey.person_id == ME, "mine")}
