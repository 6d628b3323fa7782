"""Reflections of many people, in the same number of statements for any number."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.items.sets import NEWEST_FIRST
from hub.reflections import queries
from hub.reflections.models import PromptSet, PromptSetVersion, Reflection
from hub.slices import Slice, Span


class Glance(msgspec.Struct, frozen=True):
    """What a reflection's own row tells this viewer."""

    id: UUID
    title: str
    opening: str
    state: str
    created: datetime
    edited: datetime | None
    deleted: datetime | None
    version: int


class Glances:
    """Reflections read together: what their rows tell at once, and all else of all of them when it is first asked for."""

    def __init__(self, tx: Tx, ids: Collection[UUID]) -> None:
        self._tx = tx
        self._rows = tx.scalars(_BY_ID, {"ids": list(ids)}).all()
        self.found = {
            one.id: Glance(one.id, *queries.in_a_list(tx, one), one.state, one.created, one.edited, one.deleted, one.version)
            for one in self._rows
        }

    def shown(self) -> dict[UUID, queries.Shown]:
        # Held while they are shown: the session finds there what each row answers.
        prompts = self._tx.scalars(_PROMPTS, {"ids": list({one.prompts_id for one in self._rows})}).all()
        shown = {one.id: one for one in queries.show(self._tx, self._rows)}
        del prompts
        return shown


def by_owner(tx: Tx, owner_ids: Collection[UUID], span: Span) -> tuple[dict[UUID, Slice], Glances]:
    """What the viewer may see of each one's reflections, newest first."""
    cut = NEWEST_FIRST["reflection"].cut(tx, owner_ids, span)
    return cut, Glances(tx, [place.id for one in cut.values() for place in one.places])


def questions(tx: Tx, version_ids: Collection[UUID]) -> dict[UUID, queries.ShownPromptSet]:
    """Prompt sets as they stood in these versions."""
    rows = tx.execute(_QUESTIONS, {"ids": list(version_ids)})
    return {one.id: queries.ShownPromptSet(one.id, key, one.name, one.about, one.questions()) for one, key in rows}


def questions_of(tx: Tx, reflection_ids: Collection[UUID]) -> dict[UUID, queries.ShownPromptSet]:
    """The prompt set that each reflection answers, as it stood that day."""
    rows = tx.execute(_QUESTIONS_OF, {"ids": list(reflection_ids)})
    return {id_: queries.ShownPromptSet(one.id, key, one.name, one.about, one.questions()) for id_, one, key in rows}


_BY_ID = select(Reflection).where(among(Reflection.id, "ids"))
_PROMPTS = select(PromptSetVersion).where(among(PromptSetVersion.id, "ids"))
_QUESTIONS = (
    select(PromptSetVersion, PromptSet.key)
    .join(PromptSet, PromptSet.id == PromptSetVersion.prompt_set_id)
    .where(among(PromptSetVersion.id, "ids"))
)
_QUESTIONS_OF = (
    select(Reflection.id, PromptSetVersion, PromptSet.key)
    .join(PromptSetVersion, PromptSetVersion.id == Reflection.prompts_id)
    .join(PromptSet, PromptSet.id == PromptSetVersion.prompt_set_id)
    .where(among(Reflection.id, "ids"))
)
