"""One team, as its page shows it."""

from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.events import cursor, last_seq, thread_topic
from hub.people.faces import Face
from hub.policy import Verb
from hub.projects.models import Project
from hub.teams import agreed, invited
from hub.teams.queries import Candidate, ShownTeam, candidates, codes_of, find, show


class TeamPage(msgspec.Struct, frozen=True):
    """The page on which a team is put together, and agrees on how it works. `free`: students of the project who are in none of its
    teams, for who leads it."""

    team: ShownTeam
    project_title: str
    free: list[Candidate]
    contract: agreed.ShownContract
    desk: Desk
    """The box of the contract."""
    code: str
    """What lets students in; "" where there is none, and for who may not know it."""
    invited: list[invited.Invited]
    """Whose answer is waited for."""
    could_be_asked: list[Face]
    topic: str
    cursor: str
    """Where the live topic of its project stands: what becomes of its teams is told there."""


def page(tx: Tx, team_id: UUID | None) -> TeamPage:
    team = find(tx, team_id)
    topic = thread_topic(team.project_id)
    seq = last_seq(tx, topic)  # Before all else: what comes in between is told again, never missed.
    shown = show(tx, [team])[0]
    project = tx.get(Project, team.project_id)
    free = [one for one in candidates(tx, project) if one.team is None] if project and Verb.EDIT in shown.can else []
    contract = agreed.of_teams(tx, [team.id])[team.id]
    return TeamPage(
        team=shown,
        project_title=project.title if project else "",
        free=free,
        contract=contract,
        desk=desk(tx, f"contract/{team.id}", {"words": contract.words}),
        code=codes_of(tx, [team.id]).get(team.id, ""),
        invited=invited.of_teams(tx, [team.id])[team.id],
        could_be_asked=invited.could_be_asked(tx, shown, project),
        topic=topic if project else "",
        cursor=cursor(tx, topic, seq),
    )
