"""My week: what I said I'd do, what waits for me, what I owe someone, and one suggestion. Nothing here compares people."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.columns import among
from hub.database import Tx
from hub.goals.models import CheckIn, Goal, Step
from hub.goals.to_do import ToDo, to_do
from hub.homes.at_work import AtWork, at_work
from hub.homes.suggesting import Growing, Suggestion, suggestion
from hub.loops import queries as loops
from hub.loops import requests
from hub.people.models import Person

SOON = timedelta(days=14)
"""A goal that is due within them stands here even when all its steps are done."""
JUST_DONE = timedelta(hours=12)
"""So long what was ticked stays, to be seen and to be unticked."""
GOALS = 6
STEPS = 4


class Promise(msgspec.Struct, frozen=True):
    """A goal of one's own that grows, with what is next. `more`: how many further steps are open."""

    goal_id: UUID
    title: str
    due: date | None
    late: bool
    """Whether its day, or that of a step, has passed."""
    steps: list[ToDo]
    more: int

    @property
    def href(self) -> str:
        return f"/goals/{self.goal_id}"


class Week(msgspec.Struct, frozen=True):
    """`open` is feedback of which one has not said what became of it; `owed`, what one was asked and has not answered."""

    projects: list[AtWork]
    promises: list[Promise]
    further: int
    """Further goals with something to do."""
    open: list[loops.Loop]
    owed: list[requests.Request]
    suggestion: Suggestion | None


def week(tx: Tx) -> Week:
    """The same few statements, however much there is."""
    goals = tx.execute(_GROWING, {"me": tx.viewer.id}).all()
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in tx.scalars(_STEPS, {"ids": [goal.id for goal in goals]}):
        steps[step.goal_id].append(step)
    promises = _promises(tx, goals, steps)
    return Week(
        projects=at_work(tx),
        promises=promises[:GOALS],
        further=max(0, len(promises) - GOALS),
        open=loops.open_loops(tx),
        owed=requests.owed(tx),
        suggestion=suggestion(tx, [_growing(goal, steps[goal.id]) for goal in goals]),
    )


def _growing(goal: Any, steps: Sequence[Step]) -> Growing:
    return Growing(goal.id, goal.title, goal.created, goal.looked or goal.created, bool(steps))


def _promises(tx: Tx, goals: Sequence[Any], steps: dict[UUID, list[Step]]) -> list[Promise]:
    """What is due first on top; then the newest."""
    day = tx.today
    found: list[tuple[tuple[date, float], Promise]] = []
    for goal in goals:
        open_ = sorted((step for step in steps[goal.id] if step.done is None), key=lambda step: (step.due or date.max, step.place))
        done = [step for step in steps[goal.id] if step.done is not None and tx.now - step.done < JUST_DONE]
        if not open_ and not done and not (goal.due and goal.due <= day + SOON):
            continue
        first = min((due for due in (goal.due, *(step.due for step in open_)) if due), default=None)
        # What was just done keeps its place among the others, under the thumb that ticked it.
        shown = sorted((*open_[:STEPS], *done[-STEPS:]), key=lambda step: (step.due or date.max, step.place))
        made = Promise(
            goal.id,
            goal.title,
            goal.due,
            first is not None and first < day,
            [to_do(step) for step in shown],
            max(0, len(open_) - STEPS),
        )
        found.append(((first or date.max, -goal.created.timestamp()), made))
    return [made for _order, made in sorted(found, key=lambda one: one[0])]


_ME = bindparam("me", type_=Person.id.type)
_LOOKED = select(func.max(CheckIn.at)).where(CheckIn.goal_id == Goal.id).correlate(Goal).scalar_subquery()
_GROWING = (
    select(Goal.id, Goal.title, Goal.due, Goal.created, _LOOKED.label("looked"))
    .where(Goal.owner_id == _ME, Goal.progress == "growing", Goal.deleted.is_(None), Goal.state == "posted")
    .order_by(Goal.created.desc(), Goal.id)
    .limit(200)
)
_STEPS = select(Step).where(among(Step.goal_id, "ids")).order_by(Step.goal_id, Step.place, Step.id)
