"""The words under which items are found again."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from hub.columns import among
from hub.database import Tx
from hub.items.models import Item, ItemTag

SUGGESTED = 12


def of(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The tags of each that the viewer may see, in the order of the alphabet."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for one in tx.scalars(_OF, {"ids": list(item_ids)}):
        found[one.item_id].append(one.tag)
    return {id_: sorted(tags, key=str.casefold) for id_, tags in found.items()}


def my_own(tx: Tx) -> list[str]:
    """Those that the viewer has used most: what is offered for the next piece."""
    return [tag for tag, _many in tx.execute(_MINE, {"ids": [tx.viewer.id]})]


_OF = select(ItemTag).where(among(ItemTag.item_id, "ids"))
_MINE = (
    select(ItemTag.tag, func.count(ItemTag.item_id))
    .join(Item, Item.id == ItemTag.item_id)
    .where(among(Item.owner_id, "ids"), Item.deleted.is_(None))
    .group_by(ItemTag.tag)
    .order_by(func.count(ItemTag.item_id).desc(), ItemTag.tag)
    .limit(SUGGESTED)
)
