"""When letters go out, by a clock that is set."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hub.notifications.hours import Hours, is_due, is_quiet, last_moment

LONDON = ZoneInfo("Europe/London")
DAILY = Hours(kind="daily", hour=17)


def at(text: str) -> datetime:
    """By the clock on the wall in London."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


def test_a_daily_letter_waits_for_its_hour_and_comes_once() -> None:
    happened = at("2026-11-20 15:00")
    assert not is_due(DAILY, happened, at("2026-11-20 16:59"), LONDON)
    assert is_due(DAILY, happened, at("2026-11-20 17:00"), LONDON)
    assert is_due(DAILY, happened, at("2026-11-21 09:00"), LONDON), "the worker was away at five"
    assert not is_due(DAILY, at("2026-11-20 17:01"), at("2026-11-20 19:00"), LONDON), "what came after five waits for tomorrow"


def test_a_weekly_letter_waits_for_its_day() -> None:
    friday = Hours(kind="weekly", hour=17, weekday=4)
    happened = at("2026-11-21 09:00")  # A Saturday.
    assert not is_due(friday, happened, at("2026-11-26 18:00"), LONDON)
    assert not is_due(friday, happened, at("2026-11-27 16:59"), LONDON)
    assert is_due(friday, happened, at("2026-11-27 17:00"), LONDON)


def test_at_once_gathers_for_a_few_minutes_and_waits_for_quiet_hours_to_end() -> None:
    at_once = Hours(kind="at_once")
    happened = at("2026-11-20 19:58")
    assert not is_due(at_once, at("2026-11-20 12:00"), at("2026-11-20 12:04"), LONDON)
    assert is_due(at_once, at("2026-11-20 12:00"), at("2026-11-20 12:05"), LONDON)
    assert not is_due(at_once, happened, at("2026-11-20 20:03"), LONDON)
    assert not is_due(at_once, happened, at("2026-11-21 06:59"), LONDON)
    assert is_due(at_once, happened, at("2026-11-21 07:00"), LONDON)


def test_never_is_never() -> None:
    assert not is_due(Hours(kind="never"), at("2020-01-01 12:00"), at("2026-11-20 12:00"), LONDON)


@pytest.mark.parametrize(
    ("begin", "end", "quiet"),
    [(20, 7, {20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6}), (12, 14, {12, 13}), (0, 6, {0, 1, 2, 3, 4, 5}), (7, 7, set())],
)
def test_quiet_hours_go_round_midnight(begin: int, end: int, quiet: set[int]) -> None:
    hours = Hours(quiet_from=begin, quiet_until=end)
    assert {hour for hour in range(24) if is_quiet(hours, hour)} == quiet


def test_summer_time_moves_no_letter_and_sends_none_twice() -> None:
    # The clocks go forward on 29 March 2026 at 1:00, and back on 25 October at 2:00.
    for day in ("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25", "2026-10-26"):
        moment = last_moment(DAILY, at(f"{day} 17:30"), LONDON)
        assert moment.astimezone(LONDON).isoformat()[:16] == f"{day}T17:00"
    for hour, days in ((1, ("2026-03-28", "2026-03-29", "2026-03-30")), (1, ("2026-10-24", "2026-10-25", "2026-10-26"))):
        hours = Hours(kind="daily", hour=hour, quiet_from=5, quiet_until=5)
        begin = at(f"{days[0]} 00:00")
        minutes = (begin + timedelta(minutes=n) for n in range(3 * 24 * 60 - 60, 0, -1))
        assert len({last_moment(hours, minute, LONDON) for minute in minutes if minute >= at(f"{days[0]} 01:30")}) == 3, days


def test_quiet_hours_are_of_the_schools_day_in_summer_as_in_winter() -> None:
    at_once = Hours(kind="at_once")
    for day in ("2026-01-15", "2026-07-15"):
        assert not is_due(at_once, at(f"{day} 03:00"), at(f"{day} 06:59"), LONDON)
        assert is_due(at_once, at(f"{day} 03:00"), at(f"{day} 07:00"), LONDON)


@pytest.mark.parametrize(("evening", "hours_of_quiet"), [("2026-11-20", 11), ("2026-03-28", 10), ("2026-10-24", 12)])
def test_a_night_in_which_the_clocks_change_is_quiet_from_wall_to_wall(evening: str, hours_of_quiet: int) -> None:
    at_once, begin = Hours(kind="at_once", quiet_from=20, quiet_until=7), at(f"{evening} 20:00")
    minutes = [begin + timedelta(minutes=n) for n in range(24 * 60)]
    first = next(minute for minute in minutes if is_due(at_once, begin - timedelta(hours=1), minute, LONDON))
    assert first - begin == timedelta(hours=hours_of_quiet)
    assert first.astimezone(LONDON).hour == 7
