"""One thing that could be next, by plain rules: the first that fits, and nothing where none does."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.database import Tx
from hub.goals.models import QUIET
from hub.items.models import Item, ItemGrant
from hub.loops.models import Asked, FeedbackRequest
from hub.people.models import Person
from hub.words import _

SETTLING = timedelta(days=14)
"""So long a goal is asked for its first step; then it is meant to have none."""
ALONE = timedelta(days=14)
"""After which something may be shown to somebody."""
LATELY = timedelta(days=30)
"""A thank-you that comes later than that would only puzzle."""

Why = Literal["thanks", "steps", "check_in", "share"]


class Suggestion(msgspec.Struct, frozen=True):
    why: Why
    words: str
    act: str
    """What the way there is called."""
    href: str
    item_id: UUID | None


class Growing(msgspec.Struct, frozen=True):
    """A goal of one's own, the newest first. `looked`: when one last did, or when it was begun."""

    id: UUID
    title: str
    begun: datetime
    looked: datetime
    has_steps: bool


def suggestion(tx: Tx, goals: Sequence[Growing]) -> Suggestion | None:
    return _thanks(tx) or _for_a_goal(tx, goals) or _share(tx)


def _thanks(tx: Tx) -> Suggestion | None:
    found = tx.execute(_NOT_THANKED, {"me": tx.viewer.id, "since": tx.now - LATELY}).first()
    if found is None:
        return None
    words = _("%(name)s answered what you asked about “%(title)s”. A thank-you takes one tap.")
    said = words % {"name": found.called, "title": found.title}
    return Suggestion("thanks", said, _("Say thank you"), f"/items/{found.id}", found.id)


def _for_a_goal(tx: Tx, goals: Sequence[Growing]) -> Suggestion | None:
    bare = next((goal for goal in goals if not goal.has_steps and tx.now - goal.begun <= SETTLING), None)
    if bare:
        words = _("“%(title)s” has no steps yet. What could be the first small one?") % {"title": bare.title}
        return Suggestion("steps", words, _("Find a first step"), f"/goals/{bare.id}#goal-steps", bare.id)
    unseen = min((goal for goal in goals if tx.now - goal.looked > QUIET), key=lambda goal: goal.looked, default=None)
    if unseen:
        words = _("You haven’t looked at “%(title)s” for a while. How sure are you today?") % {"title": unseen.title}
        return Suggestion("check_in", words, _("Check in: ten seconds"), f"/goals/{unseen.id}#goal-going", unseen.id)
    return None


def _share(tx: Tx) -> Suggestion | None:
    """To students who have been here for two weeks."""
    if "student" not in tx.viewer.roles:
        return None
    first, shared = tx.execute(_SHARED, {"me": tx.viewer.id}).one()
    if first is None or tx.now - first < ALONE or (shared is not None and tx.now - shared < ALONE):
        return None
    words = _("You have kept your work to yourself for two weeks. Is there something small, perhaps half done, to show?")
    return Suggestion("share", words, _("Look through my space"), "/space", None)


_ME = bindparam("me", type_=Person.id.type)
_NOT_THANKED = (
    select(Item.id, Item.title, Person.called)
    .select_from(Asked)
    .join(FeedbackRequest, FeedbackRequest.id == Asked.request_id)
    .join(Item, Item.id == FeedbackRequest.item_id)
    .join(Person, Person.id == Asked.person_id)
    .where(
        FeedbackRequest.asker_id == _ME,
        FeedbackRequest.withdrawn.is_(None),
        Asked.answered > bindparam("since", type_=Asked.answered.type),
        Asked.thanked.is_(None),
        Item.deleted.is_(None),
    )
    .order_by(Asked.answered.desc(), Asked.person_id)
    .limit(1)
)
_SHARED = (
    select(func.min(Item.created), func.max(ItemGrant.since))
    .select_from(Item)
    .outerjoin(ItemGrant, (ItemGrant.item_id == Item.id) & (ItemGrant.principal_id != _ME))
    .where(Item.owner_id == _ME, Item.deleted.is_(None))
)
