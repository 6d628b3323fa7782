"""A class at a glance: of each learner, the goals that grow, the last reflection, what is open between them and others."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.feedback.models import Message
from hub.goals.models import CheckIn, Goal, Step
from hub.homes.waits import AS_STAFF, help_wishes
from hub.items.models import Item
from hub.loops.models import Asked, FeedbackRequest, Response
from hub.loops.queries import CALLS_FOR_A_RESPONSE
from hub.people import sets
from hub.people.classes import find_class
from hub.people.faces import Face
from hub.people.models import Class
from hub.people.queries import to_class, to_school
from hub.policy import Verb, allows, require

GOALS = 3
"""Of one learner, those that a glance can hold."""
WAITING = 3
"""Of one learner's work that waits, what is shown; the rest is counted."""


class GoalNow(msgspec.Struct, frozen=True):
    """A goal that grows. `help` is what would help, None where no help is asked for."""

    id: UUID
    title: str
    steps: int
    done: int
    looked: datetime | None
    """When its owner last checked in."""
    confidence: int | None
    help: str | None


class Written(msgspec.Struct, frozen=True):
    """A reflection, and when it was written."""

    id: UUID
    title: str
    created: datetime


class Learner(msgspec.Struct, frozen=True):
    """One learner, as far as this member of staff may see what is theirs."""

    who: Face
    goals: list[GoalNow]
    more_goals: int
    reflection: Written | None
    waiting: list[Written]
    """Work that waits for a member of staff, the longest first; `created` is since when."""
    more_waiting: int
    asked: int
    """Requests of theirs that somebody has not answered."""
    to_answer: int
    """Feedback on their work of which they have not said yet what became of it."""

    @property
    def asks_for_help(self) -> bool:
        return any(goal.help is not None for goal in self.goals)

    @property
    def needs(self) -> bool:
        """Whether something of theirs waits for an adult."""
        return bool(self.asks_for_help or self.waiting or self.asked)

    @property
    def quiet(self) -> bool:
        """Whether nothing of theirs is there for the viewer."""
        return not (self.goals or self.reflection or self.needs or self.to_answer)


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """A class as its teacher looks at it. Who needs something comes first, the others by name; nobody is measured by anybody."""

    id: UUID
    name: str
    learners: list[Learner]
    others: list[Class]
    """All classes that the viewer teaches, by name; for moving between them."""
    may_invite: bool


def overview(tx: Tx, class_id: UUID | None) -> Overview:
    """Raises Forbidden for who isn't staff, NotFound for a class that is not of this school."""
    require("school", to_school(tx), Verb.LOOK_UP)
    class_ = find_class(tx, class_id)
    mine = sets.my_classes(tx)
    return Overview(
        id=class_.id,
        name=class_.name,
        learners=learners(tx, [class_.id])[class_.id],
        others=mine if len(mine) > 1 and class_.id in {one.id for one in mine} else [],
        may_invite=allows("class", to_class(tx, class_), Verb.INVITE),
    )


def learners(tx: Tx, class_ids: Collection[UUID]) -> dict[UUID, list[Learner]]:
    """Of each class, in the same number of statements however many there are. Nothing for who isn't staff."""
    if not tx.viewer.staff:
        return {}
    members = sets.members(tx, class_ids)
    students = {face.id: face for many in members.values() for face, role in many if role == "student"}
    found = _learners(tx, students)
    return {
        id_: sorted((found[face.id] for face, role in members.get(id_, []) if role == "student"), key=_who_needs_something_first)
        for id_ in class_ids
    }


def _who_needs_something_first(one: Learner) -> tuple[bool, bool, str]:
    return not one.asks_for_help, not one.needs, one.who.name


def _learners(tx: Tx, students: dict[UUID, Face]) -> dict[UUID, Learner]:
    ids = list(students)
    goals, many = _goals(tx, ids)
    written = {owner: Written(id_, title, created) for id_, owner, title, created in tx.execute(_LAST, {"ids": ids})}
    waiting: dict[UUID, list[Written]] = defaultdict(list)
    wait: dict[UUID, int] = {}
    for id_, owner, title, since, count in tx.execute(_WAITING, {"ids": ids, "most": WAITING}):
        waiting[owner].append(Written(id_, title, since))
        wait[owner] = count
    asked = _counts(tx, _ASKED, ids)
    to_answer = _counts(tx, _TO_ANSWER, ids)
    return {
        id_: Learner(
            who=face,
            goals=goals[id_],
            more_goals=many.get(id_, 0) - len(goals[id_]),
            reflection=written.get(id_),
            waiting=waiting[id_],
            more_waiting=wait.get(id_, 0) - len(waiting[id_]),
            asked=asked.get(id_, 0),
            to_answer=to_answer.get(id_, 0),
        )
        for id_, face in students.items()
    }


