"""How often a door may be knocked at by one who may be guessing.

A knock is counted in a write of its own before the door is tried, and taken back when it opened: what fails stays counted.
What is counted wears off bit by bit. A door that someone has worn out is open again for one try soon, not shut for a while:
who holds others up has to go on trying. docs/decisions/0006 says how many guesses that leaves, and to whom.
"""

from datetime import timedelta
from math import ceil
from typing import NamedTuple

from sqlalchemy import delete

from hub.columns import insert_into
from hub.database import Tx
from hub.errors import TooMany
from hub.identity.keys import digest
from hub.identity.models import Tally
from hub.words import _, ngettext


class Limit(NamedTuple):
    """At most `most` failures of one kind at once; so many wear off in `minutes`, one after the other."""

    door: str
    most: int
    minutes: int

    @property
    def each(self) -> timedelta:
        return timedelta(minutes=self.minutes) / self.most


# Where one has signed in before, nobody else's tries are counted.
SIGN_IN_KNOWN = Limit("sign-in, browser and name", 10, 15)
SIGN_IN_HERE = Limit("sign-in, name and address", 10, 15)
SIGN_IN_ADDRESS = Limit("sign-in, address", 150, 15)
# Several people have signed in from there: a school has one address, and on the first day everyone mistypes.
SIGN_IN_SCHOOL = Limit("sign-in, address of many", 600, 15)
# One name from everywhere, against many machines that guess together. Not asked where the person has signed in of late.
SIGN_IN_NAME = Limit("sign-in, name", 100, 60)
# By its first group: who holds another paper is not held up, and of the one that is guessed at, forty bits stay hidden.
JOIN_CODE = Limit("code, first group", 20, 15)
JOIN_ADDRESS = Limit("code, address", 60, 15)
FORGOTTEN_KNOWN = Limit("forgotten, browser and name", 3, 60)
FORGOTTEN_ADDRESS = Limit("forgotten, address", 30, 60)
FORGOTTEN_NAME = Limit("forgotten, name", 3, 60)
BEGIN_ADDRESS = Limit("begin, address", 10, 15)
BEGIN_ANYWHERE = Limit("begin", 60, 15)
# A team's code is tried by somebody who is known: each uses up their own tries, and nobody's else. Where a whole school guesses together,
# each has fewer; nobody is left without any.
TEAM_CODE = Limit("team code, person", 20, 60)
TEAM_CODE_WARY = Limit("team code, person, when many guess", 5, 60)
TEAM_CODE_SCHOOL = Limit("team code, school", 600, 60)
CALENDAR_ADDRESS = Limit("calendar, address", 60, 15)
# Somebody who is asked, and asked no more, and asked again is told of it each time.
TEAM_INVITATIONS = Limit("team invitations, person", 30, 60)
MENTOR_ASKS = Limit("what mentors are asked, person", 30, 60)
# Given and taken back without end, signs would be told on everybody's page each time.
SIGNS = Limit("signs, person", 60, 1)
# Pins, edits and moved cards: each is told on everybody's page.
CHANGES = Limit("what all are told of, person", 120, 1)
OLD_PASSWORD = Limit("old password", 10, 15)

Knock = tuple[Limit, str]
"""A limit, and who or what is counted by it."""
Knocks = tuple[Knock, ...]


def knock(tx: Tx, *knocks: Knock) -> Knocks:
    """Counts one try at each, to be committed at once; gives what was counted, to be taken back.

    Raises TooMany when one is used up; nothing is counted then.
    """
    # In one order everywhere: two that knock at the same two doors would otherwise wait for each other.
    for limit, who in sorted(knocks, key=lambda one: _key(*one)):
        if over := _count(tx, limit, who):
            raise too_many(ceil(over.total_seconds()))
    return knocks


def used_up(tx: Tx, limit: Limit, who: str) -> bool:
    """Counts one try if there is room, and says quietly when there was none: for doors with another way, or one answer for all."""
    return _count(tx, limit, who) > timedelta()


def forgive(tx: Tx, *knocks: Knock) -> None:
    """Takes one try back: it was right."""
    for limit, who in sorted(knocks, key=lambda one: _key(*one)):
        tally = _tally(tx, _key(limit, who))
        tally.until -= limit.each


def forget(tx: Tx, *knocks: Knock) -> None:
    """Takes all tries back: they were a person's own who now remembers."""
    for key in sorted(_key(*one) for one in knocks):
        tx.execute(delete(Tally).where(Tally.key == key))


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


def _count(tx: Tx, limit: Limit, who: str) -> timedelta:
    """Counts, unless there is no room: then how long until there is."""
    tally = _tally(tx, _key(limit, who))
    until = max(tally.until, tx.now) + limit.each
    if (over := until - tx.now - limit.each * limit.most) > timedelta():
        return over
    tally.until = until
    return timedelta()


def _tally(tx: Tx, key: str) -> Tally:
    """Locked until the end of the transaction, new or old: what it says is then still so when it is written."""
    statement = insert_into(Tally, tx.get_bind().dialect.name).values(key=key, until=tx.now)
    statement = statement.on_conflict_do_update(index_elements=[Tally.key], set_={"key": statement.excluded.key})
    tally = tx.scalars(statement.returning(Tally), execution_options={"populate_existing": True}).one()
    assert isinstance(tally, Tally)
    return tally
