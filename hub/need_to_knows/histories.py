"""How questions stood before they were changed, and who brought them there."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from hub.database import Tx
from hub.histories import MOST, Histories, Part
from hub.need_to_knows import queries
from hub.need_to_knows.models import NeedToKnowVersion
from hub.people.faces import Face, faces


def history(tx: Tx, id_: UUID | None, before: int | None = None) -> tuple[queries.Shown, Part, dict[UUID, Face]]:
    """The question, a page of how it stood before, and the faces of who brought it there."""
    question = queries.find(tx, id_)
    part = _VERSIONS.part(tx, question.id, before, lambda one: one.words.values())
    return queries.show(tx, [question])[0], part, faces(tx, {one.by_id for one in part.versions if one.by_id})


def histories(tx: Tx, ids: Collection[UUID], many: int = MOST, before: int | None = None) -> dict[UUID, list[NeedToKnowVersion]]:
    """How each stood before its changes, as far as the viewer may see it: the newest of them, oldest first."""
    return {id_: [row[0] for row in rows] for id_, rows in _VERSIONS.newest(tx, ids, many, before).items()}


_VERSIONS = Histories(select(NeedToKnowVersion), NeedToKnowVersion.need_to_know_id, NeedToKnowVersion.number)
