"""What people ask staff to look at, and what staff do then."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry

from hub.safeguarding import actions, asking, deeds, queries, sets
from hub.slices import Slice, Span
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done
from hub_graphql.feedback import Message
from hub_graphql.fields import field, mutation
from hub_graphql.histories import VERSION, BeforeVersion, LastVersions, how_many
from hub_graphql.items import ITEMS, Verb, verbs
from hub_graphql.nodes import ONCE, Node, global_id, key_of
from hub_graphql.people import Owner, Person, owners, people
from hub_graphql.saying import MessageInput

T = TypeVar("T")


@strawberry.enum(description="The kinds of items.")
class ItemKind(Enum):
    REFLECTION = strawberry.enum_value("reflection", description="A reflection.")
    GOAL = strawberry.enum_value("goal", description="A goal.")
    ARTIFACT = strawberry.enum_value("artifact", description="A piece of evidence.")
    PROJECT = strawberry.enum_value("project", description="A unit of project-based learning.")
    ROOM = strawberry.enum_value("room", description="Where a team talks.")
    NEED_TO_KNOW = strawberry.enum_value("need_to_know", description="A question that a team needs answered.")


@strawberry.enum(description="What staff did about a report.")
class ReportOutcome(Enum):
    HIDDEN = strawberry.enum_value("hidden", description="The words were taken out of sight.")
    STAYED = strawberry.enum_value("stayed", description="The words can be read.")


@strawberry.enum(description="What a report is about.")
class ReportAbout(Enum):
    MESSAGE = strawberry.enum_value("message", description="A message.")
    ITEM = strawberry.enum_value("item", description="Something that somebody made.")
    PERSON = strawberry.enum_value("person", description="A person.")


@strawberry.enum(description="What is wrong, in the eyes of who reports.")
class ReportMatter(Enum):
    UNKIND = strawberry.enum_value("unkind", description="It is unkind.")
    UNSAFE = strawberry.enum_value("unsafe", description="Somebody could get hurt.")
    CONTACT = strawberry.enum_value("contact", description="Somebody wants to meet or write elsewhere.")
    NOT_THEIRS = strawberry.enum_value("not_theirs", description="It shows or uses what isn't theirs.")
    WORRIED = strawberry.enum_value("worried", description="Worry about somebody.")
    OTHER = strawberry.enum_value("other", description="Something else.")


@strawberry.type(description="One version of words that were reported, as they are kept.")
class Evidence:
    number: int = strawberry.field(description="Counted from 1.")
    words: str = strawberry.field(description="How it read, as Markdown.")
    until: datetime | None = strawberry.field(description="When the next version took its place; null: it stood when it was reported.")


@strawberry.enum(description="What staff can do about a report.")
class ReportDeedKind(Enum):
    HIDDEN = strawberry.enum_value("hidden", description="Hid the words.")
    SHOWN = strawberry.enum_value("shown", description="Let the words be read again.")
    CLOSED = strawberry.enum_value("closed", description="Looked after it.")
    PAUSED = strawberry.enum_value("paused", description="Asked somebody not to talk in a room for a while.")
    PAUSE_ENDED = strawberry.enum_value("pause_ended", description="Ended that before its time.")
    LET_THROUGH = strawberry.enum_value("let_through", description="Let a message through that was held.")


@strawberry.type(description="What a member of staff did. It is only ever added to.")
class ReportDeed:
    kind: ReportDeedKind = strawberry.field(description="What they did.")
    who: Person = strawberry.field(description="Who did it.")
    at: datetime = strawberry.field(description="When.")
    why: str = strawberry.field(description="Why, or what they noted, for colleagues.")


@strawberry.type(description="That a member of staff looked at the words.")
class ReportLook:
    who: Person = strawberry.field(description="Who looked.")
    at: datetime = strawberry.field(description="When.")


@strawberry.type(
    description="Somebody asked staff to look at a message or an item, or after a person. Nobody learns who asked; "
    "whom it is about sees none of it."
)
class Report(Node):
    reason: str = strawberry.field(description="What is wrong, in the words of who reported it.")
    created: datetime = strawberry.field(description="When it was reported.")
    about: ReportAbout = strawberry.field(description="What it is about.")
    matter: ReportMatter = strawberry.field(description="What is wrong.")
    author: Person = strawberry.field(description="Who said the words or made the item; the person whom it is about.")
    said: datetime = strawberry.field(description="When they said or last changed it; of a person, when it was reported.")
    item_kind: ItemKind | None = strawberry.field(description="What it was said about, or is; null of a person.")
    item_owner: Owner | None = strawberry.field(description="Whose item that is; null of a person.")
    closed: datetime | None = strawberry.field(description="When a member of staff had looked after it; null while it waits.")
    outcome: ReportOutcome | None = strawberry.field(description="What staff did; null while it waits.")
    viewer_can: list[Verb] = strawberry.field(description="What you may do about it.")
    key: strawberry.Private[UUID]
    message_key: strawberry.Private[UUID | None]
    level: strawberry.Private[Level]
    messages: strawberry.Private[Level]

    @field("The message that was reported; null when it isn't there for you, or none was.")
    def reported(self) -> Message | None:
        found: Message | None = self.messages.need("Message", self.message_key) if self.message_key else None
        return found

    @field(
        "How the message read up to the report, the newest of it, oldest first; of an item, its words "
        "when it was reported. For staff alone; who can't read the thread says "
        "`lookAtReport` first.",
        weight=VERSION,
    )
    def evidence(self, last: LastVersions = 10, before: BeforeVersion = None) -> list[Evidence]:
        return self.level.need("evidence of reports", self.key, how_many(last), before) or []

    @field("What was done about the same, oldest first: the newest 50. For staff alone.")
    def deeds(self) -> list[ReportDeed]:
        return self.level.need("deeds of reports", self.key) or []

    @field("Who looked at the words. For staff alone.")
    def looks(self) -> list[ReportLook]:
        return self.level.need("looks at reports", self.key) or []


@strawberry.type(description="A report in a list.")
class ReportEdge:
    node: Report = strawberry.field(description="The report.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.type(description="Part of a list of reports.")
class ReportConnection:
    nodes: list[Report] = strawberry.field(description="The reports without their places.")
    slice_: strawberry.Private[Slice]

    @field("The reports with their places.")
    def edges(self) -> list[ReportEdge]:
        return [ReportEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


@strawberry.input(description="A message that staff should look at.")
class ReportMessageInput:
    id: strawberry.ID = strawberry.field(description="The message's id.")
    reason: str = strawberry.field(description="What is wrong, in a few words; 2,000 characters at the most.")
    matter: ReportMatter = strawberry.field(default=ReportMatter.OTHER, description="What is wrong.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What staff should look at or after.")
class TellStaffInput:
    about: strawberry.ID = strawberry.field(description="The id of an item or a person. Of a message, say `reportMessage`.")
    reason: str = strawberry.field(description="What is wrong, in a few words; 2,000 characters at the most.")
    matter: ReportMatter = strawberry.field(default=ReportMatter.OTHER, description="What is wrong.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="Which report.")
class ReportInput:
    id: strawberry.ID = strawberry.field(description="The report's id.")
    note: str = strawberry.field(
        default="", description="Of `closeReport`: what you did, for your colleagues; 2,000 characters at the most."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A message to be taken out of sight.")
class HideMessageInput:
    id: strawberry.ID = strawberry.field(description="The id of the message, or of a report of it.")
    because: str = strawberry.field(description="Why, for your colleagues; 300 characters at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


ReportResult = Annotated[Report | Problems, strawberry.union("ReportResult", description="The report as it is now, or why not.")]
HiddenResult = Annotated[
    Message | Report | Problems,
    strawberry.union("HiddenResult", description="The message or the report that was named, as it is now, or why not."),
]
Info = strawberry.Info[Context, None]


@strawberry.type
class SafeguardingMutations:
    @mutation("Asks staff to look at a message. Nobody else learns of it.")
    def report_message(self, info: Info, input: ReportMessageInput) -> ReportResult:
        key = key_of(input.id, "Message")
        return _done(
            info, Report, "report_message", input, lambda tx: actions.report_message(tx, key, input.reason, str(input.matter.value)).id
        )

    @mutation("Asks staff to look at an item, or after a person. Nobody else learns of it.")
    def tell_staff(self, info: Info, input: TellStaffInput) -> ReportResult:
        if person := key_of(input.about, "Person"):
            return _done(
                info, Report, "tell_staff", input, lambda tx: asking.report_person(tx, person, str(input.matter.value), input.reason).id
            )
        item = key_of(input.about, *ITEMS)
        return _done(info, Report, "tell_staff", input, lambda tx: asking.report_item(tx, item, str(input.matter.value), input.reason).id)

    @mutation("Notes that you look at the words that a report keeps: from then on `evidence` is there for you.")
    def look_at_report(self, info: Info, input: ReportInput) -> ReportResult:
        key = key_of(input.id, "Report")
        return _done(info, Report, "look_at_report", input, lambda tx: actions.look(tx, key).id)

    @mutation("Says, as a member of staff, that it is looked after. All open reports of the same are closed.")
    def close_report(self, info: Info, input: ReportInput) -> ReportResult:
        key = key_of(input.id, "Report")
        return _done(info, Report, "close_report", input, lambda tx: actions.close_report(tx, key, input.note).id)

    @mutation("Takes a message out of sight, as a member of staff. It is kept, and open reports of it are closed.")
    def hide_message(self, info: Info, input: HideMessageInput) -> HiddenResult:
        if report := key_of(input.id, "Report"):
            return _done(info, Report, "hide_message", input, lambda tx: actions.hide_reported(tx, report, input.because).id)
        key = key_of(input.id, "Message")
        return _done(info, Message, "hide_message", input, lambda tx: actions.hide_message(tx, key, input.because).id)

    @mutation("Undoes a hide. Its `id` is that of the message, or of a report of it.")
    def show_message(self, info: Info, input: MessageInput) -> HiddenResult:
        if report := key_of(input.id, "Report"):
            return _done(info, Report, "show_message", input, lambda tx: actions.show_reported(tx, report).id)
        key = key_of(input.id, "Message")
        return _done(info, Message, "show_message", input, lambda tx: actions.show_message(tx, key).id)


def _done(info: Info, kind: type[T], act: str, given: Any, do: Any) -> T | Problems:
    return done(info.context, kind, act, given.client_mutation_id, do)


def reports(context: Context, span: Span, *, waiting: bool) -> ReportConnection:
    slice_, shown = sets.reports(context.tx, span, waiting=waiting)
    return ReportConnection(nodes=list(_made(context, shown).values()), slice_=slice_)


@loads("Report")
def _reports(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Report]:
    return _made(context, sets.by_ids(context.tx, ids))


def _made(context: Context, shown: Collection[queries.Shown]) -> dict[UUID, Report]:
    """Reports of one level."""
    level, messages = Level(context, {one.id for one in shown}), Level(context, {one.message_id for one in shown if one.message_id})
    who = people(context, {one.author for one in shown})
    whose = owners(context, {one.owner for one in shown})
    return {
        one.id: Report(
            id=global_id("Report", one.id),
            reason=one.reason,
            created=one.created,
            author=who[one.author.id],
            said=one.said,
            about=ReportAbout(one.about),
            matter=ReportMatter(one.matter),
            item_kind=ItemKind(one.kind) if one.kind != "person" else None,
            item_owner=whose[one.owner.id] if one.kind != "person" else None,
            closed=one.closed,
            outcome=ReportOutcome(one.outcome) if one.outcome else None,
            viewer_can=verbs(one.can),
            key=one.id,
            message_key=one.message_id,
            level=level,
            messages=messages,
        )
        for one in shown
    }


@loads("evidence of reports")
def _evidence(context: Context, ids: Collection[UUID], many: int, before: int | None) -> Mapping[UUID, list[Evidence]]:
    found = queries.evidence(context.tx, ids, many, before)
    return {id_: [Evidence(number=one.number, words=one.words, until=one.until) for one in kept] for id_, kept in found.items()}


@loads("looks at reports")
def _looks(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[ReportLook]]:
    found = queries.looks(context.tx, ids)
    who = people(context, {seen.who.id: seen.who for looks in found.values() for seen in looks}.values())
    return {id_: [ReportLook(who=who[seen.who.id], at=seen.at) for seen in looks] for id_, looks in found.items()}


@loads("deeds of reports")
def _deeds(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[ReportDeed]]:
    found = deeds.by_reports(context.tx, ids)
    who = people(context, {deed.by.id: deed.by for of_one in found.values() for deed in of_one}.values())
    return {
        id_: [ReportDeed(kind=ReportDeedKind(one.kind), who=who[one.by.id], at=one.at, why=one.why) for one in of_one]
        for id_, of_one in found.items()
    }
