"""What a team hands in, milestone by milestone."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from hub.handins import actions, queries, sets
from hub_graphql.artifacts import Artifact
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done
from hub_graphql.fields import field, mutation
from hub_graphql.nodes import ONCE, global_id, key_of
from hub_graphql.people import Person, people
from hub_graphql.projects import Milestone, milestone_of
from hub_graphql.teams import Team


@strawberry.enum(description="Where a team stands with a milestone.")
class StandingState(Enum):
    NOTHING = strawberry.enum_value("nothing", description="Nothing is begun for it yet.")
    WORKING = strawberry.enum_value("working", description="Something is begun for it, or was taken back.")
    HANDED_IN = strawberry.enum_value("handed in", description="A version is handed in.")


@strawberry.type(description="A version of its work that a team handed in.")
class HandIn:
    id: strawberry.ID = strawberry.field(description="Tells it from others.")
    title: str = strawberry.field(description="What the work is called.")
    version: int = strawberry.field(description="Which version of it.")
    by: Person = strawberry.field(description="Who of the team handed it in.")
    at: datetime = strawberry.field(description="When.")
    taken_back: datetime | None = strawberry.field(description="When it was taken back; null where it wasn't.")
    artifact_key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The work, as it is now.")
    def artifact(self) -> Artifact | None:
        found: Any = self.level.need("Artifact", self.artifact_key)
        return found  # type: ignore[no-any-return]


@strawberry.type(description="Where a team stands with a milestone of its project.")
class TeamMilestone:
    milestone: Milestone = strawberry.field(description="Which.")
    state: StandingState = strawberry.field(description="In a word.")
    words: str = strawberry.field(description="In words, with the day and how late it is.")
    late: int = strawberry.field(description="Days past its day, until today or until it was handed in; 0 where it isn't late.")
    stands: HandIn | None = strawberry.field(description="What is handed in; null where nothing is.")
    before: list[HandIn] = strawberry.field(description="What was handed in before, or taken back; the newest first.")


@strawberry.input(description="A version of its work that a team hands in. Handed in twice, it is once.")
class HandInInput:
    team: strawberry.ID = strawberry.field(description="The id of a team that you are in.")
    milestone: strawberry.ID = strawberry.field(description="The id of a milestone of its project.")
    artifact: strawberry.ID = strawberry.field(description="The id of work that the team owns: see `team` of `AddArtifactInput`.")
    version: int = strawberry.field(description="The number of the version.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A milestone for which nothing is to be handed in after all.")
class TakeBackHandInInput:
    team: strawberry.ID = strawberry.field(description="The id of a team that you are in.")
    milestone: strawberry.ID = strawberry.field(description="The milestone's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


HandInResult = Annotated[Team | Problems, strawberry.union("HandInResult", description="The team as it now is, or why nothing was done.")]


@strawberry.type
class HandInMutations:
    @mutation("Hands in a version of your team's work for a milestone. It waits for the team's teachers from then on.")
    def hand_in(self, info: strawberry.Info[Context, None], input: HandInInput) -> HandInResult:
        team, milestone, work = key_of(input.team, "Team"), key_of(input.milestone, "Milestone"), key_of(input.artifact, "Artifact")
        return done(
            info.context,
            Team,
            "hand_in",
            input.client_mutation_id,
            lambda tx: actions.hand_in(tx, milestone, team, work, input.version).team_id,
        )

    @mutation("Takes back what your team handed in for a milestone. That it was handed in is kept.")
    def take_back_hand_in(self, info: strawberry.Info[Context, None], input: TakeBackHandInInput) -> HandInResult:
        team, milestone = key_of(input.team, "Team"), key_of(input.milestone, "Milestone")
        return done(
            info.context, Team, "take_back_hand_in", input.client_mutation_id, lambda tx: actions.take_back(tx, milestone, team).team_id
        )


@loads("milestones of teams")
def _of_teams(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[TeamMilestone]]:
    found = sets.milestones_of(context.tx, ids)
    every = [one for ways in found.values() for _way, at in ways for one in (*([at.stands] if at.stands else ()), *at.before)]
    who = people(context, {one.by.id: one.by for one in every}.values())
    level = Level(context, {one.artifact_id for one in every})

    def handed(one: queries.ShownHandIn) -> HandIn:
        return HandIn(
            id=global_id("HandIn", one.id),
            title=one.title,
            version=one.version,
            by=who[one.by.id],
            at=one.at,
            taken_back=one.taken_back,
            artifact_key=one.artifact_id,
            level=level,
        )

    return {
        team: [
            TeamMilestone(
                milestone=milestone_of(way),
                state=StandingState(at.state),
                words=at.words,
                late=at.late,
                stands=handed(at.stands) if at.stands else None,
                before=[handed(one) for one in at.before],
            )
            for way, at in ways
        ]
        for team, ways in found.items()
    }
