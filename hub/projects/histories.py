"""How projects read before they were changed."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from hub.database import Tx
from hub.histories import MOST, Histories, Part
from hub.projects import queries
from hub.projects.models import ProjectVersion


def history(tx: Tx, project_id: UUID | None, before: int | None = None) -> tuple[queries.Shown, Part]:
    """The project, and a page of how it read before its changes."""
    project = queries.find(tx, project_id)
    return queries.show(tx, [project])[0], _VERSIONS.part(tx, project.id, before, lambda one: one.words.values())


def histories(tx: Tx, project_ids: Collection[UUID], many: int = MOST, before: int | None = None) -> dict[UUID, list[ProjectVersion]]:
    """How each read before its changes, as far as the viewer may see it: the newest of them, oldest first."""
    return {id_: [row[0] for row in rows] for id_, rows in _VERSIONS.newest(tx, project_ids, many, before).items()}


_VERSIONS = Histories(select(ProjectVersion), ProjectVersion.project_id, ProjectVersion.number)
