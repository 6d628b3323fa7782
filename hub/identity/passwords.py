"""Passwords: which may be chosen, and how they are kept. Slow on purpose, and therefore never inside a transaction."""

import asyncio
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import ParamSpec, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hub.errors import Invalid, TooMany
from hub.words import _

P = ParamSpec("P")
T = TypeVar("T")

SHORTEST, SHORTEST_FOR_STUDENTS, LONGEST = 10, 8, 200
AT_ONCE = 2
"""Each takes 32 MiB and one core for its time: two leave room for everything else that the server does."""
WAITING = 60
WAITING_STRANGERS = 40
"""So that many who guess at once leave room in the line for those who have signed in before."""
_FEWEST_SIGNS = 3

_hasher = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
_threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="password")
_in_line = 0

EXAMPLE = "otter bakes bread"
"""What the forms show as an idea. Whoever takes it as it stands has chosen what everybody reads."""

# Those that lists of stolen passwords show most often, of the lengths that we would else let through.
COMMONEST = frozenset(
    [
        "password",
        "passw0rd",
        "password1",
        "password12",
        "password123",
        "password1234",
        "passwort",
        "wachtwoord",
        "contraseña",
        "motdepasse",
        "12345678",
        "123456789",
        "1234567890",
        "12345678910",
        "123123123",
        "87654321",
        "987654321",
        "0987654321",
        "11111111",
        "00000000",
        "1q2w3e4r",
        "1q2w3e4r5t",
        "1qaz2wsx",
        "qwertyui",
        "qwertyuiop",
        "qwerty12",
        "qwerty123",
        "qwerty1234",
        "qwertz123",
        "azertyuiop",
        "asdfghjk",
        "asdfghjkl",
        "zxcvbnm123",
        "abcd1234",
        "abc12345",
        "abcdefgh",
        "abcdefghij",
        "abc123456",
        "a1234567",
        "a12345678",
        "a123456789",
        "aa123456",
        "aa12345678",
        "iloveyou",
        "iloveyou1",
        "iloveyou123",
        "sunshine",
        "sunshine1",
        "princess",
        "princess1",
        "football",
        "football1",
        "baseball",
        "basketball",
        "superman",
        "spiderman",
        "pokemon123",
        "minecraft",
        "minecraft1",
        "fortnite",
        "fortnite1",
        "roblox123",
        "trustno1",
        "welcome1",
        "welcome123",
        "letmein1",
        "letmein123",
        "changeme",
        "changeme123",
        "student1",
        "student123",
        "students",
        "teacher1",
        "teacher123",
        "school123",
        "trellis1",
        "trellis123",
        "computer",
        "internet",
        "starwars",
        "whatever",
        "michelle",
        "jennifer",
        "jessica1",
        "charlie1",
        "monkey123",
        "dragon123",
        "shadow123",
        "master123",
        "admin123",
        "admin1234",
        "administrator",
    ]
)


def check_new(password: str, sign_in_name: str, *, student: bool) -> None:
    """Raises Invalid("password") for one that is too short, too long or easily guessed. Any signs at all will do."""
    shortest = SHORTEST_FOR_STUDENTS if student else SHORTEST
    plain = _plain(password)
    if len(plain) < shortest:
        words = _("That is a little short. Use at least %(n)d characters; three words you can picture work well, like “otter bakes bread”.")
        raise Invalid("password", words % {"n": shortest})
    if len(plain) > LONGEST:
        raise Invalid("password", _("That is longer than we can keep. Use at most %(n)d characters.") % {"n": LONGEST})
    if plain.casefold() == sign_in_name.casefold():
        raise Invalid("password", _("That is your sign-in name, so others would guess it. Choose something only you would think of."))
    if plain.casefold() in COMMONEST or plain.casefold() == EXAMPLE or len(set(plain)) < _FEWEST_SIGNS:
        raise Invalid("password", _("Many people use that one, so others would guess it. Choose something only you would think of."))


def hash_password(password: str) -> str:
    """Argon2id; takes about a tenth of a second."""
    return _hasher.hash(_plain(password))


def verify(kept: str | None, password: str) -> bool:
    """Takes the same time when there is nothing to compare with, so that nobody learns from a clock who has an account."""
    try:
        return _hasher.verify(kept or _nobodys(), _plain(password)[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether it was made with other parameters than today's, and is made anew when its password is next typed."""
    return _hasher.check_needs_rehash(kept)


async def right(kept: str | None, typed: str, *, stranger: bool) -> bool:
    """`verify`, off the loop. Strangers are sent away earlier than those who have signed in there before: raises TooMany."""
    if stranger:
        _room(WAITING_STRANGERS)
    return await in_thread(verify, kept, typed)


async def in_thread(work: Callable[P, T], *args: P.args, **kw: P.kwargs) -> T:
    """Two at a time, beside the loop. Raises TooMany when so many wait that an answer would come too late."""
    global _in_line
    _room(WAITING)
    _in_line += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, lambda: work(*args, **kw))
    finally:
        _in_line -= 1


def _room(most: int) -> None:
    if _in_line >= most:
        raise TooMany(_("Very many people are signing in right now. Please try again in a few seconds."), 5)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's")


def _plain(password: str) -> str:
    """The same password from any keyboard: an é may be one sign or two."""
    return unicodedata.normalize("NFKC", password)
