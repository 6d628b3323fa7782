"""The one place that tells the time, so that a test can set it, and which day it is where."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def day_of(moment: datetime, zone: str) -> date:
    """The day of a moment, by the clocks of a zone of the IANA database."""
    return moment.astimezone(ZoneInfo(zone)).date()


def start_of(day: date, zone: str, at: time = time()) -> datetime:
    """The moment at which a day begins, or is so far, by the clocks of a zone."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
