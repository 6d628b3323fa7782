"""What led to what, as one line of growth."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from hub.slices import Slice, Span
from hub.vine import queries
from hub.vine.entries import Entry
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.items import Item
from hub_graphql.loops import Outcome
from hub_graphql.people import Person, people

if TYPE_CHECKING:
    from hub_graphql.feedback import Message


@strawberry.enum(description="Whose a thing on the line is.")
class VineKind(Enum):
    MINE = strawberry.enum_value("mine", description="The learner's: a leaf.")
    SAID = strawberry.enum_value("said", description="Somebody else's: a round node.")
    NEXT = strawberry.enum_value("next", description="What could come next; told to the learner alone.")


@strawberry.enum(description="What happened there.")
class VineStep(Enum):
    GOAL = strawberry.enum_value("goal", description="A goal was begun.")
    PROJECT = strawberry.enum_value("project", description="A project was begun.")
    CHANGED = strawberry.enum_value("changed", description="A goal or a reflection was put into other words.")
    CHECK_IN = strawberry.enum_value("check_in", description="Somebody looked how their goal goes.")
    ENDED = strawberry.enum_value("ended", description="A goal was reached, turned into something else, or let go.")
    VERSION = strawberry.enum_value("version", description="A version of a piece of work was added.")
    REFLECTION = strawberry.enum_value("reflection", description="A reflection was written.")
    REQUEST = strawberry.enum_value("request", description="Feedback was asked for.")
    FEEDBACK = strawberry.enum_value("feedback", description="Somebody answered.")
    RESPONSE = strawberry.enum_value("response", description="The learner said what became of it.")
    NEXT = strawberry.enum_value("next", description="Nothing yet.")


@strawberry.type(description="One thing on a line of growth.")
class VineEntry:
    kind: VineKind = strawberry.field(description="Whose it is.")
    step: VineStep = strawberry.field(description="What happened.")
    title: str = strawberry.field(description="What it is called, or what happened, in a few words.")
    words: str = strawberry.field(description="How its words begin, in plain text; often empty.")
    href: str = strawberry.field(description="Where it is found on the hub's pages.")
    when: datetime | None = strawberry.field(description="When it happened; null for what could come next.")
    version: int | None = strawberry.field(description="The version that it is, or that it is about; null where there is none.")
    outcome: Outcome | None = strawberry.field(description="Of a response: what became of the feedback.")
    who: Person | None = strawberry.field(description="Of feedback: who gave it.")
    entry: strawberry.Private[Entry]
    items: strawberry.Private[Level]
    messages: strawberry.Private[Level]

    @field("The item that it belongs to.")
    def item(self) -> Item:
        found: Item = self.items.need("Item", self.entry.item_id)
        return found

    @field("Of feedback and of a response: the message.")
    def message(self) -> Annotated["Message", strawberry.lazy("hub_graphql.feedback")] | None:
        found: Any = self.messages.need("Message", self.entry.id) if self.entry.step in ("feedback", "response") else None
        return found  # type: ignore[no-any-return]


@strawberry.type(description="An entry with its place.")
class VineEdge:
    node: VineEntry = strawberry.field(description="The entry.")
    cursor: str = strawberry.field(description="Its place on the line.")


@strawberry.type(description="Part of a line of growth, the earliest first.")
class VineConnection:
    nodes: list[VineEntry] = strawberry.field(description="The entries without their places.")
    slice_: strawberry.Private[Slice]

    @field("The entries with their places.")
    def edges(self) -> list[VineEdge]:
        return [VineEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


@loads("vines of items")
def _vines(context: Context, ids: Collection[UUID], span: Span) -> Mapping[UUID, VineConnection]:
    cut = {id_: vine.cut(span) for id_, vine in queries.of(context.tx, ids).items()}
    every = [entry for _slice, entries in cut.values() for entry in entries]
    who = people(context, {entry.who.id: entry.who for entry in every if entry.who}.values())
    items = Level(context, {entry.item_id for entry in every})
    messages = Level(context, {entry.id for entry in every if entry.step in ("feedback", "response")})

    def made(entry: Entry) -> VineEntry:
        return VineEntry(
            kind=VineKind(entry.kind),
            step=VineStep(entry.step),
            title=entry.title,
            words=entry.words,
            href=entry.href,
            when=entry.when,
            version=entry.version,
            outcome=Outcome(entry.outcome) if entry.outcome else None,
            who=who[entry.who.id] if entry.who else None,
            entry=entry,
            items=items,
            messages=messages,
        )

    return {id_: VineConnection(nodes=[made(entry) for entry in entries], slice_=slice_) for id_, (slice_, entries) in cut.items()}
