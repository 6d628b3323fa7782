"""Artifacts of many people, in the same number of statements for any number."""

from collections.abc import Collection
from uuid import UUID

from hub.artifacts import queries
from hub.database import Tx
from hub.items import sets
from hub.slices import Slice, Span


def by_owner(tx: Tx, owner_ids: Collection[UUID], span: Span) -> dict[UUID, tuple[Slice, list[queries.Shown]]]:
    """What the viewer may see of each one's work, newest first."""
    return sets.by_owner(tx, "artifact", queries.by_ids, owner_ids, span)
