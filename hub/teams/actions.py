"""What one does with a team: make it, name it, put students into it; join it and leave it."""

from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Forbidden, Invalid
from hub.events import home_topic, thread_topic
from hub.ids import new_id
from hub.items import holders
from hub.items import queries as items
from hub.items.actions import relations, still_there
from hub.items.models import Item
from hub.people.models import Guardianship, Principal
from hub.people.names import tidy_name
from hub.policy import Verb, require
from hub.projects import queries as projects
from hub.projects.models import Project
from hub.rooms import actions as rooms
from hub.safeguarding import speaking
from hub.teams import queries
from hub.teams.models import Team, TeamCode, TeamInvitation, TeamMember
from hub.words import _, one_line

MOST = 40
"""Teams of one project."""
LONGEST = 60
"""Letters of a team's name, and of what somebody looks after."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A team as it was written. `people`: ids of students who can see the project. `open`: others may join by themselves."""

    name: str
    people: tuple[UUID, ...] = ()
    open: bool = False
    writing: UUID | None = None


def make(tx: Tx, project_id: UUID | None, made: Made) -> Team:
    """With its room. Raises Forbidden for who doesn't lead the project, Conflict for a proposal and where somebody is in another of its
    teams, and Invalid("name" or "people")."""
    project = _led(tx, project_id)
    sending = Sending(tx, made.writing, "make_team", project.id, made)
    if sending.made:
        return queries.find(tx, sending.made)
    name = _named(tx, project, made.name)
    people = frozenset(made.people)
    may_be_in(tx, project, people)
    id_ = new_id()
    tx.make(Principal(id=id_, school_id=project.school_id, kind="team", subject_id=id_))
    team = tx.make(Team(id=id_, school_id=project.school_id, project_id=project.id, name=name, open=made.open, created=tx.now))
    room = rooms.open_room(tx, team, project)
    sending.becomes(team.id)
    tell(tx, "team.made", team, room)
    for person in sorted(people):
        take_in(tx, team, project, person)
    return team


def make_all(tx: Tx, project_id: UUID | None, made: Iterable[Made], writing: UUID | None = None) -> list[Team]:
    """Several at once, or none of them: as make, for each. The same piece of writing makes them once."""
    several = list(made)
    if not several:
        raise Invalid("name", _("There is nobody to put into a team."))
    project = _led(tx, project_id)
    sending = Sending(tx, writing, "make_teams", project.id, *several)
    if sending.made:  # Of one project, only what was made together was made at one moment.
        first = queries.find(tx, sending.made)
        return [*tx.scalars(select(Team).where(Team.project_id == project.id, Team.created == first.created).order_by(Team.id))]
    teams = [make(tx, project.id, one) for one in several]
    sending.becomes(teams[0].id)
    return teams


def change(tx: Tx, team_id: UUID | None, name: str, open_: bool) -> Team:
    """Raises NotFound, Forbidden, Invalid("name"), and Conflict where the project was deleted."""
    team = _led_team(tx, team_id)
    room = queries.room_of(tx, team)
    project = projects.find(tx, team.project_id)
    still_there(project)
    if (name := one_line("name", name, LONGEST)) != team.name:
        team.name = _named(tx, project, name, but=team.name)
        room.title = team.name
    team.open = open_
    tell(tx, "team.changed", team, room)
    return team


def put_in(tx: Tx, team_id: UUID | None, person_id: UUID | None) -> Team:
    """Harmless for who is in it. Raises Conflict for who is in another team of the project, Invalid("people") for who can't see
    the project."""
    team = _led_team(tx, team_id)
    if person_id is None:
        raise Invalid("people", _("Choose who."))
    if not queries.in_it(tx, team, person_id):
        project = projects.find(tx, team.project_id)
        still_there(project)
        going_on(project)
        may_be_in(tx, project, frozenset({person_id}))
        take_in(tx, team, project, person_id)
    return team


def take_out(tx: Tx, team_id: UUID | None, person_id: UUID | None) -> Team:
    """What they said stays, under their name. What was given to them ends with it: the team's code, and where somebody asked them. Into a
    team that is open to all they can come again. Harmless for who isn't in it."""
    team = _led_team(tx, team_id)
    if person_id and queries.in_it(tx, team, person_id):
        _end(tx, team, person_id)
        for code in tx.scalars(_CODE, {"team": team.id}):
            tx.delete(code)
        for invitation in tx.scalars(_ASKED, {"team": team.id, "person": person_id}):
            invitation.withdrawn = tx.now
            tx.tell("team.uninvited", [home_topic(person_id)], item=team.project_id, invitation=invitation.id)
    return team


def join(tx: Tx, team_id: UUID | None) -> Team:
    """Harmless for who is in it. Raises Forbidden for a team that isn't open, Conflict for who is in another one of the project,
    and where that is archived."""
    team = queries.find(tx, team_id)
    if queries.in_it(tx, team, tx.viewer.id):
        return team
    require("team", queries.relations(tx, team), Verb.JOIN)
    if not team.open:
        raise Forbidden(_("Who leads this project puts this team together. Ask them."))
    in_turn(tx, team.project_id)
    project = projects.find(tx, team.project_id)
    going_on(project)
    may_be_in(tx, project, frozenset({tx.viewer.id}))
    with tx.system("the room of a team that one joins"):
        take_in(tx, team, project, tx.viewer.id)
    return team


def leave(tx: Tx, team_id: UUID | None) -> Team:
    """What one said stays. Raises NotFound, and Forbidden for who isn't in it."""
    team = queries.find(tx, team_id)
    require("team", queries.relations(tx, team), Verb.LEAVE)
    _end(tx, team, tx.viewer.id)
    return team


