"""A piece of writing that is sent: it acts once, and its draft stays buried."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.database import Tx
from hub.drafts.models import Draft, Sent
from hub.errors import Conflict, Invalid
from hub.ids import parse_id
from hub.words import _

_THROWN = "throw_away"
LONGEST_KEY = 64
"""Characters in the name that a program gives to one thing that it does."""


class Sending:
    """One piece of writing on its way: in the same words it acts once, however often it comes and whatever came between.

    Two windows can hold the same piece. Where they send it in different words each of them acts, or meets what guards two windows
    elsewhere: what somebody typed is never taken for what was sent before. Words that say a thing anew take the place of those in
    which it was said last: whoever then sends the first ones again means them. Without a `writing` it always acts.
    """

    def __init__(self, tx: Tx, writing: UUID | None, act: str, *said: object) -> None:
        self._tx, self._writing, self._act = tx, writing, act
        self._before: dict[str, Sent] = {}
        if writing:
            self._digest = _digest((act, *said))
            self._before = {sent.digest: sent for sent in _all_of(tx, str(writing))}

    @property
    def made(self) -> UUID | None:
        """What it has made already."""
        before = self._before.get(self._digest) if self._writing else None
        return before.made_id if before else None

    def becomes(self, made_id: UUID) -> None:
        """It has made this now."""
        if not self._writing or self.made:
            return
        for digest, before in self._before.items():
            if digest and (before.act, before.made_id) == (self._act, made_id):
                self._tx.delete(before)
        bury(self._tx, str(self._writing), self._act, made_id, self._digest)


def once(tx: Tx, key: str | None, act: str, do: Callable[[], UUID]) -> UUID:
    """Does it, unless this key has done it already; returns what was made then. Without a key it is always done.

    Raises Conflict for a key that did something else, and Invalid("client_mutation_id") for one that is too long.
    """
    if key is None:
        return do()
    if not 0 < len(key) <= LONGEST_KEY or "\x00" in key:
        raise Invalid("client_mutation_id", _("Use 1 to %(n)d characters here.") % {"n": LONGEST_KEY})
    before = _all_of(tx, key)
    if not before:
        made = do()
        bury(tx, key, act, made)
        return made
    sent = next((one for one in before if not one.digest), None)
    if sent is None or sent.act != act:
        raise Conflict(_("This name was used for something else already. Please choose a new one for each thing you do."))
    return sent.made_id


def was_sent(tx: Tx, key: str) -> UUID | None:
    """What this piece of writing, or client mutation, has made last."""
    made = select(Sent.made_id).where(Sent.key == key, Sent.act != _THROWN)
    return tx.scalar(made.order_by(Sent.at.desc()).limit(1))


def bury(tx: Tx, key: str, act: str, made_id: UUID, digest: str = "") -> None:
    """Remembers that it was sent, and takes its draft away, wherever it was kept."""
    tx.make(Sent(person_id=tx.viewer.id, key=key, act=act, made_id=made_id, digest=digest, at=tx.now))
    for draft in tx.scalars(select(Draft).where(Draft.writing == parse_id(key))):
        tx.delete(draft)


def throw(tx: Tx, draft: Draft) -> None:
    """Takes a draft away that nobody wants to send, and remembers in which words, so that no late copy brings it back."""
    key, digest = str(draft.writing), _digest(sorted(draft.words.items()))
    tx.delete(draft)
    if tx.get(Sent, (tx.viewer.id, key, digest)) is None:
        tx.make(Sent(person_id=tx.viewer.id, key=key, digest=digest, act=_THROWN, made_id=draft.writing, at=tx.now))


def was_thrown(tx: Tx, writing: UUID, words: dict[str, str]) -> bool:
    """Whether just these words of it were. What was typed since on another device, nobody has thrown away."""
    sent = tx.get(Sent, (tx.viewer.id, str(writing), _digest(sorted(words.items()))))
    return sent is not None and sent.act == _THROWN


def _digest(said: object) -> str:
    return sha256(msgspec.json.encode(said)).hexdigest()[:32]


def _all_of(tx: Tx, key: str) -> Sequence[Sent]:
    return tx.scalars(select(Sent).where(Sent.key == key)).all()
