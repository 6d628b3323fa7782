"""Which items are there for this viewer, and with which principals is each shared?"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.items.models import Item, ItemGrant, ItemKind
from hub.people.models import Principal
from hub.words import _


def href(kind: ItemKind, item_id: UUID) -> str:
    """The address of an item's own page."""
    return f"/{kind.replace('_', '-')}s/{item_id}"


def find(tx: Tx, item_id: UUID | None) -> Item:
    """Raises NotFound for one that is missing, and alike for one that is not this viewer's to see."""
    item = tx.get(Item, item_id) if item_id else None
    if item is None:
        raise NotFound(_("We can't find this. Perhaps it was taken back, or isn't shared with you."))
    return item


def by_ids(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, Item]:
    """Those of them that the viewer may see."""
    return {item.id: item for item in tx.scalars(_BY_ID, {"ids": list(item_ids)})}


def kinds(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, ItemKind]:
    """Of those of them that the viewer may see."""
    return {id_: kind for id_, kind in tx.execute(_KINDS, {"ids": list(item_ids)})}  # noqa: C416 - a Row is no pair to a type checker


def granted(tx: Tx, item_id: UUID) -> frozenset[UUID]:
    """The principals of an item's audience, its owner's among them."""
    return frozenset(tx.scalars(select(ItemGrant.principal_id).where(ItemGrant.item_id == item_id)))


def granted_kinds(tx: Tx, item_id: UUID) -> dict[UUID, str]:
    """As granted, with the kind of each principal."""
    return {id_: kind for id_, kind in tx.execute(_GRANTED_KINDS, {"item": item_id})}  # noqa: C416 - a Row is no pair to a type checker


def granted_to_each(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """As granted, for many items in one statement."""
    found: dict[UUID, set[UUID]] = {id_: set() for id_ in item_ids}
    for item_id, principal_id in tx.execute(_GRANTED, {"ids": list(item_ids)}):
        found[item_id].add(principal_id)
    return {id_: frozenset(principals) for id_, principals in found.items()}


def granted_kinds_to_each(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, dict[UUID, str]]:
    """As granted_kinds, for many items in one statement."""
    found: dict[UUID, dict[UUID, str]] = {id_: {} for id_ in item_ids}
    for item_id, principal_id, kind in tx.execute(_GRANTED_KINDS_TO_EACH, {"ids": list(item_ids)}):
        found[item_id][principal_id] = kind
    return found


def shared_since(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Since when the viewer can see each of these items."""
    rows = tx.execute(_SHARED_SINCE, {"ids": item_ids, "holds": tx.viewer.held})
    return {row[0]: row[1] for row in rows}


_BY_ID = select(Item).where(among(Item.id, "ids"))
_KINDS = select(Item.id, Item.kind).where(among(Item.id, "ids"))
_GRANTED = select(ItemGrant.item_id, ItemGrant.principal_id).where(among(ItemGrant.item_id, "ids"))
_GRANTED_KINDS = (
    select(ItemGrant.principal_id, Principal.kind)
    .join(Principal, Principal.id == ItemGrant.principal_id)
    .where(ItemGrant.item_id == bindparam("item", type_=Item.id.type))
)
_GRANTED_KINDS_TO_EACH = (
    select(ItemGrant.item_id, ItemGrant.principal_id, Principal.kind)
    .join(Principal, Principal.id == ItemGrant.principal_id)
    .where(among(ItemGrant.item_id, "ids"))
)
_SHARED_SINCE = (
    select(ItemGrant.item_id, func.min(ItemGrant.since))
    .where(among(ItemGrant.item_id, "ids"), among(ItemGrant.principal_id, "holds"))
    .group_by(ItemGrant.item_id)
)
