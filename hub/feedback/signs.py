"""The five signs that a message can be given without a word, and by whom it was given which."""

from collections import defaultdict
from collections.abc import Collection
from typing import get_args
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.feedback.models import MessageReaction, Sign
from hub.people.faces import Face
from hub.words import _

SIGNS: tuple[Sign, ...] = get_args(Sign)
Given = dict[Sign, list[UUID]]
"""By whom, of each sign, who gave it first at first."""


class Reaction(msgspec.Struct, frozen=True):
    """A sign, and those who gave it, as far as they are the viewer's to know."""

    sign: Sign
    people: list[Face]

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def drawn(self) -> str:
        return _DRAWN[self.sign]

    @property
    def words(self) -> str:
        return {
            "like": _("Thumbs up"),
            "heart": _("Heart"),
            "thanks": _("Thank you"),
            "helps": _("That helps"),
            "question": _("I have a question"),
        }[self.sign]

    @property
    def pressed(self) -> str:
        """What its button says: the sign, and who has given it. The page is the same for many: only who presses knows whether they are
        among them, and then take it back."""
        return f"{self.sign}:{','.join(map(short, (face.id for face in self.people)))}"


def short(person_id: UUID) -> str:
    """Enough of an id to find oneself among a few."""
    return person_id.hex[-8:]


def given(tx: Tx, message_ids: Collection[UUID], *, guardians: bool = True) -> dict[UUID, Given]:
    """To each of these messages that has any; without `guardians`, none of theirs."""
    found: dict[UUID, Given] = defaultdict(lambda: defaultdict(list))
    for message, sign, person in tx.execute(_GIVEN if guardians else _GIVEN_BY_OTHERS, {"ids": list(message_ids)}):
        found[message][sign].append(person)
    return found


_DRAWN: dict[Sign, str] = {"like": "👍", "heart": "❤️", "thanks": "🙏", "helps": "💡", "question": "❓"}
_GIVEN = (
    select(MessageReaction.message_id, MessageReaction.sign, MessageReaction.person_id)
    .where(among(MessageReaction.message_id, "ids"))
    .order_by(MessageReaction.created, MessageReaction.person_id)
)
_GIVEN_BY_OTHERS = _GIVEN.where(MessageReaction.by_guardian.is_(False))
