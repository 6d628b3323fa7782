"""Asking somebody into a team by name: they say yes or no."""

from datetime import timedelta
from uuid import UUID

from hub.database import Tx
from hub.errors import Conflict, Gone, Invalid, NotFound
from hub.events import home_topic, thread_topic
from hub.identity import limits
from hub.items.actions import still_there
from hub.people.models import Person
from hub.policy import Verb, require
from hub.projects import queries as projects
from hub.projects.models import Project
from hub.teams import invited, queries
from hub.teams.actions import going_on, in_turn, may_be_in, take_in
from hub.teams.models import Team, TeamInvitation
from hub.words import _

LASTS = timedelta(days=14)
MOST = 12
"""Invitations of one team that wait for an answer."""


def invite(tx: Tx, team_id: UUID | None, person_id: UUID | None) -> Team:
    """Harmless for who is asked already, and for who is in it. Raises Forbidden for who is neither in the team nor leads its project,
    Invalid("person") for who can't be in it or isn't known to the viewer, and Conflict for who is in another team of the project and
    for a project that is archived. TooMany for who asks without end."""
    team = queries.find(tx, team_id)
    require("team", queries.relations(tx, team), Verb.INVITE)
    in_turn(tx, team.project_id)
    if person_id is None or tx.get(Person, person_id) is None:
        raise Invalid("person", _("Choose who."))
    waiting = invited.of_teams(tx, [team.id])[team.id]
    if queries.in_it(tx, team, person_id) or person_id in {one.who.id for one in waiting}:
        return team
    project = projects.find(tx, team.project_id)
    still_there(project)
    going_on(project)
    may_be_in(tx, project, frozenset({person_id}))
    if len(waiting) >= MOST:
        raise Invalid("person", _("%(n)d wait for an answer already. Take one back first.") % {"n": MOST})
    with tx.system("how often somebody asks others into teams"):
        limits.knock(tx, (limits.TEAM_INVITATIONS, str(tx.viewer.id)))
    tx.make(TeamInvitation(team_id=team.id, person_id=person_id, by_id=tx.viewer.id, made=tx.now, until=tx.now + LASTS))
    tx.tell("team.invited", [home_topic(person_id)], item=project.id, person=person_id)
    _tell_of(tx, team)
    return team


def withdraw(tx: Tx, invitation_id: UUID | None) -> Team:
    """Harmless twice. Raises NotFound, Forbidden, and Conflict for one that was answered."""
    invitation = invited.find(tx, invitation_id)
    team = queries.find(tx, invitation.team_id)
    require("team", queries.relations(tx, team), Verb.INVITE)
    in_turn(tx, team.project_id)
    if invited.standing(tx, invitation) in ("accepted", "declined"):
        raise Conflict(_("They have answered already."))
    if invitation.withdrawn is None:
        invitation.withdrawn = tx.now
        tx.tell("team.uninvited", [home_topic(invitation.person_id)], item=team.project_id, invitation=invitation.id)
        _tell_of(tx, team)
    return team


def answer(tx: Tx, invitation_id: UUID | None, *, accepts: bool) -> TeamInvitation:
    """Yes or no, by whom it asks. The same answer twice is harmless.

    Raises NotFound, Gone for one that was taken back, that nobody answered in time or that was answered otherwise, and Conflict for who is
    in another team of the project by now, and where it is archived.
    """
    invitation = invited.find(tx, invitation_id)
    if invitation.person_id != tx.viewer.id:
        raise NotFound(_("We can't find this invitation. Perhaps you can't see its project any more."))
    team = queries.find(tx, invitation.team_id)
    in_turn(tx, team.project_id)
    if invitation.answered and invitation.accepted == accepts:
        return invitation
    if (standing := invited.standing(tx, invitation)) != "open":
        raise Gone(over(standing))
    if accepts and not queries.in_it(tx, team, tx.viewer.id):
        project = projects.find(tx, team.project_id)
        still_there(project)
        going_on(project)
        may_be_in(tx, project, frozenset({tx.viewer.id}))
        with tx.system("the room of a team that one was asked into"):
            take_in(tx, team, tx.get_one(Project, project.id), tx.viewer.id)
    invitation.answered, invitation.accepted = tx.now, accepts
    tx.tell("team.answered", [home_topic(tx.viewer.id)], item=team.project_id)
    _tell_of(tx, team)
    return invitation


def over(standing: invited.Standing) -> str:
    """Why it can't be answered any more."""
    return {
        "withdrawn": _("This invitation was taken back. Perhaps they will ask you again."),
        "over": _("This invitation is over: it waited for two weeks. Ask whoever sent it for another one."),
        "accepted": _("You said yes. Leave the team on its page if you like."),
        "declined": _("You said no. Ask whoever sent it for another one, if you like."),
    }[standing]


def _tell_of(tx: Tx, team: Team) -> None:
    tx.tell("project.teams_changed", [thread_topic(team.project_id)], item=team.project_id)
