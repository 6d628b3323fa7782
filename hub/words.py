"""The words of the interface, through gettext, in the language of whoever is being answered."""

import gettext as _gettext
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from hub.errors import Invalid

LANGUAGES = ("en",)
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})

# Where a language is written in several ways: in our English days stand before months, and clocks go to 24.
_AS_WRITTEN = {"en": "en_GB"}
# Stars and the like at the edge of words, where they are marks and no letters.
_SIGNS = re.compile(r"(?<!\w)[*_~`#>]+|[*_~`]+(?!\w)")
# A line that is bold from end to end, as the parts of a form begin.
_HEADING = re.compile(r"^\*\*([^*\n]*\w)\*\*\s*\n\s*", re.MULTILINE)
# Categories of which nothing is seen: controls, directions, spaces, and marks that stand on no letter.
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs", "Mn", "Me"})
# Fillers and a blank that count as letters or signs, and then what Unicode has set aside for what is not to be seen.
_BLANK = re.compile("[\u115f\u1160\u3164\uffa0\u2800\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")
_WRITTEN = frozenset(
    (  # noqa: SIM905 - a list of words
        "title words why question name names outcome obstacle plan criteria steps step next_step about note tags"
        " driving_question entry_event summary product product_for aims skills key_question source"
    ).split()
)
_ANY_NUMBER = ("answer-", "part-", "alt-", "design-")
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


def locale() -> str:
    """How this language writes dates, hours and lists, on every page, in every letter and in the browser: "en_GB"."""
    return _AS_WRITTEN.get(language(), language())


def direction() -> str:
    """ "rtl" or "ltr", for the `dir` of a page."""
    return "rtl" if language().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def opening(text: str, most: int) -> str:
    """How people's words begin, in one line of at most about `most` characters, without the signs of Markdown."""
    line = " ".join(_SIGNS.sub("", _HEADING.sub(r"\1: ", text)).split())
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + "…"


def tidy_words(text: str) -> str:
    """People's words as they are kept, lines ended by "\n", without the sign that PostgreSQL can't keep; "" when they say nothing."""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip() if says_anything(text) else ""


def one_line(field: str, words: str, most: int) -> str:
    """People's words in one line. Raises Invalid beside this box where they are too long."""
    said = " ".join(tidy_words(words).split())
    if len(said) > most:
        raise Invalid(field, _("Please say it in fewer words (%(n)d letters at the most).") % {"n": most})
    return said


def lines(field: str, words: str, most: int) -> str:
    """The same, as many lines as they are."""
    said = tidy_words(words)
    if len(said) > most:
        raise Invalid(field, _("This is longer than fits here (%(n)d letters at the most).") % {"n": most})
    return said


def whole_number(text: str) -> int | None:
    """Of at most nine digits, as somebody's program or form says it: longer ones are not meant, and cost more than they tell."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def says_anything(text: str) -> bool:
    """Whether anything in it can be seen. Letters that Python doesn't know yet count: tomorrow's emoji are among them."""
    return any(unicodedata.category(sign) not in _UNSEEN and not _BLANK.match(sign) for sign in text)


def people_write_in(box: str) -> bool:
    """Whether a box of this name, in any form, holds words of people's own. A password is never among them."""
    return box in _WRITTEN or box.startswith(_ANY_NUMBER)


def _(message: str) -> str:
    return _translations(language()).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    return _translations(language()).ngettext(one, many, n)


@cache
def _translations(language: str) -> _gettext.NullTranslations:
    return _gettext.translation("trellis", Path(__file__).parent / "locales", [language], fallback=True)
