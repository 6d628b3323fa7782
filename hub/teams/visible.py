"""Whom teams are there for."""

from sqlalchemy import and_, or_, select, true

from hub.items.models import Item
from hub.items.visible import readable_items, visible_items
from hub.people.visible import knows
from hub.rooms.models import Room
from hub.seeing import I_AM_STAFF, Visible, held_by_me
from hub.teams.models import Contract, Signature, Team, TeamMember

_team = Team.__table__
_room = Room.__table__

_item = Item.__table__
_rooms_of = select(_item.c.owner_id).where(_item.c.kind == "room", _item.c.id.in_(readable_items))

visible_teams = select(_team.c.id).where(or_(_team.c.project_id.in_(readable_items), _team.c.id.in_(_rooms_of)))

_teams_inside = select(_room.c.team_id).where(_room.c.id.in_(visible_items))

VISIBLE: Visible = {
    Team: (Team.id.in_(visible_teams), "of projects I may read, and those whose room I may read"),
    TeamMember: (
        and_(
            TeamMember.team_id.in_(visible_teams),
            or_(held_by_me(TeamMember.team_id), I_AM_STAFF.is_(true()), knows(TeamMember.person_id)),
        ),
        "of teams I may see: all of my own team, else people I may see",
    ),
    Contract: (Contract.team_id.in_(_teams_inside), "of teams whose room I may see"),
    Signature: (Signature.team_id.in_(_teams_inside), "of teams whose room I may see"),
}
