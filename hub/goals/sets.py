"""Goals of many people, in the same number of statements for any number."""

from collections.abc import Collection
from uuid import UUID

from hub.database import Tx
from hub.goals import queries
from hub.items.models import Item
from hub.slices import Keyset, Slice, Span


def by_owner(tx: Tx, owner_ids: Collection[UUID], span: Span) -> dict[UUID, tuple[Slice, list[queries.Shown]]]:
    """What the viewer may see of each one's goals, newest first."""
    cut = _BY_OWNER.cut(tx, owner_ids, span)
    shown = {one.id: one for one in queries.by_ids(tx, [place.id for one in cut.values() for place in one.places])}
    return {id_: (one, [shown[place.id] for place in one.places]) for id_, one in cut.items()}


_BY_OWNER = Keyset(Item.owner_id, Item.created, Item.id, Item.kind == "goal", Item.deleted.is_(None), newest_first=True)
