"""Who does a project together, and where they talk."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from hub.feedback import pinned
from hub.items import cards
from hub.people.faces import Face
from hub.rooms import presence
from hub.teams import queries
from hub_graphql.connections import After, Before, First, Last, span
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.items import Item, ItemLevel, ItemState, Verb, verbs
from hub_graphql.nodes import global_id
from hub_graphql.people import Owner, Person, people
from hub_graphql.projects import Project

if TYPE_CHECKING:
    from hub_graphql.agreeing import TeamContract
    from hub_graphql.artifacts import ArtifactConnection
    from hub_graphql.feedback import Message
    from hub_graphql.handing_in import TeamMilestone
    from hub_graphql.joining import TeamInvitation
    from hub_graphql.need_to_knows import NeedToKnow
    from hub_graphql.pausing import RoomPause
    from hub_graphql.tasks import Task


@strawberry.type(description="Somebody in a team, or who was.")
class TeamMember:
    person: Person = strawberry.field(description="Who.")
    role: str = strawberry.field(description="What they look after, in the team's own words; often empty.")
    since: datetime = strawberry.field(description="When they came.")
    ended: datetime | None = strawberry.field(description="When they left; null of who is in it.")


@strawberry.type(description="The students who do a project together. Things belong to it, and are shared with it.")
class Team(Owner):
    key: strawberry.Private[UUID]
    level: strawberry.Private["TeamLevel"]

    @field("Whether students who see the project may join by themselves.")
    def open(self) -> bool:
        return bool((one := self.level.shown(self.key)) and one.open)

    @field("What they do together; null for who can't see the project any more.")
    def project(self) -> Project | None:
        found: Any = (one := self.level.shown(self.key)) and self.level.projects.need("Project", one.project_id)
        return found  # type: ignore[no-any-return]

    @field("Who is in it, by name; those whom you know.")
    def members(self) -> list[TeamMember]:
        return self.level.members(self.key, lambda team: team.members)

    @field("Who was in it, the last to leave first. For who may go into its room.")
    def before(self) -> list[TeamMember]:
        return self.level.members(self.key, lambda team: team.before)

    @field("Where it talks; null for who may not go in.")
    def room(self) -> "Room | None":
        found: Any = (one := self.level.shown(self.key)) and one.room_id and self.level.rooms.need("Room", one.room_id)
        return found  # type: ignore[no-any-return]

    @field("How it works together: its version is 0 where nothing is agreed on. Null for who may not go into its room.")
    def contract(self) -> Annotated["TeamContract", strawberry.lazy("hub_graphql.agreeing")] | None:
        found: Any = (one := self.level.shown(self.key)) and one.room_id and self.level.need("contracts of teams", self.key)
        return found  # type: ignore[no-any-return]

    @field("The cards of its board, column by column and from the top. None for who may not go into its room.")
    def tasks(self) -> list[Annotated["Task", strawberry.lazy("hub_graphql.tasks")]]:
        found: Any = self.level.need("tasks of teams", self.key)
        return found or []

    @field("What it needs to know, the picked ones first; before it is shown, what you wrote yourself.")
    def need_to_knows(self) -> list[Annotated["NeedToKnow", strawberry.lazy("hub_graphql.need_to_knows")]]:
        return self.level.need("need-to-knows of teams", self.key) or []

    @field("What a student types to join it; null where there is none, and for who is neither in it nor staff that reads in its room.")
    def code(self) -> str | None:
        found: Any = self.level.need("codes of teams", self.key)
        return found  # type: ignore[no-any-return]

    @field("What it made, the newest first. For who may go into its room.")
    def artifacts(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Annotated["ArtifactConnection", strawberry.lazy("hub_graphql.artifacts")]:
        found: Any = self.level.need("artifacts of people", self.key, span(first, after, last, before))
        return found  # type: ignore[no-any-return]

    @field("Where it stands with each milestone of its project, in their order. For who may go into its room.")
    def milestones(self) -> list[Annotated["TeamMilestone", strawberry.lazy("hub_graphql.handing_in")]]:
        return self.level.need("milestones of teams", self.key) or []

    @field("Who is asked into it and has not answered; for who is in it, staff that reads there, and of others what asks them.")
    def invitations(self) -> list[Annotated["TeamInvitation", strawberry.lazy("hub_graphql.joining")]]:
        found: Any = self.level.need("invitations of teams", self.key) or []
        return found  # type: ignore[no-any-return]

    @field("How many messages by others in its room you have not read: 100 stands for that many, or more.")
    def unread(self) -> int:
        return one.unread if (one := self.level.shown(self.key)) else 0

    @field("Whether you are in it.")
    def mine(self) -> bool:
        return bool((one := self.level.shown(self.key)) and one.mine)

    @field("What you may do to it.")
    def viewer_can(self) -> list[Verb]:
        return verbs(one.can) if (one := self.level.shown(self.key)) else []


@strawberry.type(description="Somebody whose page of a room is open right now.")
class RoomPresence:
    person: Person = strawberry.field(description="Who.")
    writing: bool = strawberry.field(description="Whether they have written something in the last seconds that is not sent yet.")


@strawberry.type(description="A message that stands above the talk of a room.")
class RoomPin:
    by: Person = strawberry.field(description="Who pinned it.")
    since: datetime = strawberry.field(description="When.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("What is pinned.")
    def message(self) -> Annotated["Message", strawberry.lazy("hub_graphql.feedback")]:
        found: Any = self.level.need("Message", self.key)
        return found  # type: ignore[no-any-return]


@strawberry.type(description="Where a team talks: in the room's thread. Its title is the team's name.")
class Room(Item):
    @field("Whose room it is.")
    def team(self) -> Team:
        found: Any = self.level.whole(self.key).owner
        return found  # type: ignore[no-any-return]

    @field("What the team does together; null for who can't see the project any more.")
    def project(self) -> Project | None:
        return self.team().project()

    @field("Who has its page open, by name. It is a moment's: ask again after some seconds, no event tells it.")
    def here(self) -> list[RoomPresence]:
        found: Any = self.level.need("who is in rooms", self.key)
        return found or []

    @field("Who reads here and doesn't talk for a while: for staff, and your own.")
    def pauses(self) -> list[Annotated["RoomPause", strawberry.lazy("hub_graphql.pausing")]]:
        return self.level.need("pauses in rooms", self.key) or []

    @field("What is pinned above its talk, as far as you may read it, what was pinned first at first.")
    def pins(self) -> list[RoomPin]:
        return self.level.need("pins of rooms", self.key) or []


@loads("pins on messages")
def _pinned(context: Context, ids: Collection[UUID]) -> Mapping[UUID, bool]:
    return dict.fromkeys(pinned.among_ids(context.tx, ids), True)


@loads("pins of rooms")
def _pins(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[RoomPin]]:
    there = pinned.of_rooms(context.tx, ids)
    every = [one for pins in there.values() for one in pins]
    known = people(context, {one.by.id: one.by for one in every}.values())
    level = Level(context, [one.message_id for one in every])
    return {
        room: [RoomPin(key=one.message_id, level=level, by=known[one.by.id], since=one.since) for one in pins]
        for room, pins in there.items()
    }


@loads("who is in rooms")
def _here(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[RoomPresence]]:
    there = presence.here(context.tx, ids)
    known = people(context, {one.face.id: one.face for persons in there.values() for one in persons}.values())
    return {room: [RoomPresence(person=known[one.face.id], writing=one.writing) for one in persons] for room, persons in there.items()}


class TeamLevel(Level):
    """Teams of one level. What is more than a name is read for all of them when one of them is asked for it."""

    __slots__ = ("_people", "_projects", "_rooms", "_shown")

    def __init__(self, context: Context, ids: Collection[UUID], shown: Mapping[UUID, queries.ShownTeam] | None = None) -> None:
        super().__init__(context, ids)
        self._shown = shown
        self._people: Mapping[UUID, Person] | None = None
        self._projects: Level | None = None
        self._rooms: Level | None = None

    def shown(self, key: UUID) -> queries.ShownTeam | None:
        """None for a team of which one may know its name alone."""
        return self._all().get(key)

    @property
    def projects(self) -> Level:
        if self._projects is None:
            self._projects = Level(self.context, {one.project_id for one in self._all().values()})
        return self._projects

    @property
    def rooms(self) -> Level:
        if self._rooms is None:
            self._rooms = Level(self.context, {one.room_id for one in self._all().values() if one.room_id})
        return self._rooms

    def members(self, key: UUID, which: Callable[[queries.ShownTeam], list[queries.Member]]) -> list[TeamMember]:
        if self._people is None:
            everybody = {one.face.id: one.face for team in self._all().values() for one in (*team.members, *team.before)}
            self._people = people(self.context, everybody.values())
        team = self.shown(key)
        return [
            TeamMember(person=self._people[one.face.id], role=one.role, since=one.since, ended=one.ended)
            for one in (which(team) if team else ())
        ]

    def _all(self) -> Mapping[UUID, queries.ShownTeam]:
        if self._shown is None:
            self._shown = queries.by_ids(self.context.tx, self.keys)
        return self._shown


def teams(context: Context, shown: Collection[queries.ShownTeam]) -> dict[UUID, Team]:
    """Teams of one level."""
    level = TeamLevel(context, [one.id for one in shown], {one.id: one for one in shown})
    return {one.id: _team(one.id, one.name, level) for one in shown}


def _team(key: UUID, name: str, level: TeamLevel) -> Team:
    return Team(id=global_id("Team", key), name=name, called=name, key=key, level=level)


@loads("Team")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Team]:
    return teams(context, queries.by_ids(context.tx, ids).values())


@loads("teams by their faces")
def _by_face(context: Context, faces: Collection[Face]) -> Mapping[UUID, Team]:
    level = TeamLevel(context, [face.id for face in faces])
    return {face.id: _team(face.id, face.name, level) for face in faces}


@loads("teams of projects")
def _of_projects(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Team]]:
    found = queries.of_projects(context.tx, ids)
    made = teams(context, [one for theirs in found.values() for one in theirs])
    return {id_: [made[one.id] for one in theirs] for id_, theirs in found.items()}


@loads("Room")
def _rooms(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Room]:
    found = {card.id: card for card in cards.by_ids(context.tx, ids).values() if card.kind == "room"}
    level = ItemLevel(context, list(found), lambda: found)
    return {
        one.id: Room(
            id=global_id("Room", one.id),
            title=one.title,
            opening=one.opening,
            state=ItemState(one.state),
            created=one.created,
            edited=one.edited,
            deleted=one.deleted,
            key=one.id,
            level=level,
        )
        for one in found.values()
    }
