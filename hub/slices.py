"""Part of a list, by where one stands in it: for many lists at once, in the same number of statements."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, Self
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Integer, Select, bindparam, case, false, func, select, tuple_

from hub.columns import Moment, among
from hub.database import Tx

MOST = 100
"""Of one list, in one go."""

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Place(NamedTuple):
    """Where a thing stands in its list: nothing that is added or taken away elsewhere moves it."""

    at: datetime
    id: UUID

    @property
    def cursor(self) -> str:
        """In a form that stands in an address."""
        moment = (self.at - _BEGINNING) // timedelta(microseconds=1)
        return urlsafe_b64encode(f"{moment}~{self.id.hex}".encode()).decode().rstrip("=")

    @property
    def just_behind(self) -> Self:
        """So near that nothing stands between."""
        return self._replace(id=UUID(int=min(self.id.int + 1, 2**128 - 1)))

    @classmethod
    def at_cursor(cls, cursor: str) -> Self:
        """Raises ValueError for one that is not ours."""
        try:
            moment, _sep, id_ = urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode().partition("~")
            return cls(_BEGINNING + timedelta(microseconds=int(moment)), UUID(hex=id_))
        except OverflowError as problem:
            raise ValueError("a moment that no calendar has") from problem

    @classmethod
    def in_address(cls, cursor: str) -> Self | None:
        """None where there is none, or somebody cut it short on its way: the list then begins at its beginning."""
        try:
            return cls.at_cursor(cursor) if cursor else None
        except ValueError:
            return None


class Span(msgspec.Struct, frozen=True):
    """The first `many` things of a list, or the last; of those only that stand behind `after` and in front of `before`."""

    many: int = 20
    from_end: bool = False
    after: Place | None = None
    before: Place | None = None


class Slice(msgspec.Struct, frozen=True):
    """The places that were asked for, in the list's own order, and whether there are others on either side of them."""

    places: tuple[Place, ...] = ()
    more_before: bool = False
    more_after: bool = False


class Keyset:
    """Lists of one kind: `group` says in whose list a row is; `at`, and `id_` among rows of one moment, give its order."""

    def __init__(self, group: Any, at: Any, id_: Any, *where: ColumnElement[bool], newest_first: bool = False) -> None:
        self._group, self._at, self._id, self._where = group, at, id_, where
        self._newest_first = newest_first
        self._statement = cache(self._build)

    def cut(self, tx: Tx, groups: Collection[UUID], span: Span, **more: Any) -> dict[UUID, Slice]:
        """One slice for each group, of what the viewer may see: one statement, and one more where the span has a bound (for each bound
        where one list is asked for). `more`: what its own conditions have as parameters."""
        bound: dict[str, Any] = {"groups": list(groups), "many": span.many + 1, **more}
        for name, place in (("after", span.after), ("before", span.before)):
            if place:
                bound |= {f"{name}_at": place.at, f"{name}_id": place.id}
        shape = (span.from_end, span.after is not None, span.before is not None)
        alone = len(groups) == 1
        rows: dict[UUID, list[Place]] = defaultdict(list)
        for id_, group, at in tx.execute(self._statement(*shape, alone=alone), bound):
            rows[group].append(Place(at, id_))
        if alone and span.from_end:
            for row in rows.values():
                row.reverse()
        beyond = self._beyond(tx, shape, bound, alone=alone)
        return {group: self._slice(rows[group], span, *beyond.get(group, (False, False))) for group in groups}

    def _slice(self, places: list[Place], span: Span, some_before: bool, some_after: bool) -> Slice:
        cut = len(places) > span.many
        if span.from_end:
            kept = tuple(places[-span.many :] if span.many else ())
            return Slice(kept, some_before or cut, some_after)
        return Slice(tuple(places[: span.many]), some_before, some_after or cut)

    def _beyond(self, tx: Tx, shape: tuple[bool, bool, bool], bound: dict[str, Any], *, alone: bool) -> dict[UUID, tuple[bool, bool]]:
        """Whether each list has anything up to `after`, and anything from `before` on."""
        _from_end, after, before = shape
        if not after and not before:
            return {}
        named = {name: value for name, value in bound.items() if name != "many"}
        if alone:
            some_before = after and tx.execute(self._statement(None, True, False, alone=True), named).first() is not None
            some_after = before and tx.execute(self._statement(None, False, True, alone=True), named).first() is not None
            return {bound["groups"][0]: (some_before, some_after)}
        found = tx.execute(self._statement(None, after, before, alone=False), named)
        return {group: (bool(some_before), bool(some_after)) for group, some_before, some_after in found}

    def _build(self, from_end: bool | None, after: bool, before: bool, *, alone: bool = False) -> Select[Any]:
        listed = (among(self._group, "groups"), *self._where)
        if from_end is None:
            up_to = self._beside("after", later=self._newest_first, itself=True) if after else false()
            onwards = self._beside("before", later=not self._newest_first, itself=True) if before else false()
            if alone:  # The first one that is found says it: nothing is read to its end.
                return select(self._id).where(*listed, up_to if after else onwards).limit(1)
            return select(self._group, func.max(_as_number(up_to)), func.max(_as_number(onwards))).where(*listed).group_by(self._group)
        behind, in_front = self._beside("after", later=not self._newest_first), self._beside("before", later=self._newest_first)
        within = [*listed, *([behind] if after else []), *([in_front] if before else [])]
        order = self._order(reverse=from_end)
        if alone:  # One list needs no numbering, which would read it to its end.
            nearest = select(self._id, self._group, self._at).where(*within).order_by(*order)
            return nearest.limit(bindparam("many", type_=Integer()))
        numbered = select(self._id.label("id"), func.row_number().over(partition_by=self._group, order_by=order).label("number")).where(
            *within
        )
        numbers = numbered.subquery()
        chosen = select(self._id, self._group, self._at).join(numbers, numbers.c.id == self._id)
        return chosen.where(numbers.c.number <= bindparam("many")).order_by(*self._order())

    def _order(self, *, reverse: bool = False) -> tuple[Any, Any]:
        down = self._newest_first != reverse
        return (self._at.desc(), self._id.desc()) if down else (self._at, self._id)

    def _beside(self, name: str, *, later: bool, itself: bool = False) -> ColumnElement[bool]:
        """Later than that place, or earlier: compared as a pair, which an index over both follows."""
        place = tuple_(bindparam(f"{name}_at", type_=Moment()), bindparam(f"{name}_id", type_=self._id.type))
        mine = tuple_(self._at, self._id)
        if later:
            return mine >= place if itself else mine > place
        return mine <= place if itself else mine < place


def _as_number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
