"""What you were told, and how often a letter tells you."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.notifications import actions, queries
from hub.notifications.hours import Hours
from hub.notifications.saying import rhythm_words
from hub.slices import Slice, Span
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done
from hub_graphql.feedback import Message
from hub_graphql.fields import field, mutation
from hub_graphql.items import Item
from hub_graphql.nodes import ONCE, Node, global_id, keys_of
from hub_graphql.people import Person, people


@strawberry.enum(description="What happened.")
class NotificationKind(Enum):
    MESSAGE_ADDED = strawberry.enum_value("message.added", description="Something was said that you may read.")
    MESSAGE_HELD = strawberry.enum_value("message.held", description="You may let through what was written, as a member of staff.")
    MESSAGE_NAMED = strawberry.enum_value("message.named", description="You are named in what was said in a room or about a question.")
    ITEM_SHARED = strawberry.enum_value("item.shared", description="An item was shared with you.")
    VERSION_ADDED = strawberry.enum_value("version.added", description="There is a new version of work that you answered.")
    PROJECT_TAKEN_ON = strawberry.enum_value("project.taken_on", description="A teacher leads from now on what you proposed.")
    TEAM_JOINED = strawberry.enum_value(
        "team.joined", description="A student from elsewhere came into a team that you look after, with its code."
    )
    TEAM_INVITED = strawberry.enum_value("team.invited", description="You are asked into a team of the project.")
    HELP_ASKED = strawberry.enum_value("goal.help_asked", description="Somebody asks staff for help with a goal.")
    FEEDBACK_REQUESTED = strawberry.enum_value("feedback.requested", description="You are asked for feedback.")
    FEEDBACK_REMINDED = strawberry.enum_value("feedback.reminded", description="You are reminded of it by who asked.")
    FEEDBACK_DUE = strawberry.enum_value("feedback.due", description="It is hoped for by a day that is near; `words` names it.")
    FEEDBACK_RESPONDED = strawberry.enum_value("feedback.responded", description="A learner said what became of your feedback.")
    FEEDBACK_THANKED = strawberry.enum_value("feedback.thanked", description="You are thanked for your feedback.")
    MENTOR_ASKED = strawberry.enum_value("mentor.asked", description="You are asked a question of a team, as its mentor.")
    MENTOR_DECLINED = strawberry.enum_value("mentor.declined", description="A mentor can't answer this time what you asked.")


@strawberry.type(description="Something that you were told. It is there for as long as you may see what it is about.")
class Notification(Node):
    kind: NotificationKind = strawberry.field(description="What happened.")
    words: str = strawberry.field(description="In a few words, without the item's title: “Ms Rivera answered you”.")
    created: datetime = strawberry.field(description="When.")
    seen: bool = strawberry.field(description="Whether you have seen it, or what it is about.")
    actor: Person = strawberry.field(description="Who did it.")
    note: strawberry.Private[queries.Note]
    about: strawberry.Private[Level]
    said: strawberry.Private[Level]

    @field("The item that it is about.")
    def item(self) -> Item:
        found: Item = self.about.need("Item", self.note.item_id)
        return found

    @field("The message that it is about; null when it is about the item itself.")
    def message(self) -> Message | None:
        found: Message | None = self.said.need("Message", self.note.message_id) if self.note.message_id else None
        return found


@strawberry.type(description="A notification in a list.")
class NotificationEdge:
    node: Notification = strawberry.field(description="The notification.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.type(description="Part of a list of notifications.")
class NotificationConnection:
    nodes: list[Notification] = strawberry.field(description="The notifications without their places.")
    slice_: strawberry.Private[Slice]

    @field("The notifications with their places.")
    def edges(self) -> list[NotificationEdge]:
        return [NotificationEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


@strawberry.enum(description="How often a letter comes.")
class RhythmKind(Enum):
    AT_ONCE = strawberry.enum_value("at_once", description="A few minutes after something happens.")
    DAILY = strawberry.enum_value("daily", description="Once a day, when there is anything new.")
    WEEKLY = strawberry.enum_value("weekly", description="Once a week, when there is anything new.")
    NEVER = strawberry.enum_value("never", description="No letters.")


@strawberry.type(description="When letters come to you about what you have not seen. All hours are of your school's clock.")
class Rhythm:
    kind: RhythmKind = strawberry.field(description="How often. Never, where there is no address to write to.")
    hour: int = strawberry.field(description="Of a daily or weekly letter, 0 to 23.")
    weekday: int = strawberry.field(description="Of a weekly letter; 0 is Monday.")
    quiet_from: int = strawberry.field(description="From this hour on nothing is sent.")
    quiet_until: int = strawberry.field(description="Until this hour; the same as `quietFrom`: there are no quiet hours.")
    words: str = strawberry.field(description="The same in words: “once a day, at 17:00”.")
    possible: bool = strawberry.field(description="Whether you have an address that letters could go to.")


@strawberry.type(description="How much is left to be seen.")
class NotificationsSeen:
    unseen_count: int = strawberry.field(description="As `Viewer.unseenCount`.")


@strawberry.input(description="What you have seen.")
class MarkNotificationsSeenInput:
    ids: list[strawberry.ID] | None = strawberry.field(default=None, description="Ids of notifications; null means all of them.")
    up_to: str | None = strawberry.field(
        default=None, description="With null `ids`: only what is not newer than this cursor, so that what came meanwhile stays new."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="When letters shall come. What is left out is as at the beginning: 17, Friday, quiet from 20 until 7.")
class SetRhythmInput:
    kind: RhythmKind = strawberry.field(description="How often.")
    hour: int = strawberry.field(default=17, description="Of a daily or weekly letter, 0 to 23, outside the quiet hours.")
    weekday: int = strawberry.field(default=4, description="Of a weekly letter; 0 is Monday.")
    quiet_from: int = strawberry.field(default=20, description="From this hour on nothing is sent.")
    quiet_until: int = strawberry.field(default=7, description="Until this hour; the same as `quietFrom`: no quiet hours.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


MarkNotificationsSeenResult = Annotated[
    NotificationsSeen | Problems, strawberry.union("MarkNotificationsSeenResult", description="What is left, or why it was not done.")
]
SetRhythmResult = Annotated[Rhythm | Problems, strawberry.union("SetRhythmResult", description="The rhythm as it is now, or why not.")]


@strawberry.type
class NotificationMutations:
    @mutation("You have seen these, or all. Reading a thread (`markThreadRead`) does it for what was told of its item.")
    def mark_notifications_seen(
        self, info: strawberry.Info[Context, None], input: MarkNotificationsSeenInput
    ) -> MarkNotificationsSeenResult:
        def see(tx: Tx) -> UUID:
            if input.ids is None:
                actions.see_all(tx, input.up_to or "")
            else:
                actions.see(tx, keys_of(input.ids, "Notification"))
            return tx.viewer.id

        return done(info.context, NotificationsSeen, "mark_notifications_seen", input.client_mutation_id, see)

    @mutation("Chooses when letters come to you.")
    def set_rhythm(self, info: strawberry.Info[Context, None], input: SetRhythmInput) -> SetRhythmResult:
        kind: Any = input.kind.value
        hours = Hours(
            kind=kind,
            hour=input.hour,
            weekday=input.weekday,
            quiet_from=input.quiet_from,
            quiet_until=input.quiet_until,
        )
        return done(info.context, Rhythm, "set_rhythm", input.client_mutation_id, lambda tx: actions.choose_rhythm(tx, hours).person_id)


def notifications(context: Context, span: Span) -> NotificationConnection:
    slice_, notes = queries.listed(context.tx, span)
    return NotificationConnection(nodes=_made(context, notes), slice_=slice_)


def unseen_count(context: Context) -> int:
    return queries.unseen_count(context.tx)


def rhythm(context: Context) -> Rhythm:
    letters = queries.letters(context.tx)
    hours = letters.hours
    return Rhythm(
        kind=RhythmKind(hours.kind),
        hour=hours.hour,
        weekday=hours.weekday,
        quiet_from=hours.quiet_from,
        quiet_until=hours.quiet_until,
        words=rhythm_words(hours),
        possible=letters.possible,
    )


def _made(context: Context, notes: Sequence[queries.Note]) -> list[Notification]:
    who = people(context, {note.who.id: note.who for note in notes}.values())
    about = Level(context, list({note.item_id for note in notes}))
    said = Level(context, list({note.message_id for note in notes if note.message_id}))
    return [
        Notification(
            id=global_id("Notification", note.id),
            kind=NotificationKind(note.kind),
            words=note.words,
            created=note.created,
            seen=note.seen,
            actor=who[note.who.id],
            note=note,
            about=about,
            said=said,
        )
        for note in notes
    ]


@loads("Notification")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Notification]:
    return {one.note.id: one for one in _made(context, list(queries.by_ids(context.tx, ids).values()))}


@loads("NotificationsSeen")
def _left(context: Context, ids: Collection[Any]) -> Mapping[UUID, NotificationsSeen]:
    return {id_: NotificationsSeen(unseen_count=unseen_count(context)) for id_ in ids if id_ == context.viewer.id}


@loads("Rhythm")
def _rhythms(context: Context, ids: Collection[Any]) -> Mapping[UUID, Rhythm]:
    return {id_: rhythm(context) for id_ in ids if id_ == context.viewer.id}
