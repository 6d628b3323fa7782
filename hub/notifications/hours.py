"""When a letter may go out: by the clock on the school's wall, whatever the season does to it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

RhythmKind = Literal["at_once", "daily", "weekly", "never"]

GATHER = timedelta(minutes=5)
"""How long a letter "at once" waits for more, so that five things in a row make one."""


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """How often somebody wants a letter. Hours are of the school's day; weekday 0 is Monday."""

    kind: RhythmKind = "daily"
    hour: int = 17
    weekday: int = 4
    quiet_from: int = 20
    quiet_until: int = 7
    """Nothing is sent from the one hour until the other; equal: there are no quiet hours."""


def is_due(hours: Hours, oldest: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Whether what has waited since `oldest` is to be sent now."""
    if hours.kind == "never" or is_quiet(hours, now.astimezone(zone).hour):
        return False
    if hours.kind == "at_once":
        return now - oldest >= GATHER
    return oldest < last_moment(hours, now, zone)


def is_quiet(hours: Hours, hour: int) -> bool:
    begin, end = hours.quiet_from, hours.quiet_until
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


def last_moment(hours: Hours, now: datetime, zone: ZoneInfo) -> datetime:
    """The newest moment, not after `now`, for which a daily or weekly letter was meant. In UTC, so each comes once a day,
    also on the day whose hour comes twice, or not at all."""
    day = now.astimezone(zone).date()
    while not _meant(hours, day) or _moment(hours, day, zone) > now:
        day -= timedelta(days=1)
    return _moment(hours, day, zone)


def _meant(hours: Hours, day: date) -> bool:
    return hours.kind == "daily" or day.weekday() == hours.weekday


def _moment(hours: Hours, day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hours.hour), tzinfo=zone).astimezone(UTC)
