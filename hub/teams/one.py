"""One team, as its page shows it."""

from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.policy import Verb
from hub.projects.models import Project
from hub.teams import agreed
from hub.teams.queries import Candidate, ShownTeam, candidates, find, show


class TeamPage(msgspec.Struct, frozen=True):
    """The page on which a team is put together, and agrees on how it works. `free`: students of the project who are in none of its
    teams, for who leads it."""

    team: ShownTeam
    project_title: str
    free: list[Candidate]
    contract: agreed.ShownContract
    desk: Desk
    """The box of the contract."""


def page(tx: Tx, team_id: UUID | None) -> TeamPage:
    team = find(tx, team_id)
    shown = show(tx, [team])[0]
    project = tx.get(Project, team.project_id)
    free = [one for one in candidates(tx, project) if one.team is None] if project and Verb.EDIT in shown.can else []
    contract = agreed.of_teams(tx, [team.id])[team.id]
    return TeamPage(shown, project.title if project else "", free, contract, desk(tx, f"contract/{team.id}", {"words": contract.words}))
