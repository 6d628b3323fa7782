"""The random secrets that the hub gives out, and the form in which it keeps them."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""32 signs, read aloud without doubt: no I, L, O or U. Who writes them all the same is understood by `tidy`."""
_GROUPS, _IN_GROUP = 3, 4
_TEAM = "23456789BCDFGHJKMNPQRSTVWXYZ"
"""For what children say to each other: without vowels no word comes of it by chance, and no sign is taken for another."""
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None, "–": None, "—": None, ".": None, "_": None})


def new_secret() -> str:
    """256 bits, safe in a cookie, a header and a URL."""
    return secrets.token_urlsafe(32)


def new_entry() -> str:
    """128 bits for a browser's cookie of many entries: it opens nothing by itself."""
    return secrets.token_urlsafe(16)


def digest(secret: str) -> str:
    """SHA-256, hex. A slow hash would protect nothing here: the secret is random and long."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def new_code() -> str:
    """Twelve signs in three groups: 60 bits.

    So many that the door need not be shut for anyone when somebody tries wrong ones: docs/decisions/0006 has the sums.
    """
    signs = [secrets.choice(ALPHABET) for _ in range(_GROUPS * _IN_GROUP)]
    return "-".join("".join(signs[at : at + _IN_GROUP]) for at in range(0, len(signs), _IN_GROUP))


def first_group(code: str) -> str:
    """What tries at a code are counted by."""
    return tidy(code)[:_IN_GROUP]


def tidy(code: str) -> str:
    """The code that someone means who types it in small letters, without dashes, or with an O for a zero."""
    plain = "".join(code.split()).upper().translate(_MEANT)[:64]
    return "-".join(plain[at : at + _IN_GROUP] for at in range(0, len(plain), _IN_GROUP))


def new_team_code() -> str:
    """Nine signs in three groups of three: 43 bits. docs/decisions/0013 has the sums."""
    return grouped_in_threes("".join(secrets.choice(_TEAM) for _ in range(9)))


def grouped_in_threes(code: str) -> str:
    """A team's code as it is kept, however it was typed: small letters, spaces and dashes are understood."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())[:64]
    return "-".join(plain[at : at + 3] for at in range(0, len(plain), 3))
