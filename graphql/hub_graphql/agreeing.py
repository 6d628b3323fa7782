"""What a team agrees on and signs; and teams that are suggested, to be made all at once."""

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.errors import Forbidden, NotFound
from hub.teams import actions, agreed, contracts, suggesting
from hub_graphql.context import Context, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import mutation
from hub_graphql.nodes import ONCE, key_of, keys_of
from hub_graphql.people import Person, people
from hub_graphql.projects import Project
from hub_graphql.teams import Team


@strawberry.type(description="How a team works together, as its members wrote it, and who put their name under it.")
class TeamContract:
    version: int = strawberry.field(description="Counted from 1; 0 where nothing is written yet. What a change and a signature name.")
    words: str = strawberry.field(description="What they agree on, as Markdown.")
    author: Person | None = strawberry.field(description="Who wrote this version.")
    written: datetime | None = strawberry.field(description="When.")
    signed: list[Person] = strawberry.field(description="Those in the team whose name stands under this version.")
    missing: list[Person] = strawberry.field(description="Those in the team whose name doesn't.")
    mine: bool = strawberry.field(description="Whether your name stands under it.")


@strawberry.type(description="A team that could be made.")
class SuggestedTeam:
    name: str = strawberry.field(description="What it could be called.")
    people: list[Person] = strawberry.field(description="Students of the project who are in none of its teams.")


@strawberry.input(description="What a team agrees on from now on. How it read before is kept, with the names under it.")
class WriteContractInput:
    team: strawberry.ID = strawberry.field(description="The team's id.")
    words: str = strawberry.field(description="What it agrees on, as Markdown.")
    version: int = strawberry.field(
        description="The version that was changed, 0 for the first; when another stands, nothing is overwritten."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Your name under what your team agreed on.")
class SignContractInput:
    team: strawberry.ID = strawberry.field(description="The team's id.")
    version: int = strawberry.field(description="The version that you have read; when another stands, nothing is signed.")
    signed: bool = strawberry.field(default=True, description="False takes your name back, whichever version stands.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="One of the teams that are made at once.")
class NewTeamInput:
    name: str = strawberry.field(description="What it is called.")
    people: list[strawberry.ID] = strawberry.field(description="Ids of students who can see the project.")


@strawberry.input(description="Teams of a project that you lead, made all together or none of them.")
class MakeTeamsInput:
    project: strawberry.ID = strawberry.field(description="The project's id.")
    teams: list[NewTeamInput] = strawberry.field(description="At most 40 in one project.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


TeamContractResult = Annotated[
    Team | Problems, strawberry.union("TeamContractResult", description="The team as it now is, or why nothing was done.")
]
TeamsResult = Annotated[
    Project | Problems, strawberry.union("TeamsResult", description="The project with its teams, or why none was made.")
]


@strawberry.type
class AgreementMutations:
    @mutation("Writes what a team agrees on: as one who is in it, or who leads its project.")
    def write_contract(self, info: strawberry.Info[Context, None], input: WriteContractInput) -> TeamContractResult:
        key = key_of(input.team, "Team")

        def write(tx: Tx) -> UUID:
            return contracts.write(tx, key, input.words, input.version).id

        return _done(info, "write_contract", input.client_mutation_id, write)

    @mutation("Puts your name under what your team agreed on, or takes it back.")
    def sign_contract(self, info: strawberry.Info[Context, None], input: SignContractInput) -> TeamContractResult:
        key = key_of(input.team, "Team")

        def sign(tx: Tx) -> UUID:
            return (contracts.sign(tx, key, input.version) if input.signed else contracts.take_back(tx, key)).id

        return _done(info, "sign_contract", input.client_mutation_id, sign)

    @mutation("Makes several teams of a project that you lead, such as those that were suggested.")
    def make_teams(self, info: strawberry.Info[Context, None], input: MakeTeamsInput) -> TeamsResult:
        project = key_of(input.project, "Project")
        several = [actions.Made(name=one.name, people=keys_of(one.people, "Person")) for one in input.teams]

        def make(tx: Tx) -> UUID:
            return actions.make_all(tx, project, several)[0].project_id

        return done(info.context, Project, "make_teams", input.client_mutation_id, make)


def suggested(context: Context, project: UUID | None, size: int) -> list[SuggestedTeam] | None:
    """None where the project isn't there for the viewer, or isn't theirs to lead."""
    with suppress(NotFound, Forbidden):
        found = suggesting.suggestion(context.tx, project, size).teams
        known = people(context, {one.face.id: one.face for team in found for one in team.people}.values())
        return [SuggestedTeam(name=team.name, people=[known[one.face.id] for one in team.people]) for team in found]
    return None


def _done(info: strawberry.Info[Context, None], act: str, name: str | None, do: Callable[[Tx], UUID]) -> Team | Problems:
    return done(info.context, Team, act, name, do)


@loads("contracts of teams")
def _contracts(context: Context, ids: Collection[UUID]) -> Mapping[UUID, TeamContract]:
    found = agreed.of_teams(context.tx, ids)
    faces = {face.id: face for one in found.values() for face in (*one.signed, *one.missing, *([one.author] if one.author else []))}
    known = people(context, faces.values())
    return {
        id_: TeamContract(
            version=one.version,
            words=one.words,
            author=known[one.author.id] if one.author else None,
            written=one.written,
            signed=[known[face.id] for face in one.signed],
            missing=[known[face.id] for face in one.missing],
            mine=one.mine,
        )
        for id_, one in found.items()
    }
