"""Where many teams stand, in the same number of statements for any number."""

from collections.abc import Collection
from uuid import UUID

from hub.database import Tx
from hub.handins.queries import Standing, standings
from hub.projects import queries as projects
from hub.projects.queries import ShownMilestone
from hub.teams import queries as teams


def milestones_of(tx: Tx, team_ids: Collection[UUID]) -> dict[UUID, list[tuple[ShownMilestone, Standing]]]:
    """Of each team into whose room the viewer may go, in their order."""
    inside = {id_: team.project_id for id_, team in teams.by_ids(tx, team_ids).items() if team.room_id}
    ways = {one.id: one.milestones for one in projects.by_ids(tx, set(inside.values()))}
    stands = standings(tx, [one for way in ways.values() for one in way], inside)
    return {team: [(one, stands[team, one.id]) for one in ways.get(project, [])] for team, project in inside.items()}
