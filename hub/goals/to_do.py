"""Steps as they are shown, and those that their owner took away."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.goals.models import Step

JUST_NOW = timedelta(hours=1)
"""How long a step that was taken away stands where it can be put back with one touch."""
MOST = 50
"""Steps that are offered to be put back."""


class ToDo(msgspec.Struct, frozen=True):
    """A step."""

    id: UUID
    words: str
    due: date | None
    done: datetime | None

    @property
    def edition(self) -> str:
        return edition(self.words, self.due)


class Taken(msgspec.Struct, frozen=True):
    """What its owner can put back, until it is forgotten: the step that was taken away just now, and those before it, latest first."""

    just_now: ToDo | None = None
    before: Sequence[ToDo] = ()


def to_do(step: Step) -> ToDo:
    return ToDo(step.id, step.words, step.due, step.done)


def edition(words: str, due: date | None) -> str:
    """A mark of how a step reads: a change names the one that it builds on."""
    return sha256(f"{words}\n{due or ''}".encode()).hexdigest()[:16]


def taken_away(tx: Tx, goal_id: UUID) -> Taken:
    """For its owner, and asked on their behalf alone: nobody else sees these."""
    with tx.system("steps that were taken away"):
        found = tx.scalars(_TAKEN, {"goal": goal_id}).all()
    lately = [step for step in found[:1] if step.taken and step.taken > tx.now - JUST_NOW]
    return Taken(to_do(lately[0]) if lately else None, [to_do(step) for step in found[len(lately) :]])


_TAKEN = (
    select(Step)
    .where(Step.goal_id == bindparam("goal", type_=Step.goal_id.type), Step.taken.is_not(None))
    .order_by(Step.taken.desc(), Step.id)
    .limit(MOST)
)
