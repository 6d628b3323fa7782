"""A project's way from its first day to its last, drawn by the server, with its table."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, Protocol
from uuid import UUID

import msgspec
from babel.dates import format_date

from hub.handins.queries import coming
from hub.words import _, locale, ngettext

WIDTH = 320
_EDGE, _ROW, _TALL = 14, 24, 10
"""Units of the drawing: what is left free at both ends, from one row of marks to the next, half a mark."""

Look = Literal["done", "late", "open"]


class Way(Protocol):
    """A milestone, however it is shown."""

    @property
    def id(self) -> UUID: ...

    @property
    def key_question(self) -> str: ...

    @property
    def due(self) -> date | None: ...


class Spot(msgspec.Struct, frozen=True):
    """All milestones of one day: `label` is their number, or the first and the last of them. y grows downwards."""

    x: float
    y: float
    wide: float
    label: str
    look: Look


class Row(msgspec.Struct, frozen=True):
    """A milestone in the table. `stands`: in words, where it stands."""

    number: int
    key_question: str
    due: date | None
    stands: str


class Timeline(msgspec.Struct, frozen=True):
    """Drawn where at least one day is known. `today` is where today stands, if it lies between the first day and the last."""

    spots: list[Spot]
    rows: list[Row]
    first: date | None
    last: date | None
    today: float | None
    ground: float
    says: str

    @property
    def height(self) -> float:
        return self.ground + 14


def timeline(
    ways: Sequence[Way], between: tuple[date | None, date | None], today: date, stand: Callable[[UUID], tuple[bool, str]]
) -> Timeline:
    """`between`: the project's first day and its last, as far as they are known. `stand` says of a milestone whether all is handed in, and
    in words where it stands."""
    days = sorted({one.due for one in ways if one.due} | {day for day in between if day})
    stands = {one.id: stand(one.id) for one in ways}
    rows = [Row(number, one.key_question, one.due, stands[one.id][1]) for number, one in enumerate(ways, 1)]
    done = {milestone for milestone, (all_in, _words) in stands.items() if all_in}
    # Where nobody says how it stands, no team is to be seen that could be late.
    says = _says(ways, days, today, done, coming(ways, done) if any(words for _done, words in stands.values()) else _ahead(ways, today))
    if not days:
        return Timeline([], rows, None, None, None, 0, says)
    first, last = days[0], days[-1]
    whole = (last - first).days

    def x(day: date) -> float:
        return round(_EDGE + (WIDTH - 2 * _EDGE) * ((day - first).days / whole if whole else 0.5), 1)

    of_day: dict[date, list[int]] = defaultdict(list)
    for number, one in enumerate(ways, 1):
        if one.due:
            of_day[one.due].append(number)
    placed: list[tuple[float, float, str, Look, int]] = []
    ends: list[float] = []
    for day in sorted(of_day):
        numbers = of_day[day]
        label = str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        wide = max(2 * _TALL, 8 + 7 * len(label))
        at = min(max(x(day), wide / 2), WIDTH - wide / 2)
        row = next((row for row, end in enumerate(ends) if end + 2 <= at - wide / 2), len(ends))
        ends[row : row + 1] = [at + wide / 2]
        all_in = all(ways[number - 1].id in done for number in numbers)
        placed.append((at, wide, label, "done" if all_in else "late" if day < today else "open", row))
    ground = _EDGE + _ROW * max(len(ends), 1)
    spots = [Spot(at, ground - _ROW * (row + 1) + _TALL, wide, label, look) for at, wide, label, look, row in placed]
    return Timeline(spots, rows, first, last, x(today) if first <= today <= last else None, ground, says)


def _ahead(ways: Sequence[Way], today: date) -> Way | None:
    return coming(ways, {one.id for one in ways if one.due and one.due < today})


def _says(ways: Sequence[Way], days: list[date], today: date, done: set[UUID], following: Way | None) -> str:
    many = ngettext("%(n)d milestone", "%(n)d milestones", len(ways)) % {"n": len(ways)}
    if not days:
        return _("%(milestones)s, and no day is set yet.") % {"milestones": many}
    first, last = (format_date(day, "d MMMM", locale=locale()) for day in (days[0], days[-1]))
    span = _("%(milestones)s from %(first)s to %(last)s.") if first != last else _("%(milestones)s, on %(first)s.")
    words = [span % {"milestones": many, "first": first, "last": last}]
    if done:
        words.append(ngettext("%(n)d is handed in.", "%(n)d are handed in.", len(done)) % {"n": len(done)})
    if following and following.due:
        says = _("The next was due on %(day)s.") if following.due < today else _("The next is due on %(day)s.")
        words.append(says % {"day": format_date(following.due, "EEEE d MMMM", locale=locale())})
    return " ".join(words)
