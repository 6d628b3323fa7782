"""Requests for feedback, as this viewer may know them: on an item, put to them, and sent by them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.items.models import Item, ItemKind
from hub.items.queries import href
from hub.loops.models import Asked, FeedbackRequest
from hub.people.faces import Face, faces
from hub.people.models import Person
from hub.words import _

AGAIN = timedelta(days=1)
"""How long a learner waits before reminding the same person once more."""
MANY = 50
"""Requests in one list."""


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
    """What the viewer was asked and has not answered: what is due first on top, then what has waited longest."""
    return _shown(tx, _OWED, {"me": tx.viewer.id})


def sent(tx: Tx) -> list[Request]:
    """What the viewer asked and did not take back, newest first."""
    return _shown(tx, _SENT, {"me": tx.viewer.id})


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


_ME = bindparam("me", type_=Person.id.type)
_ALL = select(FeedbackRequest, Item.kind, Item.title, Item.state, Item.owner_id).join(Item, Item.id == FeedbackRequest.item_id)
_NEWEST = (FeedbackRequest.created.desc(), FeedbackRequest.id.desc())
_ON_ITEMS = _ALL.where(among(FeedbackRequest.item_id, "ids")).order_by(*_NEWEST)
_BY_ID = _ALL.where(among(FeedbackRequest.id, "ids"))
_STANDS = (FeedbackRequest.withdrawn.is_(None), Item.deleted.is_(None), Item.state == "posted")
_OWED = (
    _ALL.join(Asked, Asked.request_id == FeedbackRequest.id)
    .where(Asked.person_id == _ME, Asked.answered.is_(None), *_STANDS)
    .order_by(FeedbackRequest.until.is_(None), FeedbackRequest.until, FeedbackRequest.created, FeedbackRequest.id)
    .limit(MANY)
)
_SENT = (
    _ALL.where(FeedbackRequest.asker_id == _ME, FeedbackRequest.withdrawn.is_(None), Item.deleted.is_(None)).order_by(*_NEWEST).limit(MANY)
)
_PEOPLE = select(Asked).where(among(Asked.request_id, "ids"))
