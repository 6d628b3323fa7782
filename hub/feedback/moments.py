"""Any moment of a thread, wherever it lies: a part of what was said, by a place or a day; and where words were said."""

import re
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, or_, select

from hub.clock import start_of
from hub.columns import among
from hub.database import Tx
from hub.feedback import queries
from hub.feedback.models import Message, VoiceKind
from hub.feedback.shown import ShownMessage, said
from hub.items import cards
from hub.items import queries as items
from hub.policy import to_item
from hub.slices import Keyset, Place, Slice, Span
from hub.words import opening

HITS = 20
"""Messages on a page of those that were found."""
WORDS = 8
"""Words that are looked for, and letters of each."""
LETTERS = 60
_AROUND = 70
_A_DAY = timedelta(days=1)
"""Letters in front of the first word that was found."""


class Moment(msgspec.Struct, frozen=True):
    """Messages of a thread, oldest first. `more`: where those in front of them end; `later`: where those behind them begin."""

    item_id: UUID
    item_href: str
    title: str
    messages: list[ShownMessage]
    viewing: VoiceKind
    more: str | None
    later: str | None
    day: date | None
    """The day that was asked for, where that is one."""


class Hit(msgspec.Struct, frozen=True):
    """A message in which the words are. `parts`: some of its words, and whether each part is what was looked for."""

    said: ShownMessage
    parts: list[tuple[str, bool]]

    @property
    def href(self) -> str:
        return f"/items/{self.said.item_id}?at=message-{self.said.id}"


class Found(msgspec.Struct, frozen=True):
    """Where words were said, the newest first. `words`: as they were looked for; "" shows the empty form."""

    item_id: UUID
    item_href: str
    title: str
    words: str
    hits: list[Hit]
    more: str | None


def moment(tx: Tx, item_id: UUID | None, before: str = "", after: str = "", day: str = "") -> Moment:
    """The part that ends in front of a place, or begins behind one, or with a day by the school's clock; else the newest. A day after
    which nothing was said leads to the newest, and a place in front of which nothing was. Raises NotFound."""
    item = items.find(tx, item_id)
    card = cards.cards(tx, [item])[0]
    of_day = _day(day)
    place, behind = Place.in_address(before), Place.in_address(after)
    if of_day:
        behind = Place(start_of(of_day, tx.viewer.time_zone), UUID(int=0))
    span = Span(queries.PAGE, after=behind) if behind else Span(queries.PAGE, from_end=True, before=place)
    cut = _IN_THREAD.cut(tx, [item.id], span)[item.id]
    if not cut.places and (behind or place):
        cut = _IN_THREAD.cut(tx, [item.id], Span(queries.PAGE, from_end=True))[item.id]
    messages = _said(tx, cut, unread_after=queries.mark_of(tx, item.id), whole=True)
    return Moment(
        item_id=item.id,
        item_href=card.href,
        title=card.title,
        messages=messages,
        viewing=queries.voice_of(to_item(tx.viewer, item, card.audience.principals)),
        more=cut.places[0].cursor if cut.more_before else None,
        later=cut.places[-1].cursor if cut.more_after else None,
        day=of_day,
    )


def search(tx: Tx, item_id: UUID | None, words: str, before: str = "") -> Found:
    """Raises NotFound."""
    item = items.find(tx, item_id)
    card = cards.cards(tx, [item])[0]
    terms = looked_for(words)
    if not terms:
        return Found(item.id, card.href, card.title, "", [], None)
    cut = found(tx, [item.id], terms, Span(HITS, from_end=True, before=Place.in_address(before)))[item.id]
    hits = [Hit(one, _parts(one, terms)) for one in reversed(_said(tx, cut))]
    return Found(item.id, card.href, card.title, " ".join(terms), hits, cut.places[0].cursor if cut.more_before else None)


def found(tx: Tx, item_ids: Collection[UUID], terms: list[str], span: Span) -> dict[UUID, Slice]:
    """The messages of each thread in which the words are, in this order: never what was taken back or hidden."""
    typed = "%" + "%".join(re.sub(r"([\\%_])", r"\\\1", one) for one in terms) + "%"
    # SQLite knows capitals of plain letters alone: "É" is found as it was written.
    return _WITH_WORDS.cut(tx, item_ids, span, typed=typed, lower=typed.lower())


def looked_for(words: str) -> list[str]:
    """The words to look for: some, and none of them endless."""
    return [one[:LETTERS] for one in words.replace("\x00", "").split()][:WORDS]


def _day(words: str) -> date | None:
    """None for what no calendar of a school has: at either end of all days, another zone's clock has no such moment."""
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if date.min + _A_DAY < day < date.max - _A_DAY else None


def _said(tx: Tx, cut: Slice, unread_after: int | None = None, *, whole: bool = False) -> list[ShownMessage]:
    there = {one.id: one for one in tx.scalars(_BY_ID, {"ids": [place.id for place in cut.places]})}
    return said(tx, [there[place.id] for place in cut.places if place.id in there], unread_after, whole=whole)


def _parts(one: ShownMessage, terms: list[str]) -> list[tuple[str, bool]]:
    text = opening(one.words or "", 10_000)
    sought = re.compile("|".join(sorted(map(re.escape, terms), key=len, reverse=True)), re.IGNORECASE)
    first = sought.search(text)
    begin = max(0, first.start() - _AROUND) if first else 0
    text = ("…" if begin else "") + text[begin:]
    text = opening(text, 3 * _AROUND)
    parts, at = [], 0
    for match in sought.finditer(text):
        parts += [(text[at : match.start()], False), (match[0], True)]
        at = match.end()
    return [part for part in (*parts, (text[at:], False)) if part[0]]


_IN_THREAD = Keyset(Message.item_id, Message.created, Message.id)
_WITH_WORDS = Keyset(
    Message.item_id,
    Message.created,
    Message.id,
    Message.withdrawn.is_(None),
    Message.hidden.is_(None),
    or_(
        Message.words.ilike(bindparam("lower"), escape="\\"),
        Message.words.like(bindparam("typed"), escape="\\"),
    ),
)
_BY_ID = select(Message).where(among(Message.id, "ids"))
