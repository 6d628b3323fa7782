"""What one does with a goal."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Annotated, Any
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.errors import NotFound
from hub.goals import actions, steps
from hub.ids import NOTHING
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.goals import Goal, GoalProgress
from hub_graphql.items import ITEMS
from hub_graphql.nodes import key_of, keys_of

_NAMED = "Your own name for this act: sent twice, it is done once."


@strawberry.input(description="A new goal. Only the title, which is the wish, is needed. Without an audience it is private.")
class BeginGoalInput:
    title: str = strawberry.field(description="The wish, in one line.")
    outcome: str = strawberry.field(default="", description="The best that could come of it.")
    obstacle: str = strawberry.field(default="", description="What in oneself could get in the way.")
    plan: str = strawberry.field(default="", description="What to do when that happens: if …, then I … .")
    criteria: list[str] = strawberry.field(default_factory=list, description="How one will know that it is reached; at most 12.")
    steps: list[str] = strawberry.field(default_factory=list, description="The first steps; at most 50.")
    due: date | None = strawberry.field(default=None, description="By when.")
    audience: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Ids of AudienceGroups from `viewer.audienceChoices`."
    )
    supports: strawberry.ID | None = strawberry.field(default=None, description="A larger goal of yours that it is a part of.")
    came_from: strawberry.ID | None = strawberry.field(default=None, description="The reflection in which it began.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="Changed words for a goal. How it read before is kept.")
class ChangeGoalInput:
    id: strawberry.ID = strawberry.field(description="The goal's id.")
    version: int = strawberry.field(description="The version that was changed; when another stands, nothing is overwritten.")
    title: str = strawberry.field(description="The wish.")
    outcome: str = strawberry.field(default="", description="The best that could come of it.")
    obstacle: str = strawberry.field(default="", description="What in oneself could get in the way.")
    plan: str = strawberry.field(default="", description="What to do when that happens: if …, then I … .")
    criteria: list[str] = strawberry.field(default_factory=list, description="How one will know that it is reached.")
    due: date | None = strawberry.field(default=None, description="By when.")
    supports: strawberry.ID | None = strawberry.field(
        default=None, description="The larger goal of yours that it is a part of; null or left out: of none."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="One more step, at the end.")
class AddStepInput:
    goal: strawberry.ID = strawberry.field(description="The goal's id.")
    words: str = strawberry.field(description="What is to be done.")
    due: date | None = strawberry.field(default=None, description="By when.")
    came_from: strawberry.ID | None = strawberry.field(default=None, description="The reflection in which it was found.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="What a step says from now on.")
class ChangeStepInput:
    id: strawberry.ID = strawberry.field(description="The step's id.")
    words: str = strawberry.field(description="What is to be done.")
    due: date | None = strawberry.field(default=None, description="By when; null or left out: no day.")
    edition: str | None = strawberry.field(
        default=None, description="The edition that was changed: when it reads otherwise by now, nothing is overwritten. Left out, it is."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="Where in the line a step is to stand.")
class MoveStepInput:
    id: strawberry.ID = strawberry.field(description="The step's id.")
    by: int = strawberry.field(description="So many places later; below 0, earlier. No further than the line goes.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="A step that is done, or isn't after all.")
class TickStepInput:
    id: strawberry.ID = strawberry.field(description="The step's id.")
    done: bool = strawberry.field(default=True, description="Whether it is done.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="A step that is not to be done after all, or is.")
class TakeStepAwayInput:
    id: strawberry.ID = strawberry.field(description="The step's id.")
    away: bool = strawberry.field(default=True, description="False puts it back where it was.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="How sure one is. Its time is the hub's.")
class CheckInInput:
    goal: strawberry.ID = strawberry.field(description="The goal's id.")
    confidence: int = strawberry.field(description="1, not at all, to 5, very sure.")
    words: str = strawberry.field(default="", description="In a line.")
    day: date | None = strawberry.field(
        default=None, description="The day it is of, by the school's clock; left out: today. None that is still to come."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="A wish for help with a goal, told to the teachers who can see it.")
class AskForHelpInput:
    goal: strawberry.ID = strawberry.field(description="The goal's id.")
    words: str = strawberry.field(default="", description="What would help.")
    needed: bool = strawberry.field(default=True, description="False when no more help is needed.")
    instead_of: str | None = strawberry.field(
        default=None,
        description="The words that these take the place of: where others stand by now, nothing is overwritten. Left out, it is.",
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="What became of a goal.")
class EndGoalInput:
    goal: strawberry.ID = strawberry.field(description="The goal's id.")
    progress: GoalProgress = strawberry.field(description="GROWING lets it grow again.")
    why: str = strawberry.field(default="", description="A word why; needed for CHANGED and LET_GO, welcome for the others.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


@strawberry.input(description="Work of yours that shows how a goal goes.")
class LinkEvidenceInput:
    goal: strawberry.ID = strawberry.field(description="The goal's id.")
    item: strawberry.ID = strawberry.field(description="The id of a reflection or artifact of yours.")
    linked: bool = strawberry.field(default=True, description="False takes it off again.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAMED)


GoalResult = Annotated[Goal | Problems, strawberry.union("GoalResult", description="The goal as it now is, or why nothing was done.")]


@strawberry.type
class GoalMutations:
    @mutation("Begins a goal in your space.")
    def begin_goal(self, info: strawberry.Info[Context, None], input: BeginGoalInput) -> GoalResult:
        wish = actions.Wish(
            title=input.title,
            outcome=input.outcome,
            obstacle=input.obstacle,
            plan=input.plan,
            criteria=tuple(input.criteria),
            steps=tuple(input.steps),
            due=input.due,
            audience=keys_of(input.audience, "Principal"),
            supports=_key(input.supports, "Goal"),
            led_to_by=_key(input.came_from, "Reflection"),
        )
        return _done(info, "begin_goal", input.client_mutation_id, lambda tx: actions.begin(tx, wish).id)

    @mutation("Changes the words of a goal of yours.")
    def change_goal(self, info: strawberry.Info[Context, None], input: ChangeGoalInput) -> GoalResult:
        key = key_of(input.id, "Goal")
        wish = actions.Wish(
            title=input.title,
            outcome=input.outcome,
            obstacle=input.obstacle,
            plan=input.plan,
            criteria=tuple(input.criteria),
            due=input.due,
            supports=_key(input.supports, "Goal"),
        )
        return _done(info, "change_goal", input.client_mutation_id, lambda tx: actions.change(tx, key, wish, input.version).id, lambda: key)

    @mutation("Adds a step to a goal of yours.")
    def add_step(self, info: strawberry.Info[Context, None], input: AddStepInput) -> GoalResult:
        key, came_from = key_of(input.goal, "Goal"), _key(input.came_from, "Reflection")

        def add(tx: Tx) -> UUID:
            return steps.add(tx, key, input.words, input.due, came_from).goal_id

        return _done(info, "add_step", input.client_mutation_id, add)

    @mutation("Changes the words or the day of a step of yours.")
    def change_step(self, info: strawberry.Info[Context, None], input: ChangeStepInput) -> GoalResult:
        key = key_of(input.id, "Step")

        def say_anew(tx: Tx) -> UUID:
            return steps.change(tx, key, input.words, input.due, input.edition).goal_id

        return _done(info, "change_step", input.client_mutation_id, say_anew, lambda: _goal_of(info.context.tx, key))

    @mutation("Moves a step of yours to another place in the line.")
    def move_step(self, info: strawberry.Info[Context, None], input: MoveStepInput) -> GoalResult:
        key = key_of(input.id, "Step")
        return _done(info, "move_step", input.client_mutation_id, lambda tx: steps.move(tx, key, input.by).goal_id)

    @mutation("Ticks a step of yours, or unticks it.")
    def tick_step(self, info: strawberry.Info[Context, None], input: TickStepInput) -> GoalResult:
        key = key_of(input.id, "Step")
        return _done(info, "tick_step", input.client_mutation_id, lambda tx: steps.tick(tx, key, input.done).goal_id)

    @mutation("Takes a step of yours away, or puts it back.")
    def take_step_away(self, info: strawberry.Info[Context, None], input: TakeStepAwayInput) -> GoalResult:
        key = key_of(input.id, "Step")
        do = steps.take_away if input.away else steps.put_back
        return _done(info, "take_step_away", input.client_mutation_id, lambda tx: do(tx, key).id)

    @mutation("Checks in on a goal of yours.")
    def check_in(self, info: strawberry.Info[Context, None], input: CheckInInput) -> GoalResult:
        key = key_of(input.goal, "Goal")

        def look(tx: Tx) -> UUID:
            return actions.check_in(tx, key, input.confidence, input.words, day=input.day).goal_id

        return _done(info, "check_in", input.client_mutation_id, look)

    @mutation("Asks for help with a goal of yours, or says that it is no longer needed.")
    def ask_for_help(self, info: strawberry.Info[Context, None], input: AskForHelpInput) -> GoalResult:
        key = key_of(input.goal, "Goal")

        def ask(tx: Tx) -> UUID:
            if not input.needed:
                return actions.got_help(tx, key).id
            return actions.ask_for_help(tx, key, input.words, instead_of=input.instead_of).id

        return _done(info, "ask_for_help", input.client_mutation_id, ask, lambda: key)

    @mutation("Says what became of a goal of yours.")
    def end_goal(self, info: strawberry.Info[Context, None], input: EndGoalInput) -> GoalResult:
        key = key_of(input.goal, "Goal")
        progress: Any = input.progress.value
        return _done(info, "end_goal", input.client_mutation_id, lambda tx: actions.bring_to_an_end(tx, key, progress, input.why).id)

    @mutation("Links work of yours with a goal of yours, as what shows how it goes.")
    def link_evidence(self, info: strawberry.Info[Context, None], input: LinkEvidenceInput) -> GoalResult:
        goal, item = key_of(input.goal, "Goal"), key_of(input.item, *ITEMS)

        def draw(tx: Tx) -> UUID:
            return (actions.show_by if input.linked else actions.no_longer_show_by)(tx, goal, item).id

        return _done(info, "link_evidence", input.client_mutation_id, draw)


def _done(
    info: strawberry.Info[Context, None], act: str, name: str | None, do: Callable[[Tx], UUID], on: Callable[[], UUID | None] = lambda: None
) -> Goal | Problems:
    """`on`: the goal that stands there where two windows disagree."""
    context = info.context
    return done(context, Goal, act, name, do, standing=lambda: (goal := on()) and context.one(Goal, goal))


def _goal_of(tx: Tx, step: UUID | None) -> UUID | None:
    with suppress(NotFound):
        return steps.goal_of(tx, step)
    return None


def _key(id_: strawberry.ID | None, kind: str) -> UUID | None:
    return None if id_ is None else key_of(id_, kind) or NOTHING
