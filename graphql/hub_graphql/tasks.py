"""A team's board: its cards, and what one does with them."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.ids import NOTHING
from hub.tasks import actions, queries
from hub_graphql.context import Context, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.nodes import ONCE, global_id, key_of
from hub_graphql.people import Person, people
from hub_graphql.teams import Team


@strawberry.enum(description="A column of a board.")
class TaskColumn(Enum):
    TODO = strawberry.enum_value("todo", description="Nobody has begun.")
    DOING = strawberry.enum_value("doing", description="Somebody works on it.")
    REVIEW = strawberry.enum_value("review", description="Somebody else looks at it before it is done.")
    DONE = strawberry.enum_value("done", description="Done.")


@strawberry.type(description="What a card is for: a milestone of its team's project.")
class TaskMilestone:
    id: strawberry.ID = strawberry.field(description="The milestone's id.")
    key_question: str = strawberry.field(description="What is to be found out by then.")


@strawberry.type(description="A card of a team's board: one thing to do.")
class Task:
    id: strawberry.ID = strawberry.field(description="What to name when it is changed or moved.")
    title: str = strawberry.field(description="What is to be done.")
    column: TaskColumn = strawberry.field(description="Where it stands.")
    owner: Person | None = strawberry.field(description="Who does it; null where nobody does yet.")
    owner_left: bool = strawberry.field(description="Whether they aren't in the team any more.")
    due: date | None = strawberry.field(description="By when.")
    late: bool = strawberry.field(description="Whether its day has passed, and it isn't done.")
    milestone: TaskMilestone | None = strawberry.field(description="What it is for.")
    version: int = strawberry.field(description="What a change names as what it builds on. To move it doesn't change it.")


@strawberry.input(description="One more card, at the end of a column.")
class AddTaskInput:
    team: strawberry.ID = strawberry.field(description="The team's id.")
    title: str = strawberry.field(description="What is to be done, in one line.")
    column: TaskColumn = strawberry.field(default=TaskColumn.TODO, description="Where it stands.")
    owner: strawberry.ID | None = strawberry.field(default=None, description="Who does it: somebody in the team.")
    due: date | None = strawberry.field(default=None, description="By when.")
    milestone: strawberry.ID | None = strawberry.field(default=None, description="A milestone of the team's project.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A card as it is to read from now on. What is left out is taken off it.")
class ChangeTaskInput:
    id: strawberry.ID = strawberry.field(description="The card's id.")
    title: str = strawberry.field(description="What is to be done, in one line.")
    owner: strawberry.ID | None = strawberry.field(default=None, description="Who does it: somebody in the team.")
    due: date | None = strawberry.field(default=None, description="By when.")
    milestone: strawberry.ID | None = strawberry.field(default=None, description="A milestone of the team's project.")
    version: int | None = strawberry.field(
        default=None, description="The version that was changed; where another stands, nothing is overwritten."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(
    description="Where a card goes. Two who move one at the same moment are one after the other: the last one has it, and none is lost."
)
class MoveTaskInput:
    id: strawberry.ID = strawberry.field(description="The card's id.")
    column: TaskColumn = strawberry.field(description="Into which column.")
    after: strawberry.ID | None = strawberry.field(default=None, description="Below this card, if it stands there.")
    before: strawberry.ID | None = strawberry.field(default=None, description="Else above this one; where neither does, at the end.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A card that is taken away, or put back.")
class TakeTaskAwayInput:
    id: strawberry.ID = strawberry.field(description="The card's id.")
    away: bool = strawberry.field(default=True, description="False puts it back, within 30 days.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


BoardResult = Annotated[
    Team | Problems, strawberry.union("BoardResult", description="The team with its board as it now is, or why nothing was done.")
]


@strawberry.type
class TaskMutations:
    @mutation("Adds a card to the board of a team whose room you may go into, as one who is in it or as staff.")
    def add_task(self, info: strawberry.Info[Context, None], input: AddTaskInput) -> BoardResult:
        key, column, given = key_of(input.team, "Team"), str(input.column.value), _planned(input)
        return _done(info, "add_task", input.client_mutation_id, lambda tx: actions.add(tx, key, column, given).team_id)

    @mutation("Says a card anew: its words, whose it is, by when, and for what.")
    def change_task(self, info: strawberry.Info[Context, None], input: ChangeTaskInput) -> BoardResult:
        key = key_of(input.id, "Task")
        return _done(
            info, "change_task", input.client_mutation_id, lambda tx: actions.change(tx, key, _planned(input), input.version).team_id
        )

    @mutation("Moves a card within its column, or into another.")
    def move_task(self, info: strawberry.Info[Context, None], input: MoveTaskInput) -> BoardResult:
        key, after, before = (key_of(one, "Task") for one in (input.id, input.after, input.before))
        column = str(input.column.value)
        return _done(info, "move_task", input.client_mutation_id, lambda tx: actions.move(tx, key, column, after, before).team_id)

    @mutation("Takes a card away from its board, or puts it back.")
    def take_task_away(self, info: strawberry.Info[Context, None], input: TakeTaskAwayInput) -> BoardResult:
        key, act = key_of(input.id, "Task"), actions.take_away if input.away else actions.put_back
        return _done(info, "take_task_away", input.client_mutation_id, lambda tx: act(tx, key).team_id)


def _planned(input: AddTaskInput | ChangeTaskInput) -> actions.Planned:
    return actions.Planned(
        title=input.title, owner=_named(input.owner, "Person"), due=input.due, milestone=_named(input.milestone, "Milestone")
    )


def _named(id_: str | None, kind: str) -> UUID | None:
    return (key_of(id_, kind) or NOTHING) if id_ else None


def _done(info: strawberry.Info[Context, None], act: str, name: str | None, do: Callable[[Tx], UUID]) -> Team | Problems:
    return done(info.context, Team, act, name, do)


@loads("tasks of teams")
def _tasks(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Task]]:
    found = queries.of_teams(context.tx, ids)
    known = people(context, {one.owner.id: one.owner for tasks in found.values() for one in tasks if one.owner}.values())
    return {
        team: [
            Task(
                id=global_id("Task", one.id),
                title=one.title,
                column=TaskColumn(one.column),
                owner=known[one.owner.id] if one.owner else None,
                owner_left=one.left,
                due=one.due,
                late=one.late,
                milestone=TaskMilestone(id=global_id("Milestone", one.milestone.id), key_question=one.milestone.key_question)
                if one.milestone
                else None,
                version=one.version,
            )
            for one in tasks
        ]
        for team, tasks in found.items()
    }
