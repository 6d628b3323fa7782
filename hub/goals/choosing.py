"""What of one's own can be chosen: work that shows how a goal goes, and goals that grow. With little of each: all of the
work, part by part, and the newest hundred goals."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import String, bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.goals.models import Goal
from hub.items.models import Item, ItemKind, ItemLink
from hub.slices import Keyset, Place, Span

MOST = 100
"""Goals among which one is chosen at once."""
PAGE = 10
"""Pieces of work in one part of what could show how a goal goes."""


class Choice(msgspec.Struct, frozen=True):
    """One thing that can be chosen."""

    id: UUID
    kind: ItemKind
    title: str
    created: datetime


class MayShow(msgspec.Struct, frozen=True):
    """A part of one's own work that isn't linked with a goal yet, newest first. `more` is where the next part begins, or None."""

    wanted: str = ""
    """What all of it has in its title."""
    choices: tuple[Choice, ...] = ()
    more: str | None = None
    later: bool = False
    """Whether others stand in front of it."""


def may_show(tx: Tx, goal_id: UUID, wanted: str = "", after: str = "") -> MayShow:
    """What of the viewer's own could show how this goal goes."""
    wanted = wanted.replace("\x00", "").strip()[:100]  # PostgreSQL has no letter for it.
    sought = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    part = _WORK.cut(tx, [tx.viewer.id], Span(PAGE, after=Place.in_address(after)), goal=goal_id, wanted=sought)[tx.viewer.id]
    found = {row.id: Choice(*row) for row in tx.execute(_BY_ID, {"ids": [place.id for place in part.places]})}
    choices = tuple(found[place.id] for place in part.places)
    return MayShow(wanted, choices, part.places[-1].cursor if part.more_after else None, part.more_before)


def growing(tx: Tx, but: Collection[UUID] = (), chosen: UUID | None = None) -> list[Choice]:
    """The newest of the viewer's own goals that still grow, the newest first; `chosen` among them however old, and none of `but`."""
    rows = tx.execute(_NEWEST_GROWING, {"me": tx.viewer.id}).all()
    if chosen and chosen not in {row.id for row in rows}:
        rows = [*rows, *tx.execute(_CHOSEN, {"me": tx.viewer.id, "chosen": chosen})]
    return [Choice(*row) for row in rows if row.id not in but]


_MINE = (Item.id, Item.kind, Item.title, Item.created)
_SHOWS_IT = select(ItemLink.source_id).where(
    ItemLink.target_id == bindparam("goal", type_=ItemLink.target_id.type), ItemLink.kind == "evidence"
)
_WORK = Keyset(
    Item.owner_id,
    Item.created,
    Item.id,
    Item.kind != "goal",
    Item.deleted.is_(None),
    Item.id.not_in(_SHOWS_IT),
    Item.title.icontains(bindparam("wanted", type_=String()), escape="\\"),
    newest_first=True,
)
_BY_ID = select(*_MINE).where(among(Item.id, "ids"))
_GROWING = select(Goal.id, Goal.kind, Goal.title, Goal.created).where(
    Goal.owner_id == bindparam("me", type_=Goal.owner_id.type),
    Goal.progress == "growing",
    Goal.deleted.is_(None),
    Goal.state == "posted",
)
_NEWEST_GROWING = _GROWING.order_by(Goal.created.desc(), Goal.id.desc()).limit(MOST)
_CHOSEN = _GROWING.where(Goal.id == bindparam("chosen", type_=Goal.id.type))
