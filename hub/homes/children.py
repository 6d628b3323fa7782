"""What changed about my children since I last looked?"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, case, func, select

from hub.columns import among
from hub.database import Tx
from hub.feedback.encouraging import kind_word
from hub.homes.grown import Grown, grown
from hub.homes.models import Visit
from hub.homes.news import RECENT, UNREAD, Answered, answered
from hub.homes.starters import Starter, starters
from hub.items import cards
from hub.items import queries as items
from hub.items.models import Item, ItemGrant
from hub.people.faces import Face, faces
from hub.people.models import Guardianship, Person

SITTING = timedelta(minutes=30)
"""Looks that lie closer together are one visit: going back and forth doesn't make what is new old."""
LATE = timedelta(minutes=2)
"""What is kept carries the time at which its keeping began, which may end after somebody looked: rather told twice than never."""


class Child(msgspec.Struct, frozen=True):
    """What changed about one child since their guardian last looked."""

    who: Face
    since: datetime | None
    new: list[cards.Card]
    earlier: list[cards.Card]
    answered: list[Answered]
    grown: list[Grown]
    """What they did since with what was there before."""
    starters: list[Starter]

    @property
    def quiet(self) -> bool:
        return not self.new and not self.answered and not self.grown

    def kind_word(self, card: cards.Card) -> str:
        return kind_word(card.kind)


def children(tx: Tx, unread: list[Answered] | None = None) -> list[Child]:
    """The viewer's children, as a guardian sees them; empty for everyone else. `unread` is given where it was looked up already."""
    ids = my_children(tx)
    visits = {visit.about_id: visit for visit in tx.scalars(_VISITS, {"ids": ids, "me": tx.viewer.id})}
    people = faces(tx, ids)
    shown = cards.cards(tx, tx.scalars(_OF_CHILDREN, {"ids": ids, "holds": tx.viewer.held}).all())
    came = items.shared_since(tx, [one.id for one in shown])
    unread = answered(tx, most=UNREAD) if unread is None else unread
    since = {id_: _since(tx, visits.get(id_)) for id_ in ids}
    did = grown(tx, {id_: at - LATE if at else None for id_, at in since.items()})
    begin = starters(tx, ids)
    return [_child(people[id_], since[id_], shown, came, unread, did[id_], begin[id_]) for id_ in ids]


def my_children(tx: Tx) -> list[UUID]:
    """By name."""
    return list(tx.scalars(_MY_CHILDREN, {"me": tx.viewer.id}))


def _since(tx: Tx, visit: Visit | None) -> datetime | None:
    """When they looked before this sitting, which is only remembered once it has been shown."""
    if visit is None:
        return None
    return visit.last if tx.now - visit.last > SITTING else visit.before


def _child(
    who: Face,
    since: datetime | None,
    shown: list[cards.Card],
    came: dict[UUID, datetime],
    unread: list[Answered],
    did: list[Grown],
    begin: list[Starter],
) -> Child:
    theirs = [one for one in shown if one.owner.id == who.id]
    new = [one for one in theirs if since is None or max(came[one.id], one.edited or one.created) > since - LATE]
    told = {one.id for one in new}
    return Child(
        who=who,
        since=since,
        new=new[:RECENT],
        earlier=[one for one in theirs if one not in new][:3],
        answered=[one for one in unread if one.who.id == who.id][:RECENT],
        # A version of work that was only shared now isn't news of its own.
        grown=[one for one in did if one.item_id not in told or one.what != "version"],
        starters=begin,
    )


_ME = bindparam("me", type_=Person.id.type)
_MY_CHILDREN = (
    select(Guardianship.student_id)
    .join(Person, Person.id == Guardianship.student_id)
    .where(Guardianship.guardian_id == _ME, Guardianship.approved.is_not(None), Guardianship.ended.is_(None))
    .order_by(Person.name)
)
_VISITS = select(Visit).where(Visit.person_id == _ME, among(Visit.about_id, "ids"))
# What came, or was changed, last of each: one child who writes a lot must not take the place of another.
_SHARED = (
    select(ItemGrant.item_id, func.min(ItemGrant.since).label("since"))
    .join(Item, Item.id == ItemGrant.item_id)
    .where(among(Item.owner_id, "ids"), among(ItemGrant.principal_id, "holds"))
    .group_by(ItemGrant.item_id)
    .subquery()
)
_latest = case((_SHARED.c.since > Item.updated, _SHARED.c.since), else_=Item.updated)
_place = func.row_number().over(partition_by=Item.owner_id, order_by=(_latest.desc(), Item.created.desc(), Item.id.desc()))
_NEWEST = (
    select(Item.id, _place.label("place"))
    .join(_SHARED, _SHARED.c.item_id == Item.id)
    .where(among(Item.owner_id, "ids"), Item.deleted.is_(None))
    .subquery()
)
_OF_CHILDREN = select(Item).join(_NEWEST, _NEWEST.c.id == Item.id).where(_NEWEST.c.place <= 2 * RECENT).order_by(_NEWEST.c.place)
