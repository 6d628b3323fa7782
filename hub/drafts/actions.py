"""Saving as one types.

A piece of writing has an id from its first letter to its sending. A late save of a sent one is refused (Gone), so that a
slow network can't bring it back, and so is one of just the words that were thrown away; a save that doesn't build on what
is kept is refused too (Conflict), so that two windows never overwrite each other.
"""

from uuid import UUID

from sqlalchemy import func, select

from hub.database import Tx
from hub.drafts.models import Draft
from hub.drafts.sending import throw, was_sent, was_thrown
from hub.errors import Conflict, Gone, Invalid
from hub.words import _

BOXES = 60
LONGEST = 400_000
"""Characters in one draft, all its boxes together."""
DRAFTS = 300
"""That one person may keep: more than anybody begins, and few enough that nobody fills the disk with them."""


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
    if was_sent(tx, str(writing)):
        raise Gone(_("This was already sent."))
    draft = tx.get(Draft, (tx.viewer.id, place))
    if (draft is None or draft.writing != writing) and was_thrown(tx, writing, words):
        raise Gone(_("This was thrown away."))
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
        throw(tx, draft)