def look_after(tx: Tx, team_id: UUID | None, person_id: UUID | None, role: str) -> Team:
    """What a member looks after, in a few words; for oneself, or as who leads the project. Raises Forbidden, Invalid("role")."""
    team = queries.find(tx, team_id)
    member = queries.in_it(tx, team, person_id) if person_id else None
    mine = queries.relations(tx, team)
    require("team", mine, Verb.LEAVE if person_id == tx.viewer.id else Verb.EDIT)
    speaking.require(tx, team.id, mine, role=role)
    if member is None:
        raise Conflict(_("They aren't in this team any more."))
    member.role = one_line("role", role, LONGEST)
    tell(tx, "team.changed", team, queries.room_of(tx, team))
    return team


def tell(tx: Tx, kind: str, team: Team, room: Item, person: UUID | None = None) -> None:
    """In the room, and on the project's page; at the homes of all whom it concerns."""
    people: frozenset[UUID] = holders.readers(tx, items.granted(tx, room.id)) | ({person} if person else set())
    topics = [thread_topic(room.id), *map(home_topic, people)]
    if person:
        tx.tell(kind, topics, item=room.id, person=person)
    else:
        tx.tell(kind, topics, item=room.id)
    tx.tell("project.teams_changed", [thread_topic(team.project_id)], item=team.project_id)
    tell_families(tx, people)


def tell_families(tx: Tx, people: Collection[UUID]) -> None:
    """At the homes of their guardians, who follow what they do in a team: that there is something, and not what."""
    with tx.system("whose families follow a team"):
        guardians = set(tx.scalars(_GUARDIANS, {"ids": list(people)}))
    if guardians:
        tx.tell("family.team_moved", map(home_topic, guardians))


def tell_staff(tx: Tx, room_id: UUID) -> None:
    """At the homes of the staff who look after a room: where its team stands has changed. They see on one screen where all stand."""
    staff = holders.readers(tx, holders.staff_among(tx, items.granted(tx, room_id)))
    if staff:
        tx.tell("team.moved", map(home_topic, staff))


def in_turn(tx: Tx, project_id: UUID | None) -> None:
    """Two who put one student into two teams at once are one after the other."""
    tx.execute(_IN_TURN, {"item": project_id})


def _led(tx: Tx, project_id: UUID | None) -> Project:
    in_turn(tx, project_id)
    project = projects.find(tx, project_id)
    require("project", relations(tx, project), Verb.ORGANISE)
    still_there(project)
    if not project.led:
        raise Conflict(_("This is a proposal. A teacher takes it on first."))
    going_on(project)
    return project


def _led_team(tx: Tx, team_id: UUID | None) -> Team:
    team = queries.find(tx, team_id)
    in_turn(tx, team.project_id)
    require("team", queries.relations(tx, team), Verb.EDIT)
    return team


def _named(tx: Tx, project: Project, name: str, but: str = "") -> str:
    name = one_line("name", name, LONGEST)
    if not name:
        raise Invalid("name", _("What is the team called?"))
    name = tidy_name(name)  # It stands among other words everywhere: no sign in it may hide or turn those around.
    others = [other for other in queries.names(tx, project.id) if other != but]
    if name.casefold() in {other.casefold() for other in others}:
        raise Invalid("name", _("There is a team of this name already."))
    if len(others) >= MOST:
        raise Invalid("name", _("A project has at most %(n)d teams.") % {"n": MOST})
    return name


def going_on(project: Project) -> None:
    """Raises Conflict for one that is archived: its teams stay as they are, and nobody comes into them."""
    if project.stage == "archived":
        raise Conflict(_("This project is over, and its teams stay as they were. If that can't be, ask who leads it."))


def may_be_in(tx: Tx, project: Project, people: frozenset[UUID]) -> None:
    free = {one.face.id: one for one in queries.candidates(tx, project)}
    if people - free.keys():
        raise Invalid("people", _("Only students who can see this project can be in its teams. Please choose again."))
    for person in people:
        if other := free[person].team:
            raise Conflict(_("%(name)s is in %(team)s already. They leave it first.") % {"name": free[person].face.called, "team": other})


def take_in(tx: Tx, team: Team, project: Project, person_id: UUID) -> None:
    # The project may have been shared with their class since the room was opened: its teachers read along from now on.
    room = queries.room_of(tx, team)
    rooms.let_staff_in(tx, room, project)
    tx.make(TeamMember(team_id=team.id, person_id=person_id, since=tx.now))
    tell(tx, "team.member_added", team, room, person_id)


def _end(tx: Tx, team: Team, person_id: UUID | None) -> None:
    member = queries.in_it(tx, team, person_id) if person_id else None
    if member is None:
        return
    room = queries.room_of(tx, team)
    # Told first: the one who goes is told at home, too.
    tell(tx, "team.member_left", team, room, member.person_id)
    member.ended = tx.now


_CODE = select(TeamCode).where(TeamCode.team_id == bindparam("team", type_=Team.id.type))
_ASKED = select(TeamInvitation).where(
    TeamInvitation.team_id == bindparam("team", type_=Team.id.type),
    TeamInvitation.person_id == bindparam("person", type_=Team.id.type),
    TeamInvitation.answered.is_(None),
    TeamInvitation.withdrawn.is_(None),
)
_GUARDIANS = select(Guardianship.guardian_id).where(
    among(Guardianship.student_id, "ids"), Guardianship.approved.is_not(None), Guardianship.ended.is_(None)
)
_IN_TURN = select(Item.id).where(Item.id == bindparam("item", type_=Item.id.type)).with_for_update(key_share=True, of=Item)
