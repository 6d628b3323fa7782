"""What a team does with a milestone: hand in a version of its work, and take it back."""

from uuid import UUID

from hub.artifacts import queries as artifacts
from hub.artifacts.models import Artifact
from hub.database import Tx
from hub.errors import Conflict, Invalid
from hub.events import thread_topic
from hub.handins import queries
from hub.handins.models import HandIn
from hub.handins.way import milestone_of
from hub.loops import waiting
from hub.policy import Verb, require
from hub.projects.models import Milestone
from hub.teams import queries as teams
from hub.teams.actions import in_turn, tell
from hub.teams.models import Team
from hub.words import _


def hand_in(tx: Tx, milestone_id: UUID | None, team_id: UUID | None, artifact_id: UUID | None, version: int | None) -> HandIn:
    """It waits for the team's teachers from then on. The same version twice is handed in once.

    Raises NotFound, also for a milestone that was taken away; Forbidden for who isn't in the team, and Invalid("work") for work
    that isn't the team's, or a version that it never had.
    """
    team, milestone = _going_on(tx, milestone_id, team_id)
    artifact = artifacts.by_id(tx, artifact_id)
    if artifact is None or artifact.owner_id != team.id:
        raise Invalid("work", _("Choose something that your team made."))
    if version is None or not 1 <= version <= artifact.version:
        raise Invalid("work", _("This version isn't there. Please choose again."))
    before = queries.rows_of(tx, team.id).get(milestone.id)
    if before and before.taken_back is None and (before.artifact_id, before.version) == (artifact.id, version):
        return before
    made = tx.make(
        HandIn(
            milestone_id=milestone.id,
            team_id=team.id,
            artifact_id=artifact.id,
            version=version,
            person_id=tx.viewer.id,
            at=tx.now,
        )
    )
    _now_waits(tx, team, {artifact.id} | ({before.artifact_id} if before else set()))
    _tell(tx, team, artifact.id)
    return made


def take_back(tx: Tx, milestone_id: UUID | None, team_id: UUID | None) -> HandIn:
    """The team goes on with it; that it was handed in is kept. Harmless twice. Raises NotFound, Forbidden, and Conflict where nothing was
    handed in."""
    team, milestone = _going_on(tx, milestone_id, team_id)
    stands = queries.rows_of(tx, team.id).get(milestone.id)
    if stands is None:
        raise Conflict(_("Your team has handed in nothing here yet."))
    if stands.taken_back is None:
        stands.taken_back = tx.now
        tx.flush()
        _now_waits(tx, team, {stands.artifact_id})
        _tell(tx, team, stands.artifact_id)
    return stands


def _going_on(tx: Tx, milestone_id: UUID | None, team_id: UUID | None) -> tuple[Team, Milestone]:
    """In turn with all that changes the teams of this project: who is taken out at this moment hands in before, or not at all."""
    team = teams.find(tx, team_id)
    in_turn(tx, team.project_id)
    require("team", teams.relations(tx, team), Verb.HAND_IN)
    return team, milestone_of(tx, milestone_id, team)


def _now_waits(tx: Tx, team: Team, artifact_ids: set[UUID]) -> None:
    """Each waits for an answer since it was handed in, or no longer."""
    standing = [one for one in queries.rows_of(tx, team.id).values() if one.taken_back is None]
    for id_ in sorted(artifact_ids):
        artifact = tx.get_one(Artifact, id_)
        artifact.handed_in = max((one.at for one in standing if one.artifact_id == id_), default=None)
        artifact.waiting_since = waiting.since(tx, artifact)


def _tell(tx: Tx, team: Team, artifact_id: UUID) -> None:
    tell(tx, "team.handed_in", team, teams.room_of(tx, team))
    tx.tell("artifact.handed_in", [thread_topic(artifact_id)], item=artifact_id)
