"""How reflections read before they were changed. Of withdrawn ones only their owner learns it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select

from hub.database import Tx
from hub.histories import MOST, Histories, Part
from hub.reflections import queries
from hub.reflections.models import Prompt, PromptSetVersion, Reflection, ReflectionVersion
from hub.seeing import ME


def history(tx: Tx, reflection_id: UUID | None, before: int | None = None) -> tuple[queries.Shown, Part]:
    """The reflection, and a page of how it read before its edits."""
    reflection = queries.find(tx, reflection_id)
    return queries.show(tx, [reflection])[0], _VERSIONS.part(tx, reflection.id, before, lambda one: one.answers.values())


def histories(
    tx: Tx, reflection_ids: Collection[UUID], many: int = MOST, before: int | None = None
) -> dict[UUID, list[tuple[ReflectionVersion, list[Prompt]]]]:
    """How each read before its edits, with its questions: the newest of them, oldest first."""
    found = _VERSIONS.newest(tx, reflection_ids, many, before)
    return {id_: [(version, prompts.questions()) for version, prompts in rows] for id_, rows in found.items()}


_VERSIONS = Histories(
    select(ReflectionVersion, PromptSetVersion)
    .join(Reflection, Reflection.id == ReflectionVersion.reflection_id)
    .join(PromptSetVersion, PromptSetVersion.id == Reflection.prompts_id)
    .where(or_(Reflection.state == "posted", Reflection.owner_id == ME)),
    ReflectionVersion.reflection_id,
    ReflectionVersion.number,
)
