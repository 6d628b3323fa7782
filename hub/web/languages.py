"""The languages of the interface, each by its own name."""

from typing import NamedTuple

from babel import Locale

from hub.words import LANGUAGES


class Choice(NamedTuple):
    """One card or option of a form."""

    value: str
    label: str
    detail: str = ""
    off: bool = False


def language_choices() -> list[Choice]:
    return [Choice(language, Locale.parse(language).get_display_name(language) or language) for language in LANGUAGES]
