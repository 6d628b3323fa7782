"""What one does with a goal's steps: add one, say it better, move it, tick it, take it away and put it back."""

from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid, NotFound
from hub.goals import queries
from hub.goals.models import Goal, Step
from hub.goals.own import growing, mine, tell
from hub.goals.to_do import edition as edition_of
from hub.items.links import link
from hub.words import _, one_line

STEPS = 50
"""Steps of one goal."""
LONGEST_STEP = 300
"""Characters of one step."""


def add(
    tx: Tx, goal_id: UUID | None, words: str, due: date | None = None, came_from: UUID | None = None, writing: UUID | None = None
) -> Step:
    """One more thing to do, at the end. `came_from` is the reflection in which it was found; the same `writing` makes one step.

    Raises Invalid("step"), Conflict.
    """
    sending = Sending(tx, writing, "add_step", goal_id, words, due)
    if sending.made:
        return _ever(tx, sending.made)
    goal = growing(tx, goal_id)
    said = _said(words)
    steps = _in_order(tx, goal)
    _has_room(steps)
    place = steps[-1].place + 1 if steps else 0
    step = tx.make(Step(goal_id=goal.id, place=place, words=said, due=due, created=tx.now))
    if came_from:
        link(tx, came_from, goal.id, "led_to")
    sending.becomes(step.id)
    tell(tx, "goal.step_added", goal)
    return step


class TakenAway(Conflict):
    """It was taken away in another window, while it was changed here. Carries its goal, on whose page what was typed is shown."""

    def __init__(self, goal: Goal) -> None:
        grows = _("You took this step away in another window. Put it back first, or add what you typed as a new one.")
        ended = _("You took this step away in another window, and its goal has come to its end.")
        super().__init__(grows if goal.progress == "growing" else ended)
        self.goal_id = goal.id


def goal_of(tx: Tx, step_id: UUID | None) -> UUID:
    """Also of a step that was taken away. Raises NotFound."""
    return _ever(tx, step_id).goal_id


def page(tx: Tx, step_id: UUID | None) -> queries.GoalPage:
    """Its goal's. Raises TakenAway."""
    step = _ever(tx, step_id)
    if step.taken is not None:
        raise TakenAway(mine(tx, step.goal_id))
    return queries.page(tx, step.goal_id)


def change(tx: Tx, step_id: UUID | None, words: str, due: date | None = None, edition: str | None = None) -> Step:
    """Its words and its day; None takes the day away. Raises Invalid("step"), and Conflict where it doesn't read any more as in the
    `edition` that was changed; without one it is overwritten. Raises TakenAway before it says that its goal has ended."""
    step = queries.step(tx, step_id) if edition is None else _ever(tx, step_id)
    goal = mine(tx, step.goal_id)
    if step.taken is not None:
        raise TakenAway(goal)
    growing(tx, goal.id)
    said = _said(words)
    if (said, due) == (step.words, step.due):
        return step
    if edition is not None and edition != edition_of(step.words, step.due):
        raise Conflict(_("You changed this step in another window. Both texts are shown here: please choose."))
    step.words, step.due = said, due
    tell(tx, "goal.step_changed", goal)
    return step


def move(tx: Tx, step_id: UUID | None, by: int) -> Step:
    """So many places toward the end, or below 0 toward the beginning; no further than there. Raises Conflict."""
    step = queries.step(tx, step_id)
    goal = growing(tx, step.goal_id)
    steps = _in_order(tx, goal)
    was = steps.index(step)
    goes = min(max(was + by, 0), len(steps) - 1)
    if goes != was:
        steps.insert(goes, steps.pop(was))
        for place, each in enumerate(steps):
            each.place = place
        tell(tx, "goal.step_moved", goal)
    return step


def tick(tx: Tx, step_id: UUID | None, done: bool) -> Step:
    """Done, or not done after all. Saying the same twice changes nothing."""
    step = queries.step(tx, step_id)
    goal = mine(tx, step.goal_id)
    if (step.done is not None) != done:
        step.done = tx.now if done else None
        tell(tx, "goal.step_ticked", goal)
    return step


def take_away(tx: Tx, step_id: UUID | None) -> Goal:
    """Nobody sees it any more; its owner can put it back, until it is forgotten with what was deleted as long ago."""
    step = queries.step(tx, step_id)
    goal = mine(tx, step.goal_id)
    step.taken = tx.now
    tell(tx, "goal.step_taken_away", goal)
    return goal


def put_back(tx: Tx, step_id: UUID | None) -> Goal:
    """Where it was, for 30 days. Harmless for one that is there. Raises Invalid("step") when there is no room for it any more."""
    step = _ever(tx, step_id)
    goal = mine(tx, step.goal_id)
    if step.taken is not None:
        _has_room(_in_order(tx, goal))
        step.taken = None
        tell(tx, "goal.step_put_back", goal)
    return goal


def _ever(tx: Tx, step_id: UUID | None) -> Step:
    """Also one that was taken away."""
    with tx.system("a step that was taken away"):
        step = tx.get(Step, step_id) if step_id else None
    if step is None or tx.get(Goal, step.goal_id) is None:
        raise NotFound(queries.no_such_step())
    return step


def _said(words: str) -> str:
    said = one_line("step", words, LONGEST_STEP)
    if not said:
        raise Invalid("step", _("Say in a few words what you will do."))
    return said


def _has_room(steps: list[Step]) -> None:
    if len(steps) >= STEPS:
        raise Invalid("step", _("This goal has %(n)d steps already. Tick some, or take some away.") % {"n": STEPS})


def _in_order(tx: Tx, goal: Goal) -> list[Step]:
    return list(tx.scalars(_OF_GOAL, {"goal": goal.id}))


_OF_GOAL = select(Step).where(Step.goal_id == bindparam("goal", type_=Step.goal_id.type)).order_by(Step.place, Step.id)
