"""Whom teams are there for."""

from sqlalchemy import and_, or_, select, true

from hub.items.models import Item
from hub.items.visible import readable_items, visible_items
from hub.people.models import Principal
from hub.people.visible import knows
from hub.rooms.models import Room
from hub.seeing import I_AM_STAFF, ME, Visible, held_by_me
from hub.teams.models import Contract, Signature, Team, TeamCode, TeamInvitation, TeamMember

_team = Team.__table__
_room = Room.__table__
_principal = Principal.__table__

_item = Item.__table__
_rooms_of = select(_item.c.owner_id).where(_item.c.kind == "room", _item.c.id.in_(readable_items))

visible_teams = select(_team.c.id).where(or_(_team.c.project_id.in_(readable_items), _team.c.id.in_(_rooms_of)))

teams_inside = select(_room.c.team_id).where(_room.c.id.in_(visible_items))
_mentored = (
    select(_team.c.id)
    .join(_principal, and_(_principal.c.kind == "mentors", _principal.c.subject_id == _team.c.project_id))
    .where(held_by_me(_principal.c.id))
)

VISIBLE: Visible = {
    Team: (Team.id.in_(visible_teams), "of projects I may read, and those whose room I may read"),
    TeamMember: (
        and_(
            TeamMember.team_id.in_(visible_teams),
            or_(
                held_by_me(TeamMember.team_id),
                I_AM_STAFF.is_(true()),
                knows(TeamMember.person_id),
                TeamMember.team_id.in_(_mentored),
            ),
        ),
        "of teams I may see: all of my own team and of those I mentor, else people I may see",
    ),
    TeamCode: (
        and_(TeamCode.team_id.in_(teams_inside), or_(held_by_me(TeamCode.team_id), I_AM_STAFF.is_(true()))),
        "of teams I am in, and, as staff, of those whose room I may see",
    ),
    TeamInvitation: (
        or_(
            and_(TeamInvitation.person_id == ME, TeamInvitation.team_id.in_(visible_teams)),
            and_(TeamInvitation.team_id.in_(teams_inside), or_(held_by_me(TeamInvitation.team_id), I_AM_STAFF.is_(true()))),
        ),
        "to me, into teams I may see; of teams I am in, and, as staff, of those whose room I may see",
    ),
    Contract: (Contract.team_id.in_(teams_inside), "of teams whose room I may see"),
    Signature: (Signature.team_id.in_(teams_inside), "of teams whose room I may see"),
}
