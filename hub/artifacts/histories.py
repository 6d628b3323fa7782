"""What was said of work before it was said anew; its versions never change."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from hub.artifacts import queries
from hub.artifacts.models import ArtifactEdition
from hub.database import Tx
from hub.histories import MOST, Histories, Part


def history(tx: Tx, artifact_id: UUID | None, before: int | None = None) -> tuple[queries.Shown, Part]:
    """The artifact, and a page of what was said of it before its edits."""
    shown = queries.show(tx, [queries.find(tx, artifact_id)])[0]
    return shown, _EDITIONS.part(tx, shown.id, before, lambda one: [one.about])


def histories(tx: Tx, artifact_ids: Collection[UUID], many: int = MOST, before: int | None = None) -> dict[UUID, list[ArtifactEdition]]:
    """What was said of each before its edits, as far as the viewer may see it: the newest of it, oldest first."""
    return {id_: [row[0] for row in rows] for id_, rows in _EDITIONS.newest(tx, artifact_ids, many, before).items()}


_EDITIONS = Histories(select(ArtifactEdition), ArtifactEdition.artifact_id, ArtifactEdition.number)
