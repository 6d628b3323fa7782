"""What a school says of itself: its name, its clock, its languages."""

import os
from collections.abc import Sequence
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


def time_zones() -> list[str]:
    """Those named after places, and UTC."""
    return ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/")))]


def zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The same as options of a form, by region: "Europe" with ("Europe/London", "London")."""
    regions: dict[str, list[tuple[str, str]]] = {}
    for zone in time_zones():
        regions.setdefault(zone.partition("/")[0], []).append((zone, place_of(zone)))
    return [(_REGIONS.get(region, region), sorted(zones, key=lambda one: one[1])) for region, zones in sorted(regions.items())]


def place_of(zone: str) -> str:
    """The place after which a zone is named, without the region: "Buenos Aires (Argentina)"."""
    _region, _sep, place = zone.replace("_", " ").partition("/")
    around, _sep, town = place.rpartition("/")
    return (f"{town} ({around})" if around else town) or zone


def zone_here(clock: Path = Path("/etc/localtime")) -> str:
    """Where this machine stands, as far as it has been told: schools mostly run theirs nearby. Else UTC."""
    told = os.environ.get("TZ", "").removeprefix(":") or str(clock.resolve())
    zone = told.rpartition("/zoneinfo/")[2]
    return zone if zone in time_zones() else "UTC"


# Not places but waters, which their names alone don't say.
_REGIONS = {"Atlantic": "Atlantic Ocean", "Indian": "Indian Ocean", "Pacific": "Pacific Ocean"}
