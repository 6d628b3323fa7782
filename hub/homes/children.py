"""What changed about my children since I last looked?"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, case, func, select

from hub.columns import among
from hub.database import Tx
from hub.feedback.encouraging import kind_word
from hub.homes.grown import Grown, grown
from hub.homes.models import Visit
from hub.homes.news import RECENT, UNREAD, Answered, answered
from hub.homes.seen import Look, answered_by_me, seen_by_me
from hub.homes.starters import Starter, starters
from hub.homes.together import Together, together
from hub.items import cards
from hub.items import queries as items
from hub.items.models import Item, ItemGrant
from hub.people.faces import Face, faces
from hub.people.models import Guardianship, Person

SITTING = timedelta(minutes=30)
"""Looks that lie closer together are one visit: what came since the visit before stays in its place, though it is no longer *new*."""
LATE = timedelta(minutes=2)
"""What is kept carries the time at which its keeping began, which may end after somebody looked: rather told twice than never."""

_OPENED_NOW: Mapping[UUID, Look] = {}


class Child(msgspec.Struct, frozen=True):
    """What changed about one child since their guardian last looked."""

    who: Face
    since: datetime | None
    """When they looked before this sitting."""
    looked: datetime | None
    """When they looked before this page: None for the first time."""
    new: list[cards.Card]
    earlier: list[cards.Card]
    answered: list[Answered]
    grown: list[Grown]
    """What they did since with what was there before."""
    starters: list[Starter]
    together: list[Together]
    """What they do in their teams."""
    unseen: frozenset[UUID]
    """Those of `new` that came since they looked, and that they have neither seen nor answered."""
    said: dict[UUID, datetime]
    """When they themselves last said something about one of `new` as it is now."""

    @property
    def look(self) -> Look:
        return Look(self.since, self.looked)

    @property
    def quiet(self) -> bool:
        return not self.new and not self.answered and not self.grown

    def kind_word(self, card: cards.Card) -> str:
        return kind_word(card.kind)


def children(tx: Tx, unread: list[Answered] | None = None, held: Mapping[UUID, Look] = _OPENED_NOW) -> list[Child]:
    """The viewer's children, as a guardian sees them; empty for everyone else. `unread` is given where it was looked up already,
    `held` where an open page reads itself anew: how each was found when it was opened."""
    ids = my_children(tx)
    visits = {visit.about_id: visit for visit in tx.scalars(_VISITS, {"ids": ids, "me": tx.viewer.id})}
    people = faces(tx, ids)
    shown = cards.cards(tx, tx.scalars(_OF_CHILDREN, {"ids": ids, "holds": tx.viewer.held}).all())
    shared = items.shared_since(tx, [one.id for one in shown])
    came = {one.id: max(shared[one.id], one.edited or one.created) for one in shown}
    unread = answered(tx, most=UNREAD) if unread is None else unread
    looks = {id_: held.get(id_) or _look(tx, visits.get(id_)) for id_ in ids}
    since = {id_: look.since for id_, look in looks.items()}
    did = grown(tx, {id_: at - LATE if at else None for id_, at in since.items()})
    begin, teams = starters(tx, ids), together(tx, ids)
    mine = _Mine(seen_by_me(tx, came), answered_by_me(tx, came))
    return [_child(people[id_], looks[id_], shown, came, unread, did[id_], begin[id_], teams.get(id_, []), mine) for id_ in ids]


def my_children(tx: Tx) -> list[UUID]:
    """By name."""
    return list(tx.scalars(_MY_CHILDREN, {"me": tx.viewer.id}))


class _Mine(NamedTuple):
    """What the viewer did, and when, by item."""

    seen: dict[UUID, datetime]
    said: dict[UUID, datetime]


def _look(tx: Tx, visit: Visit | None) -> Look:
    """This sitting is only remembered once it has been shown."""
    if visit is None:
        return Look(None, None)
    return Look(visit.last if tx.now - visit.last > SITTING else visit.before, visit.last)


def _child(
    who: Face,
    look: Look,
    shown: list[cards.Card],
    came: dict[UUID, datetime],
    unread: list[Answered],
    did: list[Grown],
    begin: list[Starter],
    teams: list[Together],
    mine: _Mine,
) -> Child:
    def since(moment: datetime | None, one: cards.Card) -> bool:
        return moment is None or came[one.id] + LATE > moment

    theirs = [one for one in shown if one.owner.id == who.id]
    new = [one for one in theirs if since(look.since, one)]
    told = {one.id for one in new}
    seen, said = ({id_: when[id_] for id_ in told if id_ in when and when[id_] >= came[id_]} for when in mine)
    return Child(
        who=who,
        since=look.since,
        looked=look.looked,
        new=new[:RECENT],
        earlier=[one for one in theirs if one not in new][:3],
        answered=[one for one in unread if one.who.id == who.id][:RECENT],
        # A version of work that was only shared now isn't news of its own.
        grown=[one for one in did if one.item_id not in told or one.what != "version"],
        starters=begin,
        together=teams,
        unseen=frozenset(one.id for one in new if since(look.looked, one)) - seen.keys() - said.keys(),
        said=said,
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