def _goals(tx: Tx, ids: list[UUID]) -> tuple[dict[UUID, list[GoalNow]], dict[UUID, int]]:
    """Those of each that stand on top, and how many each has."""
    rows = tx.execute(_GOALS, {"ids": ids, "most": GOALS}).all()
    goal_ids = [row[0] for row in rows]
    wishes = help_wishes(tx, goal_ids)
    steps = {goal: (count, done) for goal, count, done in tx.execute(_STEPS, {"ids": goal_ids})}
    looked = {goal: (at, sure) for goal, at, sure in tx.execute(_LOOKED, {"ids": goal_ids})}
    goals: dict[UUID, list[GoalNow]] = defaultdict(list)
    many: dict[UUID, int] = {}
    for id_, owner, title, count in rows:
        all_, done = steps.get(id_, (0, 0))
        at, sure = looked.get(id_, (None, None))
        goals[owner].append(GoalNow(id_, title, all_, done, at, sure, wishes.get(id_)))
        many[owner] = count
    return goals, many


def _counts(tx: Tx, statement: Any, ids: list[UUID]) -> dict[UUID, int]:
    return {owner: count for owner, count in tx.execute(statement, {"ids": ids})}  # noqa: C416 - a Row is no pair to a type checker


_STANDS = (Item.deleted.is_(None), Item.state == "posted")
# Help first, then what is due first, then the newest: a row each, with its place among its owner's.
_place = func.row_number().over(
    partition_by=Goal.owner_id,
    order_by=(Goal.help_since.is_(None), Goal.due.is_(None), Goal.due, Goal.created.desc(), Goal.id),
)
_GROWING = (
    select(
        Goal.id.label("id"),
        Goal.owner_id.label("owner"),
        Goal.title.label("title"),
        _place.label("place"),
        func.count(Goal.id).over(partition_by=Goal.owner_id).label("many"),
    )
    .where(among(Goal.owner_id, "ids"), Goal.progress == "growing", *_STANDS)
    .subquery()
)
_GOALS = (
    select(_GROWING.c.id, _GROWING.c.owner, _GROWING.c.title, _GROWING.c.many)
    .where(_GROWING.c.place <= bindparam("most"))
    .order_by(_GROWING.c.owner, _GROWING.c.place)
)
_STEPS = select(Step.goal_id, func.count(Step.id), func.count(Step.done)).where(among(Step.goal_id, "ids")).group_by(Step.goal_id)
_nth_look = func.row_number().over(partition_by=CheckIn.goal_id, order_by=(CheckIn.at.desc(), CheckIn.id.desc()))
_LOOKS = (
    select(CheckIn.goal_id.label("goal"), CheckIn.at.label("at"), CheckIn.confidence.label("sure"), _nth_look.label("nth"))
    .where(among(CheckIn.goal_id, "ids"))
    .subquery()
)
_LOOKED = select(_LOOKS.c.goal, _LOOKS.c.at, _LOOKS.c.sure).where(_LOOKS.c.nth == 1)
_nth = func.row_number().over(partition_by=Item.owner_id, order_by=(Item.created.desc(), Item.id.desc()))
_REFLECTIONS = (
    select(Item.id.label("id"), Item.owner_id.label("owner"), Item.title.label("title"), Item.created.label("created"), _nth.label("nth"))
    .where(among(Item.owner_id, "ids"), Item.kind == "reflection", *_STANDS)
    .subquery()
)
_LAST = select(_REFLECTIONS.c.id, _REFLECTIONS.c.owner, _REFLECTIONS.c.title, _REFLECTIONS.c.created).where(_REFLECTIONS.c.nth == 1)
_in_line = func.row_number().over(partition_by=Item.owner_id, order_by=(Item.waiting_since, Item.id))
_ALL_WAITING = (
    select(
        Item.id.label("id"),
        Item.owner_id.label("owner"),
        Item.title.label("title"),
        Item.waiting_since.label("since"),
        _in_line.label("place"),
        func.count(Item.id).over(partition_by=Item.owner_id).label("many"),
    )
    .where(among(Item.owner_id, "ids"), Item.waiting_since.is_not(None), Item.id.in_(AS_STAFF), *_STANDS)
    .subquery()
)
_WAITING = (
    select(*(_ALL_WAITING.c[name] for name in ("id", "owner", "title", "since", "many")))
    .where(_ALL_WAITING.c.place <= bindparam("most"))
    .order_by(_ALL_WAITING.c.owner, _ALL_WAITING.c.place)
)
_ASKED = (
    select(FeedbackRequest.asker_id, func.count(func.distinct(FeedbackRequest.id)))
    .join(Asked, Asked.request_id == FeedbackRequest.id)
    .join(Item, Item.id == FeedbackRequest.item_id)
    .where(among(FeedbackRequest.asker_id, "ids"), FeedbackRequest.withdrawn.is_(None), Asked.answered.is_(None), *_STANDS)
    .group_by(FeedbackRequest.asker_id)
)
_TO_ANSWER = (
    select(Item.owner_id, func.count(Message.id))
    .join(Item, Item.id == Message.item_id)
    .outerjoin(Response, Response.message_id == Message.id)
    .where(
        among(Item.owner_id, "ids"),
        Message.author_id != Item.owner_id,
        Message.withdrawn.is_(None),
        Message.hidden.is_(None),
        CALLS_FOR_A_RESPONSE,
        Response.message_id.is_(None),
        *_STANDS,
    )
    .group_by(Item.owner_id)
)
