"""What stands on a vine: each thing that happened, in a few words."""

from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

import msgspec

from hub.loops.models import Outcome
from hub.people.faces import Face
from hub.slices import Place, Slice, Span

Kind = Literal["mine", "said", "next"]
Step = Literal["goal", "project", "changed", "check_in", "ended", "version", "reflection", "request", "feedback", "response", "next"]

_LAST = datetime(9999, 1, 1, tzinfo=UTC)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A leaf (`mine`: the learner's), a round node (`said`: somebody else's), or what could come next."""

    kind: Kind
    step: Step
    id: UUID
    """Of what it tells: an item, a version, a message, a request."""
    item_id: UUID
    title: str
    words: str = ""
    href: str
    when: datetime | None
    about: str = ""
    """What the item is called, where the title doesn't say it."""
    version: int | None = None
    outcome: Outcome | None = None
    who: Face | None = None
    """Who said it."""
    waits: bool = False
    """Of feedback on the viewer's own work: it was asked for, or is a form, and nobody has said yet what became of it."""

    @property
    def key(self) -> str:
        if self.step == "ended" and self.when:
            return f"{self.step}-{self.id}-{self.when.timestamp():.0f}"
        return f"{self.step}-{self.id}" + (f"-{self.version}" if self.step == "changed" else "")

    @property
    def place(self) -> Place:
        return Place(self.when or _LAST, self.id)

    @property
    def order(self) -> tuple[datetime, int, UUID]:
        """In time; of one moment, what is begun comes before what is said about it."""
        return self.when or _LAST, _ORDER[self.step], self.id


class Vine(msgspec.Struct, frozen=True):
    """One line of growth, the earliest first; what could come next stands last."""

    item_id: UUID
    entries: list[Entry]
    earlier: bool = False
    """Whether more happened than is told here: of very much, only the newest is."""

    @property
    def grown(self) -> bool:
        """Whether it tells more than that there is something."""
        return len(self.entries) > 1

    @property
    def version(self) -> str:
        """Another whenever it has changed: an open page goes by it."""
        return f"{self.item_id.hex[:8]}-{len(self.entries)}-{self.entries[-1].key}" if self.entries else ""

    @property
    def folded(self) -> tuple[list[Entry], list[Entry], list[Entry]]:
        """How it began, what lies between (of very much, the latest), and how it stands: a short one has nothing between."""
        if len(self.entries) <= _LONG:
            return self.entries, [], []
        return self.entries[:_BEGAN], self.entries[_BEGAN:-_STANDS][-_BETWEEN:], self.entries[-_STANDS:]

    @property
    def between(self) -> int:
        """How many lie between, shown or not."""
        return max(0, len(self.entries) - _BEGAN - _STANDS) if len(self.entries) > _LONG else 0

    def cut(self, span: Span) -> tuple[Slice, list[Entry]]:
        start = self._behind(span.after) if span.after else 0
        end = self._in_front(span.before) if span.before else len(self.entries)
        found = self.entries[start:end]
        shown = found[max(0, len(found) - span.many) :] if span.from_end else found[: span.many]
        begin = start + (len(found) - len(shown) if span.from_end else 0)
        more_after = begin + len(shown) < len(self.entries)
        return Slice(tuple(one.place for one in shown), more_before=begin > 0, more_after=more_after), shown

    def _behind(self, place: Place) -> int:
        at = self._at(place)
        return at + 1 if at is not None else sum(one.place.at <= place.at for one in self.entries)

    def _in_front(self, place: Place) -> int:
        at = self._at(place)
        return at if at is not None else sum(one.place.at < place.at for one in self.entries)

    def _at(self, place: Place) -> int | None:
        return next((at for at, one in enumerate(self.entries) if one.place == place), None)


_STEPS: tuple[Step, ...] = (
    "goal",
    "project",
    "version",
    "reflection",
    "changed",
    "check_in",
    "request",
    "feedback",
    "response",
    "ended",
    "next",
)
_ORDER: dict[Step, int] = {step: place for place, step in enumerate(_STEPS)}
_LONG, _BEGAN, _STANDS = 8, 2, 5
_BETWEEN = 40
