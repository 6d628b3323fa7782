"""Joining a team by a code that somebody read aloud. docs/decisions/0013 says whom it lets in, and how many guesses there are."""

from uuid import UUID

from sqlalchemy import bindparam, func, select

from hub.database import Tx
from hub.errors import Conflict, Forbidden, NotFound
from hub.identity import limits
from hub.identity.keys import grouped_in_threes, new_team_code
from hub.items.models import ItemGrant
from hub.people.models import Person
from hub.policy import Verb, require
from hub.projects.models import Project
from hub.teams import queries
from hub.teams.actions import in_turn, take_in, tell
from hub.teams.models import Team, TeamCode, TeamMember
from hub.words import _

FULL = 12
"""So many are in a team, and no code lets in one more."""


def make_code(tx: Tx, team_id: UUID | None) -> Team:
    """Another one each time: the one before lets nobody in from now on. Raises NotFound, and Forbidden for who is neither in the team nor
    leads its project."""
    team = _with_code(tx, team_id)
    stands = tx.get(TeamCode, team.id) or TeamCode(team_id=team.id)
    stands.code, stands.made_by, stands.made = new_team_code(), tx.viewer.id, tx.now
    tx.add(stands)
    tell(tx, "team.code_changed", team, queries.room_of(tx, team))
    return team


def turn_off(tx: Tx, team_id: UUID | None) -> Team:
    """Nobody joins by it any more. Harmless where there is none. Raises as make_code."""
    team = _with_code(tx, team_id)
    if code := tx.get(TeamCode, team.id):
        tx.delete(code)
        tell(tx, "team.code_changed", team, queries.room_of(tx, team))
    return team


def knock(tx: Tx) -> limits.Knocks:
    """Counts a try at a code, to be committed before the code is looked at. Raises Forbidden for who is no student here, and TooMany."""
    students_only(tx)
    with tx.system("tries at the codes of teams"):
        school, mine = str(tx.viewer.school_id), str(tx.viewer.id)
        counted = limits.knock(tx, (limits.TEAM_CODE, mine))
        if limits.used_up(tx, limits.TEAM_CODE_SCHOOL, school):
            return (*counted, *limits.knock(tx, (limits.TEAM_CODE_WARY, mine)))
        return (*counted, (limits.TEAM_CODE_SCHOOL, school))


def join(tx: Tx, code: str, counted: limits.Knocks = ()) -> Team:
    """Takes in any student of the school, also one who doesn't see the project yet: her team sees it then. Takes back the knock.

    Raises NotFound, with the same words, for a code that is none, for a team that is full and for a project that is over; Conflict for who
    is in another team of the project. Harmless for who is in it.
    """
    students_only(tx)
    typed = grouped_in_threes(code)
    with tx.system("a team by its code"):
        project_id = tx.scalars(_PROJECT, {"code": typed, "school": tx.viewer.school_id}).one_or_none()
        in_turn(tx, project_id)  # A code that is made anew at this moment is looked up as it then is.
        team = tx.scalars(_BY_CODE, {"code": typed, "school": tx.viewer.school_id}).one_or_none()
        project = tx.get(Project, team.project_id) if team else None
        if team is None or project is None or project.deleted or project.state != "posted" or project.stage == "archived":
            raise _closed()
        limits.forgive(tx, *counted)
        if queries.in_it(tx, team, tx.viewer.id):
            return team
        if other := tx.scalars(_ALREADY, {"project": project.id, "me": tx.viewer.id}).first():
            raise Conflict(_("You are in %(team)s already. Leave it first, or stay: you can’t be in two.") % {"team": other})
        if tx.scalars(_HOW_MANY, {"team": team.id}).one() >= FULL:
            raise _closed()
    sees = tx.scalars(_SEES, {"project": project.id}).first()
    with tx.system("the room of a team that one joins"):
        take_in(tx, team, project, tx.viewer.id)
        if sees is None and tx.get(ItemGrant, (project.id, team.id)) is None:
            tx.add(ItemGrant(item_id=project.id, principal_id=team.id, since=tx.now))
        tx.flush()
        if sees is None:  # Whoever looks after the team hears who came from elsewhere.
            tell(tx, "team.joined", team, queries.room_of(tx, team))
    return team


def typed(tx: Tx, code: str = "") -> str:
    """What stands in the box for a code. Nothing is looked up. Raises Forbidden for who is no student here."""
    students_only(tx)
    return grouped_in_threes(code)


def students_only(tx: Tx) -> None:
    if "student" not in tx.viewer.roles:
        raise Forbidden(_("Students join a team with its code. Who leads the project puts others together on its page."))


def _closed() -> NotFound:
    return NotFound(_("This code doesn't open a team for you now. Look at it again, sign by sign, or ask whoever gave it to you."))


def _with_code(tx: Tx, team_id: UUID | None) -> Team:
    team = queries.find(tx, team_id)
    require("team", queries.relations(tx, team), Verb.INVITE)
    in_turn(tx, team.project_id)
    return team


_OF_CODE = (
    select(Team)
    .join(TeamCode, TeamCode.team_id == Team.id)
    .where(TeamCode.code == bindparam("code", type_=TeamCode.code.type), Team.school_id == bindparam("school", type_=Team.school_id.type))
)
_PROJECT = _OF_CODE.with_only_columns(Team.project_id)
_BY_CODE = _OF_CODE.execution_options(populate_existing=True)
_ALREADY = (
    select(Team.name)
    .join(TeamMember, TeamMember.team_id == Team.id)
    .where(
        Team.project_id == bindparam("project", type_=Team.project_id.type),
        TeamMember.person_id == bindparam("me", type_=Person.id.type),
        TeamMember.ended.is_(None),
    )
)
_HOW_MANY = select(func.count()).where(TeamMember.team_id == bindparam("team", type_=Team.id.type), TeamMember.ended.is_(None))
_SEES = select(Project.id).where(Project.id == bindparam("project", type_=Project.id.type))
