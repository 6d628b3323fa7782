"""Requests for feedback, as this viewer may know them: on an item, put to them, and sent by them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among, day_or_later
from hub.database import Tx
from hub.errors import NotFound
from hub.items.models import Item, ItemKind
from hub.items.queries import href
from hub.loops.models import Asked, FeedbackRequest
from hub.people.faces import Face, faces
from hub.slices import Keyset, Slice, Span
from hub.words import _

AGAIN = timedelta(days=1)
"""How long a learner waits before reminding the same person once more."""
MANY = 50
"""Requests in a list that isn't read in parts."""


class PutTo(msgspec.Struct, frozen=True):
    """One of the people whom it was put to, and what they did."""

    who: Face
    since: datetime
    reminded: datetime | None
    answered: datetime | None
    message_id: UUID | None
    thanked: datetime | None
    may_be_reminded: bool


class Request(msgspec.Struct, frozen=True):
    """A request for feedback. `people` are those whom the viewer may know of: to a guardian, only themselves."""

    id: UUID
    item_id: UUID
    item_kind: ItemKind
    title: str
    asker: Face
    version: int
    question: str
    until: date | None
    created: datetime
    withdrawn: datetime | None
    people: list[PutTo]
    mine: bool
    late: bool
    """Whether its day has passed, and somebody has not answered."""

    @property
    def href(self) -> str:
        return href(self.item_kind, self.item_id)

    @property
    def open(self) -> bool:
        """Whether somebody still has to answer it."""
        return self.withdrawn is None and any(one.answered is None for one in self.people)

    @property
    def settled(self) -> bool:
        """Nothing more is to be done about it: withdrawn, or everybody answered and was thanked."""
        return self.withdrawn is not None or all(one.thanked for one in self.people)

    def to(self, person_id: UUID) -> PutTo | None:
        return next((one for one in self.people if one.who.id == person_id), None)


def find(tx: Tx, request_id: UUID | None) -> FeedbackRequest:
    """Raises NotFound."""
    request = tx.get(FeedbackRequest, request_id) if request_id else None
    if request is None:
        raise NotFound(_("We can't find this request. Perhaps it was taken back."))
    return request


def on_items(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, list[Request]]:
    """Those about each of these items, newest first."""
    found: dict[UUID, list[Request]] = defaultdict(list)
    for one in _shown(tx, _ON_ITEMS, {"ids": list(item_ids)}):
        found[one.item_id].append(one)
    return found


def by_ids(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Request]:
    """Those of them that the viewer may see."""
    return {one.id: one for one in _shown(tx, _BY_ID, {"ids": list(ids)})}


def owed(tx: Tx) -> list[Request]:
    """The first of what the viewer was asked and has not answered."""
    return owed_part(tx, Span(MANY))[1]


def owed_part(tx: Tx, span: Span) -> tuple[Slice, list[Request]]:
    """What the viewer was asked and has not answered: what is due first on top, then what has waited longest."""
    return _part(tx, _OWED, span)


def sent_part(tx: Tx, span: Span, *, settled: bool = False) -> tuple[Slice, list[Request]]:
    """What the viewer asked and did not take back, until everybody answered and was thanked, or `settled` as well; newest first."""
    return _part(tx, _SENT if settled else _UNSETTLED, span)


def _part(tx: Tx, of: Keyset, span: Span) -> tuple[Slice, list[Request]]:
    me = tx.viewer.id
    cut = of.cut(tx, [me], span)[me]
    found = by_ids(tx, [place.id for place in cut.places])
    return cut, [found[place.id] for place in cut.places]


def _shown(tx: Tx, statement: object, bound: dict[str, object]) -> list[Request]:
    rows: Sequence[tuple[FeedbackRequest, ItemKind, str, str, UUID]] = tx.execute(statement, bound).all()  # type: ignore[call-overload]
    if not rows:
        return []
    people: dict[UUID, list[Asked]] = defaultdict(list)
    for asked in tx.scalars(_PEOPLE, {"ids": [row[0].id for row in rows]}):
        people[asked.request_id].append(asked)
    known = faces(tx, {row[0].asker_id for row in rows} | {one.person_id for many in people.values() for one in many})
    day = tx.today
    return [
        _one(tx, request, kind, _title(tx, title, state, owner), people[request.id], known, day)
        for request, kind, title, state, owner in rows
    ]


def _one(tx: Tx, request: FeedbackRequest, kind: ItemKind, title: str, people: list[Asked], known: dict[UUID, Face], day: date) -> Request:
    mine = request.asker_id == tx.viewer.id
    put_to = [_put_to(tx, one, known[one.person_id], mine and request.withdrawn is None) for one in people]
    return Request(
        id=request.id,
        item_id=request.item_id,
        item_kind=kind,
        title=title,
        asker=known[request.asker_id],
        version=request.version,
        question=request.question,
        until=request.until,
        created=request.created,
        withdrawn=request.withdrawn,
        people=sorted(put_to, key=lambda one: one.who.called),
        mine=mine,
        late=request.until is not None and request.until < day and any(one.answered is None for one in put_to),
    )


def _put_to(tx: Tx, one: Asked, who: Face, mine: bool) -> PutTo:
    lately = max(one.since, one.reminded or one.since)
    may = mine and one.answered is None and tx.now - lately >= AGAIN
    return PutTo(who, one.since, one.reminded, one.answered, one.message_id, one.thanked, may)


def _title(tx: Tx, title: str, state: str, owner_id: UUID) -> str:
    return title if state == "posted" or owner_id == tx.viewer.id else _("Taken back")


_ALL = select(FeedbackRequest, Item.kind, Item.title, Item.state, Item.owner_id).join(Item, Item.id == FeedbackRequest.item_id)
_ON_ITEMS = _ALL.where(among(FeedbackRequest.item_id, "ids")).order_by(FeedbackRequest.created.desc(), FeedbackRequest.id.desc())
_BY_ID = _ALL.where(among(FeedbackRequest.id, "ids"))
_THERE = select(Item.id).where(Item.id == FeedbackRequest.item_id, Item.deleted.is_(None))
_OWED = Keyset(
    Asked.person_id,
    day_or_later(FeedbackRequest.until, FeedbackRequest.created),
    FeedbackRequest.id,
    Asked.request_id == FeedbackRequest.id,
    Asked.answered.is_(None),
    FeedbackRequest.withdrawn.is_(None),
    _THERE.where(Item.state == "posted").exists(),
)
_ASKER = (FeedbackRequest.asker_id, FeedbackRequest.created, FeedbackRequest.id)
_STANDS = (FeedbackRequest.withdrawn.is_(None), _THERE.exists())
_NOT_ALL_THANKED = select(Asked.request_id).where(Asked.request_id == FeedbackRequest.id, Asked.thanked.is_(None)).exists()
_SENT = Keyset(*_ASKER, *_STANDS, newest_first=True)
_UNSETTLED = Keyset(*_ASKER, *_STANDS, _NOT_ALL_THANKED, newest_first=True)
_PEOPLE = select(Asked).where(among(Asked.request_id, "ids"))
