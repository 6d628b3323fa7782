"""What a school says of itself: its name, its clock, its languages."""

from collections.abc import Sequence
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


def zone_choices() -> list[tuple[str, str]]:
    """The same as options of a form."""
    return [(zone, zone.replace("_", " ")) for zone in time_zones()]
