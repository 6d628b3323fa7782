"""How things read before they were changed: a part of it at a time, the newest first, for many things in the same statements."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.marks import SIGNS, weight

PAGE = 10
"""Versions on one page."""
MOST = 50
"""Of one thing, in one go."""
DRAWN = 4 * SIGNS
"""Worth of signs on one page of versions: what draws longer is read in more parts."""


class Part(NamedTuple):
    """Of the versions of one thing those before a number, oldest first. `more`: others stand before the one of this number."""

    versions: list[Any]
    more: int | None = None
    later: bool = False
    """Whether others may stand behind them."""


class Histories:
    """The versions of things of one kind: `rows` has them, `of` says whose, `number` how they are counted."""

    def __init__(self, rows: Any, of: Any, number: Any) -> None:
        self._rows, self._of, self._number = rows, of, number
        self._statement = cache(self._build)

    def newest(self, tx: Tx, ids: Collection[UUID], many: int = MOST, before: int | None = None) -> dict[UUID, list[Any]]:
        """Of each that many, as far as the viewer may see them, of those before this number: rows, oldest first. One statement."""
        bound = {"ids": list(ids), "many": min(many, MOST), **({} if before is None else {"before": before})}
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row in reversed(tx.execute(self._statement(alone=len(ids) == 1, cut=before is not None), bound).all()):
            found[getattr(row[0], self._of.key)].append(row)
        return found

    def part(self, tx: Tx, id_: UUID, before: int | None, texts: Callable[[Any], Iterable[str]]) -> Part:
        """One page of them: fewer where `texts`, which are drawn of each, hold very much that has to be drawn."""
        versions = [row[0] for row in self.newest(tx, [id_], PAGE + 1, before)[id_]]
        kept: list[Any] = []
        drawn = 0
        for version in reversed(versions[-PAGE:]):
            drawn += sum(map(weight, texts(version)))
            if kept and drawn > DRAWN:
                break
            kept.insert(0, version)
        return Part(kept, kept[0].number if len(kept) < len(versions) else None, before is not None)

    def _build(self, *, alone: bool, cut: bool) -> Any:
        """The newest first."""
        most = bindparam("many", type_=Integer())
        within = [among(self._of, "ids"), *([self._number < bindparam("before", type_=Integer())] if cut else [])]
        if alone:  # As in slices: one list needs no numbering, which would read it to its end.
            return self._rows.where(*within).order_by(self._number.desc()).limit(most)
        place = func.row_number().over(partition_by=self._of, order_by=self._number.desc())
        places = select(self._of.label("of"), self._number.label("number"), place.label("place")).where(*within).subquery()
        chosen = self._rows.join(places, and_(places.c.of == self._of, places.c.number == self._number))
        return chosen.where(places.c.place <= most).order_by(self._of, self._number.desc())
