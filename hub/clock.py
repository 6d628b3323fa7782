"""The one place that tells the time, so that a test can set it, and which day it is where."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime, zone: str) -> date:
    """The day of a moment, by the clocks of a zone of the IANA database."""
    return moment.astimezone(ZoneInfo(zone)).date()
