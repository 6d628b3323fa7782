"""Who waits for the viewer, since when, and what do they ask?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Integer, and_, bindparam, case, func, or_, select, true

from hub.columns import Moment, among
from hub.database import Tx
from hub.goals.models import Goal
from hub.items.models import Item, ItemGrant, ItemKind
from hub.loops.models import Asked, FeedbackRequest
from hub.people.faces import Face, faces
from hub.people.models import Principal
from hub.seeing import I_AM_STAFF, ME
from hub.slices import Place

PAGE = 30


class Ask(msgspec.Struct, frozen=True):
    """A request for feedback that was put to the viewer and is still open."""

    id: UUID
    question: str
    version: int
    """Of the work, as it stood when it was asked about."""
    until: date | None
    since: datetime


class Waiting(msgspec.Struct, frozen=True):
    """Someone's work that waits for the viewer: no member of staff has answered it yet, or the viewer was asked and hasn't."""

    item_id: UUID
    who: Face
    title: str
    kind: ItemKind
    since: datetime
    asks: list[Ask]
    """The earliest first."""
    put_to: list[Face]
    """Who was asked, where it was somebody else alone."""
    help: str | None
    """What would help, where help is asked for; "" where nothing was said about it."""

    @property
    def place(self) -> str:
        """Where it stands among those who wait. It stands there even when it has been answered."""
        return Place(self.since, self.item_id).cursor


class Waits(msgspec.Struct, frozen=True):
    """A part of the list, who has waited longest first. `count` is of the whole; `more`: where the next part begins; `later`: others
    may stand in front of it."""

    entries: list[Waiting]
    count: int
    more: str | None
    later: bool


class Around(msgspec.Struct, frozen=True):
    """What waits besides one place of the list. `next` is who has waited longest after it; behind the last, whoever is left."""

    back: str | None
    next: Waiting | None
    left: int


def waits(tx: Tx, after: Place | None = None, many: int = PAGE) -> Waits:
    rows = tx.execute(_BEHIND if after else _FIRST, _bound(after, many + 1)).all()
    shown = rows[:many]
    last = shown[-1] if shown and len(rows) > many else None
    return Waits(_entries(tx, shown), count(tx), Place(last[1], last[0].id).cursor if last else None, after is not None)


def count(tx: Tx) -> int:
    return tx.scalar(_COUNT) or 0


def around(tx: Tx, place: Place) -> Around:
    """Of a place where somebody waits, or has waited."""
    bound = _bound(place, 1)
    following = _entries(tx, tx.execute(_NEXT, bound).all())
    before = tx.execute(_IN_FRONT, bound).first()
    return Around(
        back=Place(before[1], before[0].id).cursor if before else None,
        next=following[0] if following else None,
        left=tx.scalar(_COUNT_OTHERS, {"at_id": place.id}) or 0,
    )


def entry(tx: Tx, item_id: UUID) -> Waiting | None:
    """None when it doesn't wait, or not any more."""
    found = _entries(tx, tx.execute(_ONE, {"at_id": item_id}).all())
    return found[0] if found else None


def _bound(place: Place | None, many: int) -> dict[str, Any]:
    return {"many": many} | ({"at": place.at, "at_id": place.id} if place else {})


def _entries(tx: Tx, rows: Sequence[Any]) -> list[Waiting]:
    found: dict[UUID, tuple[Item, datetime]] = {item.id: (item, since) for item, since in rows}
    asks: dict[UUID, list[Ask]] = defaultdict(list)
    put_to: dict[UUID, set[UUID]] = defaultdict(set)
    for request, person_id, since in tx.execute(_OPEN, {"ids": list(found)}):
        if person_id == tx.viewer.id:
            asks[request.item_id].append(Ask(request.id, request.question, request.version, request.until, since))
        else:
            put_to[request.item_id].add(person_id)
    wishes = help_wishes(tx, found)
    others = {id_ for item_id, people in put_to.items() if item_id not in asks for id_ in people}
    people = faces(tx, {item.owner_id for item, _since in found.values()} | others)
    return [
        Waiting(
            item_id=item.id,
            who=people[item.owner_id],
            title=item.title,
            kind=item.kind,
            since=since,
            asks=asks[item.id],
            put_to=sorted((people[id_] for id_ in put_to[item.id]), key=lambda face: face.name) if not asks[item.id] else [],
            help=wishes.get(item.id),
        )
        for item, since in found.values()
    ]


