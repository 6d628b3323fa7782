"""What is linked with what, as far as the viewer may see both ends."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.items.models import ItemLink, LinkKind


def sources(tx: Tx, item_ids: Collection[UUID], kind: LinkKind) -> dict[UUID, list[UUID]]:
    """What leads to each of these, the first linked first."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for link in tx.scalars(_INTO, {"ids": list(item_ids), "kind": kind}):
        found[link.target_id].append(link.source_id)
    return found


def targets(tx: Tx, item_ids: Collection[UUID], kind: LinkKind) -> dict[UUID, list[UUID]]:
    """What each of these leads to, the first linked first."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for link in tx.scalars(_OUT_OF, {"ids": list(item_ids), "kind": kind}):
        found[link.source_id].append(link.target_id)
    return found


_KIND = ItemLink.kind == bindparam("kind", type_=ItemLink.kind.type)
_INTO = select(ItemLink).where(among(ItemLink.target_id, "ids"), _KIND).order_by(ItemLink.created)
_OUT_OF = select(ItemLink).where(among(ItemLink.source_id, "ids"), _KIND).order_by(ItemLink.created)
