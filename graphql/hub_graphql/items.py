"""What everything shareable has: one owner, one audience, one thread."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import msgspec
import strawberry

from hub import policy
from hub.items import queries, tagged
from hub.items.audiences import Audience as Seen
from hub.items.audiences import Group
from hub.items.cards import Card
from hub_graphql.connections import After, Before, First, Last, span
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.nodes import Node, global_id
from hub_graphql.people import Owner, Person, owners

if TYPE_CHECKING:
    from hub_graphql.feedback import Thread
    from hub_graphql.loops import FeedbackRequest
    from hub_graphql.vine import VineConnection

ITEMS = ("Reflection", "Goal", "Artifact", "Project", "Room", "NeedToKnow")
"""The kinds of items, as ids name them."""


@strawberry.enum(description="What you may do to a thing that you can see.")
class Verb(Enum):
    EDIT = strawberry.enum_value("edit", description="Change its words.")
    SHARE = strawberry.enum_value("share", description="Say who may see it.")
    WITHDRAW = strawberry.enum_value("withdraw", description="Take its words back.")
    ASK = strawberry.enum_value("ask for feedback", description="Ask somebody for feedback on it.")
    RESPOND = strawberry.enum_value("respond", description="Say what became of this feedback.")
    REACT = strawberry.enum_value("react", description="Give this message one of the five signs.")
    DELETE = strawberry.enum_value("delete", description="Take it away; it can be brought back for 30 days.")
    ANSWER = strawberry.enum_value("answer", description="Say something in its thread.")
    COPY = strawberry.enum_value("copy", description="Make one of yours from it.")
    TAKE_ON = strawberry.enum_value("take on", description="Lead what a student proposed.")
    ORGANISE = strawberry.enum_value("organise teams", description="Make teams of a project.")
    JOIN = strawberry.enum_value("join", description="Join a team by yourself.")
    INVITE = strawberry.enum_value("invite", description="Let somebody into a team: give it a code to join with, or take it away.")
    HAND_IN = strawberry.enum_value("hand in", description="Make something with a team, and hand it in.")
    WRITE = strawberry.enum_value("write", description="Write for a team: its contract, or, in its room, what it needs to know.")
    SIGN = strawberry.enum_value("sign", description="Put your name under a team's contract.")
    LEAVE = strawberry.enum_value("leave", description="Leave a team that you are in, and say what you look after there.")
    REVEAL = strawberry.enum_value("reveal", description="Show everyone in a team what each wrote alone.")
    PICK = strawberry.enum_value("pick", description="Choose a question as one of those that your team works on.")
    FIND_OUT = strawberry.enum_value("find out", description="Take a question up, answer it, or open it again.")
    ASK_MENTOR = strawberry.enum_value("ask a mentor", description="Ask a mentor of the project this question.")
    PIN = strawberry.enum_value("pin", description="Pin messages above the talk of a room, and take them down.")
    REPORT = strawberry.enum_value("report", description="Ask staff to look at it.")
    PAUSE = strawberry.enum_value("pause somebody", description="Ask somebody not to talk there for a while, as a member of staff.")
    HIDE = strawberry.enum_value("hide", description="Take it out of sight, as a member of staff.")
    LOOK_INTO = strawberry.enum_value("look into", description="Read the words that a report keeps, which is noted.")
    CLOSE = strawberry.enum_value("close", description="Say of a report that nothing needs to be done.")


@strawberry.enum(description="Whether an item stands.")
class ItemState(Enum):
    POSTED = strawberry.enum_value("posted", description="It can be read by its audience.")
    WITHDRAWN = strawberry.enum_value(
        "withdrawn", description="Taken back: its audience sees that there was something, and no longer what."
    )


@strawberry.enum(description="What kind of readers a group is.")
class AudienceKind(Enum):
    PERSON = strawberry.enum_value("person", description="One person.")
    TEACHERS = strawberry.enum_value("teachers", description="The teachers of a class.")
    FAMILY = strawberry.enum_value("family", description="A student's guardians.")
    CLASS = strawberry.enum_value("class", description="The students and teachers of a class.")
    TEAM = strawberry.enum_value("team", description="Who does a project together.")
    MENTORS = strawberry.enum_value("mentors", description="The mentors of a project, in their days.")
    SCHOOL = strawberry.enum_value("school", description="Everyone at the school.")


@strawberry.type(description="People with whom an item is shared, or could be, together.")
class AudienceGroup:
    id: strawberry.ID = strawberry.field(description="What to name in an `audience` input.")
    kind: AudienceKind = strawberry.field(description="What kind of group it is.")
    words: str = strawberry.field(description="Who they are, as you may know it: “your family (Ada, Chidi)”.")
    hint: str = strawberry.field(description="What tells two groups of the same people apart, such as the class; often empty.")
    keys: strawberry.Private[tuple[UUID, ...]]
    level: strawberry.Private[Level]

    @field("Who is in it now; empty where their names are not yours to know.")
    def people(self) -> list[Person]:
        return [person for key in self.keys if (person := self.level.need("people beside visible words", key))]


@strawberry.type(description="Who may see an item, in words and in names, at this moment.")
class Audience:
    words: str = strawberry.field(description="In one sentence: “Ms Rivera and your family (Ada, Chidi): 3 people besides you”.")
    count: int = strawberry.field(description="How many people besides its owner.")
    groups: list[AudienceGroup] = strawberry.field(description="The groups that it was shared with.")

    @field("Everyone in the groups whose names you may know, once.")
    def people(self) -> list[Person]:
        level = self.groups[0].level if self.groups else None
        keys = dict.fromkeys(key for group in self.groups for key in group.keys)
        return [person for key in keys if level and (person := level.need("people beside visible words", key))]


@strawberry.interface(description="Anything that someone makes and others may see and answer.")
class Item(Node):
    title: str = strawberry.field(description="What it is called.")
    opening: str = strawberry.field(description="How its words begin, in plain text; empty where they are not yours to read.")
    state: ItemState = strawberry.field(description="Whether it stands.")
    created: datetime = strawberry.field(description="When it was posted.")
    edited: datetime | None = strawberry.field(description="When its words were last changed; null if they never were.")
    deleted: datetime | None = strawberry.field(description="When its owner deleted it; it can be brought back for 30 days.")
    key: strawberry.Private[UUID]
    level: strawberry.Private["ItemLevel"]

    @field("Whose it is: a person's, or a team's, as a room is.")
    def owner(self) -> Owner:
        return self.level.whole(self.key).owner

    @field("Who may see it.")
    def audience(self) -> Audience:
        return self.level.whole(self.key).audience

    @field("Since when its owner waits for an answer from staff; null when nobody waits, and for who is neither.")
    def waiting_since(self) -> datetime | None:
        return self.level.whole(self.key).waiting_since

    @field("Words under which its owner finds it again, in the order of the alphabet.")
    def tags(self) -> list[str]:
        return self.level.need("tags of items", self.key) or []

    @field("What you may do to it.")
    def viewer_can(self) -> list[Verb]:
        return verbs(self.level.whole(self.key).can)

    @field("What was said about it.")
    def thread(self) -> Annotated["Thread", strawberry.lazy("hub_graphql.feedback")]:
        found: Any = self.level.need("Thread", self.key)
        return found  # type: ignore[no-any-return]

    @field("What its owner asked about it, as far as you may know; newest first.")
    def requests(self) -> list[Annotated["FeedbackRequest", strawberry.lazy("hub_graphql.loops")]]:
        return self.level.need("requests on items", self.key) or []

    @field(
        "What led to it and what it led to, the earliest first, as far as you may see it: goals, versions, feedback, responses. Of what "
        "happened more than a hundred times to one of them, the newest."
    )
    def vine(
        self, first: First = None, after: After = None, last: Last = None, before: Before = None
    ) -> Annotated["VineConnection", strawberry.lazy("hub_graphql.vine")]:
        found: Any = self.level.need("vines of items", self.key, span(first, after, last, before))
        return found  # type: ignore[no-any-return]


class Whole(msgspec.Struct, frozen=True):
    """What of an item is not on its row."""

    owner: Owner
    audience: Audience
    waiting_since: datetime | None
    can: Collection[policy.Verb]


class ItemLevel(Level):
    """Items of one level. What is not on their rows is read for all of them when one of them is asked for it: `show` makes them
    ready to show, as their kind has it; called once, if at all."""

    __slots__ = ("_show", "_shown", "_whole")

    def __init__(self, context: Context, ids: Collection[UUID], show: Callable[[], Mapping[UUID, Any]]) -> None:
        super().__init__(context, ids)
        self._show = show
        self._shown: Mapping[UUID, Any] | None = None
        self._whole: dict[UUID, Whole] | None = None

    def shown(self, key: UUID) -> Any:
        if self._shown is None:
            self._shown = self._show()
        return self._shown[key]

    def whole(self, key: UUID) -> Whole:
        if self._whole is None:
            found: list[Card] = [self.shown(id_) for id_ in self.keys]
            whose = owners(self.context, {one.owner for one in found})
            seen = audiences(self.context, {one.id: one.audience for one in found})
            self._whole = {one.id: Whole(whose[one.owner.id], seen[one.id], one.waiting_since, one.can) for one in found}
        return self._whole[key]


def groups(context: Context, found: Collection[Group], level: Level | None = None) -> list[AudienceGroup]:
    level = level or Level(context, {reader.id for group in found for reader in group.readers})
    return [
        AudienceGroup(
            id=global_id("Principal", group.id),
            kind=AudienceKind(group.kind),
            words=group.words,
            hint=group.hint,
            keys=tuple(reader.id for reader in group.readers),
            level=level,
        )
        for group in found
    ]


def audiences(context: Context, found: Mapping[Any, Seen]) -> dict[Any, Audience]:
    """Several audiences, whose people are one level."""
    level = Level(context, {reader.id for one in found.values() for group in one.groups for reader in group.readers})
    return {key: Audience(words=one.words, count=one.count, groups=groups(context, one.groups, level)) for key, one in found.items()}


def verbs(can: Collection[policy.Verb]) -> list[Verb]:
    """Those of the policy's verbs that the API offers, in their own order."""
    return [verb for verb in Verb if str(verb.value) in can]


@loads("tags of items")
def _tags(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[str]]:
    return tagged.of(context.tx, ids)


@loads("Item")
def _items(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Item]:
    """Each by the loader of its kind."""
    kinds: dict[str, list[UUID]] = defaultdict(list)
    for id_, kind in queries.kinds(context.tx, ids).items():
        kinds[kind.title().replace("_", "")].append(id_)
    return {id_: item for kind, of_kind in kinds.items() for id_, item in context.load(kind, of_kind).items()}


def linked_items(context: Context, found: Mapping[UUID, Collection[UUID]]) -> dict[UUID, list[Item]]:
    """The items that each of these is linked with, as far as the viewer may see them, in their order."""
    made: Mapping[UUID, Item] = context.load("Item", {id_ for theirs in found.values() for id_ in theirs})
    return {id_: [made[one] for one in theirs if one in made] for id_, theirs in found.items()}
