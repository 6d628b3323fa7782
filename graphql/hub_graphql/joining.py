"""Joining a team by its code, or because one was asked; and the code itself."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from hub import errors
from hub.database import Tx
from hub.teams import codes, invited, inviting, queries
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done, problem
from hub_graphql.fields import field, mutation
from hub_graphql.nodes import ONCE, Node, global_id, key_of
from hub_graphql.people import Person, people
from hub_graphql.teaming import TeamInput
from hub_graphql.teams import Team


@strawberry.enum(description="What became of an invitation.")
class InvitationStanding(Enum):
    OPEN = strawberry.enum_value("open", description="It waits for an answer.")
    ACCEPTED = strawberry.enum_value("accepted", description="They came in.")
    DECLINED = strawberry.enum_value("declined", description="They said no.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="It was taken back.")
    OVER = strawberry.enum_value("over", description="Nobody answered it in time.")


@strawberry.type(description="That somebody is asked into a team. There for them, who is in the team, and staff that reads there.")
class TeamInvitation(Node):
    by: Person = strawberry.field(description="Who asks.")
    who: Person = strawberry.field(description="Who is asked.")
    made: datetime = strawberry.field(description="Since when.")
    until: datetime = strawberry.field(description="Until when it can be answered.")
    standing: InvitationStanding = strawberry.field(description="What became of it.")
    team_key: strawberry.Private[UUID]
    teams: strawberry.Private[Level]

    @field("Into which team.")
    def team(self) -> Team:
        found: Team = self.teams.need("Team", self.team_key)
        return found


@strawberry.input(description="Somebody who is asked into a team.")
class InviteIntoTeamInput:
    team: strawberry.ID = strawberry.field(description="The team's id.")
    person: strawberry.ID = strawberry.field(description="A student who can see the project, and whom you know.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Which invitation.")
class TeamInvitationInput:
    id: strawberry.ID = strawberry.field(description="The invitation's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What you say to an invitation.")
class AnswerTeamInvitationInput:
    id: strawberry.ID = strawberry.field(description="The invitation's id.")
    accepts: bool = strawberry.field(description="Whether you come in.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="The code of a team, as somebody told it.")
class JoinByCodeInput:
    code: str = strawberry.field(description="Small letters, spaces and missing dashes are understood.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


JoinResult = Annotated[
    Team | Problems,
    strawberry.union("JoinResult", description="The team as it now is, or why not. TooMany where codes were tried very often."),
]


InvitationResult = Annotated[
    TeamInvitation | Problems,
    strawberry.union("InvitationResult", description="The invitation as it now is, or why not. Gone where it was taken back or is over."),
]


@strawberry.type
class JoiningMutations:
    @mutation("Joins the team whose code this is, as a student of its school. What opens nothing is NotFound, alike.")
    def join_team_by_code(self, info: strawberry.Info[Context, None], input: JoinByCodeInput) -> JoinResult:
        try:
            counted = info.context.turns.write(codes.knock)
        except errors.Refusal as refusal:
            return problem(refusal)
        return done(info.context, Team, "join_team_by_code", input.client_mutation_id, lambda tx: codes.join(tx, input.code, counted).id)

    @mutation("Gives a team that you are in, or whose project you lead, a new code to join with. The one before opens nothing any more.")
    def make_team_code(self, info: strawberry.Info[Context, None], input: TeamInput) -> JoinResult:
        key = key_of(input.id, "Team")
        return done(info.context, Team, "make_team_code", input.client_mutation_id, lambda tx: codes.make_code(tx, key).id)

    @mutation("Takes a team's code away: nobody joins by it any more.")
    def turn_team_code_off(self, info: strawberry.Info[Context, None], input: TeamInput) -> JoinResult:
        key = key_of(input.id, "Team")
        return done(info.context, Team, "turn_team_code_off", input.client_mutation_id, lambda tx: codes.turn_off(tx, key).id)

    @mutation("Asks a student into a team that you are in, or whose project you lead.")
    def invite_into_team(self, info: strawberry.Info[Context, None], input: InviteIntoTeamInput) -> JoinResult:
        key, person = key_of(input.team, "Team"), key_of(input.person, "Person")
        return done(info.context, Team, "invite_into_team", input.client_mutation_id, lambda tx: inviting.invite(tx, key, person).id)

    @mutation("Takes back an invitation that nobody has answered yet.")
    def withdraw_team_invitation(self, info: strawberry.Info[Context, None], input: TeamInvitationInput) -> JoinResult:
        key = key_of(input.id, "TeamInvitation")
        return done(info.context, Team, "withdraw_team_invitation", input.client_mutation_id, lambda tx: inviting.withdraw(tx, key).id)

    @mutation("Says yes or no to an invitation that asks you.")
    def answer_team_invitation(self, info: strawberry.Info[Context, None], input: AnswerTeamInvitationInput) -> InvitationResult:
        key = key_of(input.id, "TeamInvitation")

        def answer(tx: Tx) -> UUID:
            return inviting.answer(tx, key, accepts=input.accepts).id

        return done(info.context, TeamInvitation, "answer_team_invitation", input.client_mutation_id, answer)


def invitations(context: Context, found: Iterable[invited.Invited]) -> dict[UUID, TeamInvitation]:
    """Invitations of one level."""
    shown = list(found)
    level = Level(context, {one.team_id for one in shown})
    known = people(context, {face.id: face for one in shown for face in (one.by, one.who)}.values())
    return {
        one.id: TeamInvitation(
            id=global_id("TeamInvitation", one.id),
            by=known[one.by.id],
            who=known[one.who.id],
            made=one.made,
            until=one.until,
            standing=InvitationStanding(one.standing),
            team_key=one.team_id,
            teams=level,
        )
        for one in shown
    }


@loads("TeamInvitation")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, TeamInvitation]:
    return invitations(context, invited.by_ids(context.tx, ids).values())


@loads("invitations of teams")
def _of_teams(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[TeamInvitation]]:
    found = invited.of_teams(context.tx, ids)
    made = invitations(context, [one for theirs in found.values() for one in theirs])
    return {id_: [made[one.id] for one in theirs] for id_, theirs in found.items()}


@loads("codes of teams")
def _codes(context: Context, ids: Collection[UUID]) -> Mapping[UUID, str]:
    return queries.codes_of(context.tx, ids)
