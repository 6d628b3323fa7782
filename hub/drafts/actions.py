"""Saving as one types, and burying what was sent.

A piece of writing has an id from its first letter to its sending. A late save of a sent one is refused (Gone), so that a
slow network can't bring it back; a save that doesn't build on what is kept is refused too (Conflict), so that two windows
never overwrite each other.
"""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import func, select

from hub.database import Tx
from hub.drafts.models import Draft, Sent
from hub.errors import Conflict, Gone, Invalid
from hub.ids import parse_id
from hub.people.models import Person
from hub.words import _

BOXES = 60
LONGEST = 400_000
"""Characters in one draft, all its boxes together."""
DRAFTS = 300
"""That one person may keep: more than anybody begins, and few enough that nobody fills the disk with them."""
LONGEST_KEY = 64
"""Characters in the name that a program gives to one thing that it does."""


class Newer(Conflict):
    """Another window saved since. Carries what it saved, to be shown beside what was typed here."""

    def __init__(self, number: int, writing: UUID, words: dict[str, str]) -> None:
        super().__init__(_("You have been writing here in another window too."))
        self.number = number
        self.writing = writing
        self.words = words


def save(tx: Tx, place: str, writing: UUID, base: int, words: dict[str, str]) -> int:
    """Keeps the words. Returns the new number. Raises Gone, Newer, or Invalid for more than a draft can hold."""
    if "\x00" in place:
        raise Invalid("place", _("We couldn't read this draft."))
    if len(place) > 120 or len(words) > BOXES or sum(len(key) + len(text) for key, text in words.items()) > LONGEST:
        raise Invalid("words", _("This is longer than we can keep as one piece. Please split it."))
    if not 0 <= base < 2**31 - 1:
        raise Invalid("base", _("We couldn't read this draft."))
    words = {key.replace("\x00", ""): text.replace("\x00", "") for key, text in words.items()}
    _one_at_a_time(tx)
    if was_sent(tx, str(writing)):
        raise Gone(_("This was already sent."))
    draft = tx.get(Draft, (tx.viewer.id, place), with_for_update=True)
    if draft is None:
        if (tx.scalar(select(func.count(Draft.place))) or 0) >= DRAFTS:
            raise Invalid("words", _("You have begun very many things. Please send some, or throw some away."))
        tx.add(Draft(person_id=tx.viewer.id, place=place, writing=writing, number=base + 1, words=words, saved=tx.now))
        return base + 1
    if draft.words == words and draft.writing == writing:
        return draft.number
    if draft.writing != writing or draft.number != base:
        raise Newer(draft.number, draft.writing, draft.words)
    draft.words = words
    draft.number += 1
    draft.saved = tx.now
    return draft.number


def throw_away(tx: Tx, place: str, writing: UUID) -> None:
    """Only if it is still this piece of writing; a newer one is not touched."""
    draft = None if "\x00" in place else tx.get(Draft, (tx.viewer.id, place))
    if draft is not None and draft.writing == writing:
        tx.delete(draft)


def once(tx: Tx, key: str | None, act: str, do: Callable[[], UUID]) -> UUID:
    """Does it, unless this key has done it already; returns what was made then. Without a key it is always done.

    Raises Conflict for a key that did something else, and Invalid("client_mutation_id") for one that is too long.
    """
    if key is None:
        return do()
    if not 0 < len(key) <= LONGEST_KEY or "\x00" in key:
        raise Invalid("client_mutation_id", _("Use 1 to %(n)d characters here.") % {"n": LONGEST_KEY})
    sent = tx.get(Sent, (tx.viewer.id, key))
    if sent is None:
        made = do()
        bury(tx, key, act, made)
        return made
    if sent.act != act:
        raise Conflict(_("This name was used for something else already. Please choose a new one for each thing you do."))
    return sent.made_id


def was_sent(tx: Tx, key: str) -> UUID | None:
    """What this piece of writing, or client mutation, has made already."""
    return tx.scalar(select(Sent.made_id).where(Sent.key == key))


def bury(tx: Tx, key: str, act: str, made_id: UUID) -> None:
    """Remembers that it was sent, and takes its draft away, wherever it was kept."""
    _one_at_a_time(tx)
    tx.make(Sent(person_id=tx.viewer.id, key=key, act=act, made_id=made_id, at=tx.now))
    for draft in tx.scalars(select(Draft).where(Draft.writing == parse_id(key))):
        tx.delete(draft)


def _one_at_a_time(tx: Tx) -> None:
    """A person's saving and sending wait for each other: a save that was under way would else outlive its sending."""
    tx.scalar(select(Person.id).where(Person.id == tx.viewer.id).with_for_update(key_share=True))
