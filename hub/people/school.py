"""What a school says of itself: its name, its clock, its languages."""

import os
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import available_timezones

from hub.errors import Invalid
from hub.words import LANGUAGES, _


def checked_zone(zone: str) -> str:
    """Raises Invalid("time_zone") for one that isn't on the list."""
    if zone not in time_zones():
        raise Invalid("time_zone", _("Please choose a time zone from the list."))
    return zone


def checked_languages(languages: Sequence[str]) -> list[str]:
    """Each once, in the order given. Raises Invalid("languages") for none, and for one that Trellis doesn't speak."""
    if not languages:
        raise Invalid("languages", _("Please choose at least one language."))
    if not set(languages) <= set(LANGUAGES):
        raise Invalid("languages", _("Trellis doesn't speak this language yet. Please choose from the list."))
    return list(dict.fromkeys(languages))


@cache
def time_zones() -> tuple[str, ...]:
    """Those named after places, by today's names and by those that they had, and UTC. Told once: it looks into 600 files."""
    return ("UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/"))))


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Each once, as options of a form, by region: "Europe" with ("Europe/London", "London")."""
    regions: dict[str, list[tuple[str, str]]] = {}
    called = {
        "Africa": _("Africa"),
        "America": _("The Americas"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("The Arctic"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic Ocean"),
        "Australia": _("Australia"),
        "Europe": _("Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific Ocean"),
        "UTC": _("Anywhere"),
    }
    for zone in time_zones():
        if zone not in old_names():
            region = zone.partition("/")[0]
            regions.setdefault(called.get(region, region), []).append((zone, place_of(zone)))
    return [(region, sorted(zones, key=lambda one: one[1])) for region, zones in sorted(regions.items())]


@cache
def old_names() -> dict[str, str]:
    """Names that zones had, or have besides, and by which of today's each is offered: "Asia/Calcutta" by "Asia/Kolkata"."""
    tables = resources.files("tzdata") / "zoneinfo"
    todays = {line.split("\t")[2] for line in (tables / "zone.tab").read_text().splitlines() if not line.startswith("#")}
    links = (line.split(" ") for line in (tables / "tzdata.zi").read_text().splitlines() if line.startswith("L "))
    return {old: today for _link, today, old in links if old in time_zones() and old not in todays and today in todays}


def place_of(zone: str) -> str:
    """The place after which a zone is named, without the region: "Buenos Aires (Argentina)"."""
    _region, _sep, place = zone.replace("_", " ").partition("/")
    around, _sep, town = place.rpartition("/")
    return (f"{town} ({around})" if around else town) or zone


def zone_here(clock: Path = Path("/etc/localtime")) -> str:
    """Where this machine stands, as far as it has been told: schools mostly run theirs nearby. Else UTC."""
    told = os.environ.get("TZ", "").removeprefix(":") or str(clock.resolve())
    zone = told.rpartition("/zoneinfo/")[2]
    return old_names().get(zone, zone) if zone in time_zones() else "UTC"
