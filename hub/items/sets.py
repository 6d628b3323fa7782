"""Items of many people, in the same number of statements for any number."""

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar
from uuid import UUID

from hub.database import Tx
from hub.items import cards
from hub.items.models import Item, ItemKind
from hub.slices import Keyset, Slice, Span

Shown = TypeVar("Shown", bound=cards.Card)


def of_owners(tx: Tx, owner_ids: Collection[UUID], span: Span, kind: ItemKind | None = None) -> dict[UUID, tuple[Slice, list[cards.Card]]]:
    """What the viewer may see of each one's items, of one kind or of all, newest first."""
    return by_owner(tx, kind, lambda tx, ids: cards.by_ids(tx, ids).values(), owner_ids, span)


def by_owner(
    tx: Tx, kind: ItemKind | None, by_ids: Callable[[Tx, list[UUID]], Iterable[Shown]], owner_ids: Collection[UUID], span: Span
) -> dict[UUID, tuple[Slice, list[Shown]]]:
    """The same, as `by_ids` makes those of this kind ready to show."""
    cut = NEWEST_FIRST[kind].cut(tx, owner_ids, span)
    shown = {one.id: one for one in by_ids(tx, [place.id for one in cut.values() for place in one.places])}
    return {id_: (one, [shown[place.id] for place in one.places]) for id_, one in cut.items()}


_KINDS: tuple[ItemKind, ...] = ("reflection", "goal", "artifact", "project", "room", "need_to_know")
NEWEST_FIRST: dict[ItemKind | None, Keyset] = {
    None: Keyset(Item.owner_id, Item.created, Item.id, Item.deleted.is_(None), newest_first=True),
    **{kind: Keyset(Item.owner_id, Item.created, Item.id, Item.kind == kind, Item.deleted.is_(None), newest_first=True) for kind in _KINDS},
}
