"""Whom teams are there for."""

from sqlalchemy import and_, or_, select, true

from hub.items.visible import readable_items
from hub.people.visible import knows
from hub.seeing import I_AM_STAFF, Visible, held_by_me
from hub.teams.models import Team, TeamMember

_team = Team.__table__

visible_teams = select(_team.c.id).where(or_(_team.c.project_id.in_(readable_items), held_by_me(_team.c.id)))

VISIBLE: Visible = {
    Team: (Team.id.in_(visible_teams), "of projects I may read, and those that I am in"),
    TeamMember: (
        and_(
            TeamMember.team_id.in_(visible_teams),
            or_(held_by_me(TeamMember.team_id), I_AM_STAFF.is_(true()), knows(TeamMember.person_id)),
        ),
        "of teams I may see: all of my own team, else people I may see",
    ),
}
