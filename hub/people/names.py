"""Names as people type them, and as they are kept."""

import re
import unicodedata

from hub.errors import Invalid
from hub.words import _, says_anything

LONGEST, LONGEST_CALLED, LONGEST_SIGN_IN = 120, 60, 60
_SIGN_IN = re.compile(r"[\w.@+'-]{2,60}")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\u200c", "\u200d"}
"""Joiners, without which some names of Persia and India can't be written."""


def tidy_name(text: str, field: str = "name", longest: int = LONGEST) -> str:
    """One line, single spaces, no signs that hide or turn the words around. Raises Invalid(field) when nothing is left, or too much."""
    seen = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or _may_stand(sign))
    name = " ".join(unicodedata.normalize("NFC", seen).split())
    if not says_anything(name):
        raise Invalid(field, _("Please write a name here."))
    if len(name) > longest:
        raise Invalid(field, _("That is too long. Use at most %(n)d letters.") % {"n": longest})
    return name


def normal_sign_in_name(text: str) -> str:
    """How a sign-in name is compared: "  Maya.O " and "maya.o" are one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def tidy_sign_in_name(text: str, field: str = "sign_in_name") -> str:
    """Raises Invalid(field) for one that could not be typed again with certainty."""
    name = normal_sign_in_name(text)
    if not _SIGN_IN.fullmatch(name):
        raise Invalid(field, _("Use 2 to 60 letters or digits without spaces; dots, dashes, underlines and @ are fine too."))
    return name


def suggest_sign_in_name(name: str) -> str:
    """ "Zoë Ó Briain" gives "zoe.o.briain". May be taken already."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    # Accents go only from Latin letters, which keyboards lack them for; elsewhere a mark is part of the letter.
    bare = "".join(sign for at, sign in enumerate(apart) if not (unicodedata.combining(sign) and at and apart[at - 1].isascii()))
    words = re.findall(r"[\w-]+", unicodedata.normalize("NFKC", bare))
    return (".".join(words)[: LONGEST_SIGN_IN - 5].strip(".-_") or "person").ljust(2, "1")


def default_called(name: str, *, student: bool) -> str:
    """What others call them until they say otherwise: students by first name, adults by all of it."""
    return (name.split()[0] if student else name)[:LONGEST_CALLED]


def tidy_email(text: str) -> str | None:
    """None for an empty box. Raises Invalid("email") for what no letter could reach."""
    email = text.strip()
    if not email:
        return None
    if len(email) > 254 or not re.fullmatch(r"[^@\s<>,;:\"\\()\[\]]+@[^@\s<>,;:\"\\()\[\]]+\.[^@\s.<>,;:\"\\()\[\]]+", email):
        raise Invalid("email", _("We can't send a letter to this address. Please check it, or leave it empty."))
    return email


def _may_stand(sign: str) -> bool:
    return sign in _KEPT or unicodedata.category(sign) not in _HIDDEN
