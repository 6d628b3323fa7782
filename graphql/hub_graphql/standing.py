"""Where the teams of a project stand, for their staff."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

import strawberry

from hub.projects import standing
from hub_graphql.context import Context, loads
from hub_graphql.people import Person, people
from hub_graphql.projects import Milestone, milestone_of
from hub_graphql.teams import Team, teams


@strawberry.type(description="A team at a glance. Those that need somebody come first.")
class TeamStanding:
    team: Team = strawberry.field(description="Which.")
    waits: int = strawberry.field(description="How much it has handed in that nobody has answered yet.")
    next: Milestone | None = strawberry.field(description="The first milestone that it has not handed in.")
    late: int = strawberry.field(description="How many milestones are past their day and not handed in.")
    open_questions: int = strawberry.field(description="How many of the questions that it has shown are not answered.")
    answered_questions: int = strawberry.field(description="How many are.")
    cards_late: int = strawberry.field(description="How many cards of its board are past their day and not done.")
    quiet: list[Person] = strawberry.field(
        description="Of whom nothing was heard for seven days: in the room, on the board, among the questions."
    )
    stuck: list[str] = strawberry.field(description="What doesn't get on, each in a line, the longest first.")
    investigating: int = strawberry.field(description="How many of its questions somebody looks into now.")
    last_spoken: date | None = strawberry.field(description="The day on which something was said last in its room.")


@loads("standings of projects")
def _of_projects(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[TeamStanding]]:
    found = standing.of_each(context.tx, ids)
    every = [one for theirs in found.values() for one in theirs]
    known = teams(context, [one.team for one in every])
    who = people(context, {face.id: face for one in every for face in one.quiet}.values())
    return {
        id_: [
            TeamStanding(
                team=known[one.team.id],
                waits=len(one.waits),
                next=milestone_of(one.next[0]) if one.next else None,
                late=one.late,
                open_questions=one.open_questions,
                answered_questions=one.questions.get("answered", 0),
                cards_late=one.cards_late,
                quiet=[who[face.id] for face in one.quiet],
                stuck=[thing.words for thing in one.stuck],
                investigating=one.investigating,
                last_spoken=one.spoken,
            )
            for one in theirs
        ]
        for id_, theirs in found.items()
    }
