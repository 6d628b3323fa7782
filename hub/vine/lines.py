"""Which items hang on one line: what led to one, and what it led to."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, or_, select

from hub.columns import among
from hub.database import Tx
from hub.items.models import ItemLink

REACH = 3
"""Links in either direction: from a goal by its work and a reflection about that to the next goal."""
MOST = 200
"""Items on one line, the nearest."""


def lines(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """For each of these itself, what led to it and what it led to, as far as the viewer may see every link of the way; nearest first.

    What merely shares a goal with it isn't on its line.
    """
    onward: dict[UUID, list[UUID]] = defaultdict(list)
    back: dict[UUID, list[UUID]] = defaultdict(list)
    ahead = behind = frozenset(item_ids)
    for _hop in range(REACH):
        if not ahead and not behind:
            break
        found_ahead: set[UUID] = set()
        found_behind: set[UUID] = set()
        for link in tx.execute(_BESIDE, {"ahead": list(ahead), "behind": list(behind)}):
            # Work comes after the goal that it is evidence for, a reflection after what it is about, a part after the whole.
            first, then = (link.source_id, link.target_id) if link.kind == "led_to" else (link.target_id, link.source_id)
            if first in ahead and then not in onward[first]:
                onward[first].append(then)
                found_ahead.add(then)
            if then in behind and first not in back[then]:
                back[then].append(first)
                found_behind.add(first)
        ahead, behind = frozenset(found_ahead - set(onward)), frozenset(found_behind - set(back))
    return {id_: _along(id_, onward, back)[:MOST] for id_ in item_ids}


def _along(id_: UUID, *ways: dict[UUID, list[UUID]]) -> list[UUID]:
    distance = {id_: 0}
    for way in ways:
        edge = [id_]
        for hop in range(1, REACH + 1):
            edge = [other for one in edge for other in way.get(one, ()) if distance.get(other, REACH + 1) > hop]
            distance |= dict.fromkeys(edge, hop)
    return sorted(distance, key=lambda one: (distance[one], one))


_LED = ItemLink.kind == "led_to"
_BESIDE = (
    select(ItemLink.source_id, ItemLink.target_id, ItemLink.kind)
    .where(
        or_(
            and_(_LED, among(ItemLink.source_id, "ahead")),
            and_(~_LED, among(ItemLink.target_id, "ahead")),
            and_(_LED, among(ItemLink.target_id, "behind")),
            and_(~_LED, among(ItemLink.source_id, "behind")),
        )
    )
    .order_by(ItemLink.created, ItemLink.source_id)
)
