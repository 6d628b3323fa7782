"""What is there that this viewer was told of, and how do they want to be told?"""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.clock import day_of
from hub.columns import among
from hub.database import Tx
from hub.items import queries as items
from hub.items.models import ItemKind
from hub.loops.models import FeedbackRequest
from hub.notifications.hours import Hours
from hub.notifications.models import Notification, Rhythm
from hub.notifications.saying import told
from hub.people.faces import Face, faces
from hub.people.models import Person
from hub.slices import Keyset, Place, Slice, Span
from hub.viewer import Role

PAGE = 40
MOST = 100
"""Up to which what was not seen is counted: beyond it, a number says no more."""


class Note(msgspec.Struct, frozen=True):
    """One thing that the viewer was told, as it may be told now."""

    id: UUID
    kind: str
    created: datetime
    seen: bool
    who: Face
    owner: Face
    item_id: UUID
    item_kind: ItemKind
    title: str
    message_id: UUID | None
    words: str

    @property
    def href(self) -> str:
        return f"/items/{self.item_id}" + (f"?at=message-{self.message_id}" if self.message_id else "")


class About(msgspec.Struct, frozen=True):
    """What was told about one item on one day, newest first."""

    item_id: UUID
    title: str
    notes: list[Note]

    @property
    def unseen(self) -> bool:
        return not all(note.seen for note in self.notes)

    @property
    def href(self) -> str:
        return self.notes[0].href


class Day(msgspec.Struct, frozen=True):
    """By the school's calendar."""

    on: date
    about: list[About]


class Inbox(msgspec.Struct, frozen=True):
    """The page of notifications. `newest` is where it begins: what comes later has not been on it."""

    days: list[Day]
    unseen: int
    newest: str
    older: str | None


class Letters(msgspec.Struct, frozen=True):
    """Whether and when letters come. `possible`: there is an address to send them to."""

    hours: Hours
    chosen: bool
    possible: bool


def inbox(tx: Tx, before: str = "") -> Inbox:
    cut, shown = listed(tx, Span(PAGE, after=Place.in_address(before)))
    return Inbox(
        days=_days(shown, tx.viewer.time_zone),
        unseen=unseen_count(tx),
        newest=cut.places[0].cursor if cut.places else "",
        older=cut.places[-1].cursor if cut.more_after else None,
    )


def listed(tx: Tx, span: Span) -> tuple[Slice, list[Note]]:
    """Newest first."""
    cut = _MINE.cut(tx, [tx.viewer.id], span)[tx.viewer.id]
    found = {note.id: note for note in notes(tx, tx.scalars(_BY_ID, {"ids": [place.id for place in cut.places]}))}
    return cut, [found[place.id] for place in cut.places]


def by_ids(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Note]:
    """Those of them that are the viewer's and may be shown now."""
    return {note.id: note for note in notes(tx, tx.scalars(_BY_ID, {"ids": list(ids)}))}


def unseen_count(tx: Tx) -> int:
    """MOST at the most."""
    return tx.scalar(_UNSEEN_COUNT) or 0


def in_letter(tx: Tx, put_in: datetime) -> list[Note]:
    """What was put into a letter at that moment and is still worth telling, the earliest first."""
    return notes(tx, tx.scalars(_IN_LETTER, {"at": put_in}))


def notes(tx: Tx, rows: Iterable[Notification]) -> list[Note]:
    """Made ready to show, in the same number of statements however many there are."""
    rows = list(rows)
    found = items.by_ids(tx, {row.item_id for row in rows})
    people = faces(tx, {row.actor_id for row in rows} | {item.owner_id for item in found.values()})
    days = _days_of(tx, rows)
    shown = []
    for row in rows:
        item = found[row.item_id]
        who, owner = people[row.actor_id], people[item.owner_id]
        words = told(row.kind, item.kind, who, owner, mine=owner.id == tx.viewer.id, until=days.get(row.request_id))
        shown.append(
            Note(
                id=row.id,
                kind=row.kind,
                created=row.created,
                seen=row.seen is not None,
                who=who,
                owner=owner,
                item_id=item.id,
                item_kind=item.kind,
                title=item.title,
                message_id=row.message_id,
                words=words,
            )
        )
    return shown


def letters(tx: Tx) -> Letters:
    """The viewer's own."""
    me = tx.get_one(Person, tx.viewer.id)
    chosen = tx.get(Rhythm, me.id)
    return Letters(rhythm_of(chosen, tx.viewer.roles, me.email), chosen is not None, bool(me.email))


def rhythm_of(chosen: Rhythm | None, roles: Collection[Role], email: str | None) -> Hours:
    """What somebody chose; else a letter a day for those who don't come here each day, and none for the others."""
    if not email:
        return Hours(kind="never")
    if chosen is None:
        return Hours(kind="daily" if {"guardian", "mentor"} & set(roles) else "never")
    return Hours(kind=chosen.kind, hour=chosen.hour, weekday=chosen.weekday, quiet_from=chosen.quiet_from, quiet_until=chosen.quiet_until)


def _days_of(tx: Tx, rows: Iterable[Notification]) -> dict[UUID | None, date | None]:
    """By when it is hoped for, of each request whose day was told."""
    ids = {row.request_id for row in rows if row.kind == "feedback.due" and row.request_id}
    return {row[0]: row[1] for row in tx.execute(_UNTIL, {"ids": list(ids)})} if ids else {}


def _days(shown: list[Note], zone: str) -> list[Day]:
    return [Day(on, _about(list(of_day))) for on, of_day in groupby(shown, lambda note: day_of(note.created, zone))]


def _about(of_day: list[Note]) -> list[About]:
    grouped: dict[UUID, list[Note]] = {}
    for note in of_day:
        grouped.setdefault(note.item_id, []).append(note)
    return [About(item_id, about[0].title, about) for item_id, about in grouped.items()]


_MINE = Keyset(Notification.person_id, Notification.created, Notification.id, newest_first=True)
_BY_ID = select(Notification).where(among(Notification.id, "ids"))
_UNSEEN = select(Notification.id).where(Notification.seen.is_(None)).limit(MOST).subquery()
_UNSEEN_COUNT = select(func.count()).select_from(_UNSEEN)
_UNTIL = select(FeedbackRequest.id, FeedbackRequest.until).where(among(FeedbackRequest.id, "ids"))
_IN_LETTER = (
    select(Notification)
    .where(Notification.mailed == bindparam("at", type_=Notification.mailed.type), Notification.seen.is_(None))
    .order_by(Notification.created, Notification.id)
)
