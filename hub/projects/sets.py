"""Projects of many people, in the same number of statements for any number."""

from collections.abc import Collection
from uuid import UUID

from hub.database import Tx
from hub.items import sets
from hub.projects import queries
from hub.slices import Slice, Span


def by_owner(tx: Tx, owner_ids: Collection[UUID], span: Span) -> dict[UUID, tuple[Slice, list[queries.Shown]]]:
    """What the viewer may see of each one's projects, newest first."""
    return sets.by_owner(tx, "project", queries.by_ids, owner_ids, span)
