"""What one does with a team: make it, put students into it; join it and leave it."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.errors import Invalid
from hub.teams import actions
from hub.words import _
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.nodes import ONCE, key_of, keys_of
from hub_graphql.teams import Team


@strawberry.input(description="A new team of a project that you lead. It has a room from the start.")
class MakeTeamInput:
    project: strawberry.ID = strawberry.field(description="The project's id.")
    name: str = strawberry.field(description="What it is called; no other team of the project is.")
    people: list[strawberry.ID] = strawberry.field(default_factory=list, description="Ids of students who can see the project.")
    open: bool = strawberry.field(default=False, description="Whether other students who see the project may join by themselves.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A team as it is from now on.")
class ChangeTeamInput:
    id: strawberry.ID = strawberry.field(description="The team's id.")
    name: str = strawberry.field(description="What it is called.")
    open: bool = strawberry.field(description="Whether students who see the project may join by themselves.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Students who are in a team from now on.")
class PutIntoTeamInput:
    id: strawberry.ID = strawberry.field(description="The team's id.")
    people: list[strawberry.ID] = strawberry.field(description="Ids of students who can see the project; one at least, 100 at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Somebody who is in a team no longer.")
class TakeOutOfTeamInput:
    id: strawberry.ID = strawberry.field(description="The team's id.")
    person: strawberry.ID = strawberry.field(description="Who. What they said stays.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Which team.")
class TeamInput:
    id: strawberry.ID = strawberry.field(description="The team's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What somebody in a team looks after.")
class LookAfterInput:
    team: strawberry.ID = strawberry.field(description="The team's id.")
    member: strawberry.ID = strawberry.field(description="Who: yourself, or anybody in it where you lead the project.")
    role: str = strawberry.field(description="In a few words: “the map”; empty takes it back.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


MOST = 100
"""People who are put into a team at once."""
TeamResult = Annotated[
    Team | Problems,
    strawberry.union(
        "TeamResult",
        description="The team as it now is, or why nothing was done. NotFound also says of who left that they can't see it any more.",
    ),
]


@strawberry.type
class TeamMutations:
    @mutation("Makes a team of a project that you lead, with its room.")
    def make_team(self, info: strawberry.Info[Context, None], input: MakeTeamInput) -> TeamResult:
        project = key_of(input.project, "Project")
        made = actions.Made(name=input.name, people=keys_of(input.people, "Person"), open=input.open)
        return _done(info, "make_team", input.client_mutation_id, lambda tx: actions.make(tx, project, made).id)

    @mutation("Names a team of a project that you lead anew, opens or closes it.")
    def change_team(self, info: strawberry.Info[Context, None], input: ChangeTeamInput) -> TeamResult:
        key = key_of(input.id, "Team")
        return _done(info, "change_team", input.client_mutation_id, lambda tx: actions.change(tx, key, input.name, input.open).id)

    @mutation("Puts students into a team of a project that you lead: all of them, or nobody.")
    def put_into_team(self, info: strawberry.Info[Context, None], input: PutIntoTeamInput) -> TeamResult:
        key, people = key_of(input.id, "Team"), dict.fromkeys(keys_of(input.people, "Person"))

        def put(tx: Tx) -> UUID:
            if len(people) > MOST:
                raise Invalid("people", _("Choose at most %(n)d at once.") % {"n": MOST})
            teams = [actions.put_in(tx, key, person) for person in people or (None,)]
            return teams[0].id

        return _done(info, "put_into_team", input.client_mutation_id, put)

    @mutation("Takes somebody out of a team of a project that you lead. They can't go into its room any more, at once.")
    def take_out_of_team(self, info: strawberry.Info[Context, None], input: TakeOutOfTeamInput) -> TeamResult:
        key, person = key_of(input.id, "Team"), key_of(input.person, "Person")
        return _done(info, "take_out_of_team", input.client_mutation_id, lambda tx: actions.take_out(tx, key, person).id)

    @mutation("Joins an open team of a project that you can see. Students only.")
    def join_team(self, info: strawberry.Info[Context, None], input: TeamInput) -> TeamResult:
        key = key_of(input.id, "Team")
        return _done(info, "join_team", input.client_mutation_id, lambda tx: actions.join(tx, key).id)

    @mutation("Leaves a team that you are in. What you said there stays.")
    def leave_team(self, info: strawberry.Info[Context, None], input: TeamInput) -> TeamResult:
        key = key_of(input.id, "Team")
        return _done(info, "leave_team", input.client_mutation_id, lambda tx: actions.leave(tx, key).id)

    @mutation("Says what you look after in a team, or, where you lead its project, what anybody in it does.")
    def look_after(self, info: strawberry.Info[Context, None], input: LookAfterInput) -> TeamResult:
        key, member = key_of(input.team, "Team"), key_of(input.member, "Person")
        return _done(info, "look_after", input.client_mutation_id, lambda tx: actions.look_after(tx, key, member, input.role).id)


def _done(info: strawberry.Info[Context, None], act: str, name: str | None, do: Callable[[Tx], UUID]) -> Team | Problems:
    return done(info.context, Team, act, name, do)