def help_wishes(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, str]:
    """What would help, of those goals whose owners ask the viewer, as a member of staff, for help."""
    return {goal_id: words for goal_id, words in tx.execute(_HELP, {"ids": list(item_ids)})}  # noqa: C416 - a Row is no pair to a type checker


# A teacher who sees their own child's work as family isn't the one who is waited for.
AS_STAFF = (
    select(ItemGrant.item_id)
    .join(Principal, Principal.id == ItemGrant.principal_id)
    .where(Principal.kind != "family", among(ItemGrant.principal_id, "viewer_holds"), I_AM_STAFF.is_(true()))
)
_ASKED_ME = (
    select(FeedbackRequest.item_id.label("item_id"), func.min(Asked.since).label("since"))
    .join(Asked, Asked.request_id == FeedbackRequest.id)
    .where(Asked.person_id == ME, Asked.answered.is_(None), FeedbackRequest.withdrawn.is_(None))
    .group_by(FeedbackRequest.item_id)
    .subquery()
)
_WAITS = (
    Item.deleted.is_(None),
    Item.state == "posted",
    Item.owner_id != ME,  # A teacher's own work waits for somebody else.
    or_(and_(Item.waiting_since.is_not(None), Item.id.in_(AS_STAFF)), Item.id.in_(select(_ASKED_ME.c.item_id))),
)
# Who wrote again after a colleague's answer has waited for me since they asked me.
_SINCE = case(
    (Item.waiting_since.is_(None), _ASKED_ME.c.since),
    (_ASKED_ME.c.since < Item.waiting_since, _ASKED_ME.c.since),
    else_=Item.waiting_since,
)
_AT, _AT_ID, _MANY = bindparam("at", type_=Moment()), bindparam("at_id", type_=Item.id.type), bindparam("many", type_=Integer())
_IS_BEHIND = or_(_SINCE > _AT, and_(_SINCE == _AT, Item.id > _AT_ID))
_IS_IN_FRONT = or_(_SINCE < _AT, and_(_SINCE == _AT, Item.id < _AT_ID))
_ALL = select(Item, _SINCE).outerjoin(_ASKED_ME, _ASKED_ME.c.item_id == Item.id).where(*_WAITS)
_FIRST = _ALL.order_by(_SINCE, Item.id).limit(_MANY)
_BEHIND = _ALL.where(_IS_BEHIND).order_by(_SINCE, Item.id).limit(_MANY)
_IN_FRONT = _ALL.where(_IS_IN_FRONT).order_by(_SINCE.desc(), Item.id.desc()).limit(_MANY)
_NEXT = _ALL.where(Item.id != _AT_ID).order_by(case((_IS_BEHIND, 0), else_=1), _SINCE, Item.id).limit(_MANY)
_ONE = _ALL.where(Item.id == _AT_ID)
_COUNT = select(func.count(Item.id)).where(*_WAITS)
_COUNT_OTHERS = _COUNT.where(Item.id != _AT_ID)
_OPEN = (
    select(FeedbackRequest, Asked.person_id, Asked.since)
    .join(Asked, Asked.request_id == FeedbackRequest.id)
    .where(among(FeedbackRequest.item_id, "ids"), Asked.answered.is_(None), FeedbackRequest.withdrawn.is_(None))
    .order_by(Asked.since, FeedbackRequest.id)
)
_HELP = select(Goal.id, Goal.help_words).where(among(Goal.id, "ids"), Goal.help_since.is_not(None), Goal.id.in_(AS_STAFF))
