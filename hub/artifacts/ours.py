"""Work that a team owns: who goes into its room sees it, who is in the team goes on with it."""

from uuid import UUID

import msgspec

from hub.artifacts.models import Artifact
from hub.database import Tx
from hub.events import thread_topic
from hub.handins.way import milestone_of
from hub.items import holders
from hub.items import queries as items
from hub.items.models import ItemGrant
from hub.policy import Verb, require
from hub.safeguarding import speaking
from hub.teams import queries as teams
from hub.teams.actions import tell_families
from hub.teams.models import Team


class Ours(msgspec.Struct, frozen=True):
    """Whose a new piece of work is, and for which milestone it is begun."""

    team: Team
    room_id: UUID
    milestone_id: UUID | None

    def let_in(self, tx: Tx, artifact: Artifact) -> None:
        """Whoever may go into the room."""
        tx.add_all(ItemGrant(item_id=artifact.id, principal_id=one, since=tx.now) for one in items.granted(tx, self.room_id))
        tx.flush()


def of_team(tx: Tx, team_id: UUID, milestone_id: UUID | None) -> Ours:
    """Raises NotFound, also for a milestone of another project, and Forbidden for who isn't in the team."""
    team = teams.find(tx, team_id)
    require("team", teams.relations(tx, team), Verb.HAND_IN)
    if milestone_id:
        milestone_of(tx, milestone_id, team)
    return Ours(team, teams.room_of(tx, team).id, milestone_id)


def require_may_speak(tx: Tx, team_id: UUID, **words: str) -> None:
    """What a team makes is said before the team. Raises Forbidden and Invalid."""
    speaking.require(tx, team_id, teams.relations(tx, teams.find(tx, team_id)), **words)


def is_ours(tx: Tx, artifact: Artifact) -> bool:
    """Whether a team owns it, for who may change it: nobody changes what another person owns."""
    return artifact.owner_id != tx.viewer.id


def tell_team(tx: Tx, artifact: Artifact) -> None:
    """On open pages of its team and of its project, and at the homes of their families, who follow it."""
    team = teams.find(tx, artifact.owner_id)
    room = teams.room_of(tx, team)
    tx.tell("team.work_changed", [thread_topic(room.id)], item=room.id)
    tx.tell("project.teams_changed", [thread_topic(team.project_id)], item=team.project_id)
    tell_families(tx, holders.readers(tx, items.granted(tx, room.id)))
