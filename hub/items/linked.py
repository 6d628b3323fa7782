"""What is linked with what, as far as the viewer may see both ends."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.items import cards
from hub.items.models import Item, ItemLink, LinkKind


class Around(msgspec.Struct, frozen=True):
    """What one item is linked with, as far as the viewer may see it; each the oldest first."""

    evidence: list[cards.Card]
    """Work that shows how this goal goes."""
    evidence_for: list[cards.Card]
    supports: list[cards.Card]
    """Larger goals that this one is a part of."""
    supported_by: list[cards.Card]
    came_from: list[cards.Card]
    """Reflections in which it, or a step of it, began, and that don't look back on it."""
    led_to: list[cards.Card]
    """What grew out of this reflection, besides what it looks back on."""
    about: list[cards.Card]
    """What this reflection looks back on."""
    reflections: list[cards.Card]
    """Reflections that look back on this."""


def around(tx: Tx, item_id: UUID) -> Around:
    links = [(link.source_id, link.target_id, link.kind) for link in tx.scalars(_AROUND, {"item": item_id})]
    found = cards.by_ids(tx, {source if target == item_id else target for source, target, _kind in links})

    def at(kind: LinkKind, *, toward: bool, but: Sequence[cards.Card] = ()) -> list[cards.Card]:
        ids = [source if toward else target for source, target, each in links if each == kind and (target == item_id) == toward]
        return sorted((found[id_] for id_ in ids if id_ in found and found[id_] not in but), key=lambda card: card.created)

    # A reflection about a goal that ends in a step of it is told of once.
    about, reflections = at("about", toward=False), at("about", toward=True)
    return Around(
        evidence=at("evidence", toward=True),
        evidence_for=at("evidence", toward=False),
        supports=at("supports", toward=False),
        supported_by=at("supports", toward=True),
        came_from=at("led_to", toward=True, but=reflections),
        led_to=at("led_to", toward=False, but=about),
        about=about,
        reflections=reflections,
    )


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
_ITEM = bindparam("item", type_=Item.id.type)
_AROUND = select(ItemLink).where((ItemLink.source_id == _ITEM) | (ItemLink.target_id == _ITEM)).order_by(ItemLink.created)
_INTO = select(ItemLink).where(among(ItemLink.target_id, "ids"), _KIND).order_by(ItemLink.created)
_OUT_OF = select(ItemLink).where(among(ItemLink.source_id, "ids"), _KIND).order_by(ItemLink.created)
