"""How often a door may be knocked at by one who may be guessing.

A knock is counted in a write of its own before the door is tried, and taken back when it opened: what fails stays counted.
"""

from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import case, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from hub.database import Tx
from hub.errors import TooMany
from hub.identity.keys import digest
from hub.identity.models import Tally
from hub.words import _, ngettext


class Limit(NamedTuple):
    """At most `most` failures of one kind in `minutes`, counted from the first."""

    door: str
    most: int
    minutes: int


# One person at one place: somebody who forgot. A stranger elsewhere doesn't fill this tally, so nobody can lock another out.
SIGN_IN_HERE = Limit("sign-in, name and address", 10, 15)
# One place, any name. A whole school may be behind one address; right passwords are not counted.
SIGN_IN_ADDRESS = Limit("sign-in, address", 150, 15)
# One name from everywhere, against many machines that guess together. Not asked where the person has signed in of late.
SIGN_IN_NAME = Limit("sign-in, name", 100, 60)
JOIN_ADDRESS = Limit("code, address", 60, 15)
JOIN_ANYWHERE = Limit("code", 2000, 10)
FORGOTTEN_ADDRESS = Limit("forgotten, address", 30, 60)
FORGOTTEN_NAME = Limit("forgotten, name", 3, 60)
BEGIN_ADDRESS = Limit("begin, address", 10, 15)
BEGIN_ANYWHERE = Limit("begin", 60, 15)
OLD_PASSWORD = Limit("old password", 10, 15)

KNOWN_FOR = timedelta(days=30)

Knock = tuple[Limit, str]
"""A limit, and who or what is counted by it."""


def knock(tx: Tx, *knocks: Knock) -> None:
    """Counts one try at each. Raises TooMany when one is used up; nothing is counted then. Returns to be committed at once."""
    # In one order everywhere: two that knock at the same two doors would otherwise wait for each other.
    for limit, who in sorted(knocks, key=lambda one: _key(*one)):
        tally = _count(tx, _key(limit, who), timedelta(minutes=limit.minutes))
        if tally.count > limit.most:
            raise too_many(int((tally.until - tx.now).total_seconds()) + 1)


def forgive(tx: Tx, *knocks: Knock) -> None:
    """Takes one try back: it was right."""
    for key in sorted(_key(*one) for one in knocks):
        tx.execute(update(Tally).where(Tally.key == key, Tally.count > 0).values(count=Tally.count - 1))


def forget(tx: Tx, *knocks: Knock) -> None:
    """Takes all tries back: they were a person's own who now remembers."""
    for key in sorted(_key(*one) for one in knocks):
        tx.execute(update(Tally).where(Tally.key == key).values(count=0))


def used_up(tx: Tx, limit: Limit, who: str) -> bool:
    """Counts one try, and says quietly whether it was one too many: for doors whose answer must never differ."""
    return _count(tx, _key(limit, who), timedelta(minutes=limit.minutes)).count > limit.most


def knock_to_sign_in(tx: Tx, name: str, address: str) -> None:
    """Counts a try at this name from this address. Raises TooMany."""
    knock(tx, (SIGN_IN_ADDRESS, address), (SIGN_IN_HERE, f"{name}|{address}"), *_from_anywhere(tx, name, address))


def signed_in(tx: Tx, name: str, address: str) -> None:
    """It was the right person: their tries don't count, and others who guess at the name elsewhere won't keep them out here."""
    forget(tx, (SIGN_IN_HERE, f"{name}|{address}"))
    forgive(tx, (SIGN_IN_ADDRESS, address), *_from_anywhere(tx, name, address))
    _remember_place(tx, name, address)


def _from_anywhere(tx: Tx, name: str, address: str) -> list[Knock]:
    return [] if _knows_place(tx, name, address) else [(SIGN_IN_NAME, name)]


def _remember_place(tx: Tx, name: str, address: str) -> None:
    key = digest(f"known|{name}|{address}")
    _count(tx, key, KNOWN_FOR)
    tx.execute(update(Tally).where(Tally.key == key).values(until=tx.now + KNOWN_FOR, count=1))


def _knows_place(tx: Tx, name: str, address: str) -> bool:
    tally = tx.get(Tally, digest(f"known|{name}|{address}"))
    return tally is not None and tally.until > tx.now


def sweep(tx: Tx) -> None:
    """Tallies whose time is over are nobody's business any more."""
    tx.execute(delete(Tally).where(Tally.until <= tx.now).execution_options(synchronize_session=False))


def too_many(seconds: int) -> TooMany:
    if seconds <= 90:
        return TooMany(_("That was tried very often. Please wait a minute, then try again."), seconds)
    minutes = (seconds + 59) // 60
    words = ngettext(
        "That was tried very often. Please wait %(n)d minute, then try again.",
        "That was tried very often. Please wait %(n)d minutes, then try again.",
        minutes,
    )
    return TooMany(words % {"n": minutes}, seconds)


def _key(limit: Limit, who: str) -> str:
    return digest(f"{limit.door}|{who}")


def _count(tx: Tx, key: str, window: timedelta) -> Tally:
    insert: Any = postgresql.insert if tx.get_bind().dialect.name == "postgresql" else sqlite.insert
    over = Tally.until <= tx.now
    statement = insert(Tally).values(key=key, until=tx.now + window, count=1)
    statement = statement.on_conflict_do_update(
        index_elements=[Tally.key],
        set_={"count": case((over, 1), else_=Tally.count + 1), "until": case((over, statement.excluded.until), else_=Tally.until)},
    )
    counted = tx.scalars(statement.returning(Tally), execution_options={"populate_existing": True}).one()
    assert isinstance(counted, Tally)
    return counted
