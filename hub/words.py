"""The words of the interface, through gettext, in the language of whoever is being answered."""

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("en",)
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

_language: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within, `_` answers in this language; an unknown one falls back to English."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    return _language.get()


def direction() -> str:
    """ "rtl" or "ltr", for the `dir` of a page."""
    return "rtl" if language().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def _(message: str) -> str:
    return _translations(language()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    return _translations(language()).ngettext(one, many, n)


@cache
def _translations(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("trellis", Path(__file__).parent / "locales", [language], fallback=True)
