"""Feedback that is asked for, and what became of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from hub.feedback.shown import Responded
from hub.loops import queries, requests
from hub.slices import Slice, Span
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.items import Item
from hub_graphql.nodes import Node, global_id
from hub_graphql.people import Person, people

if TYPE_CHECKING:
    from hub_graphql.feedback import Message

LazyMessage = Annotated["Message", strawberry.lazy("hub_graphql.feedback")]


@strawberry.enum(description="What a learner did with feedback.")
class Outcome(Enum):
    ADOPTED = strawberry.enum_value("adopted", description="They took it up.")
    ADAPTED = strawberry.enum_value("adapted", description="They took it up in their own way.")
    DECLINED = strawberry.enum_value("declined", description="They left it.")


@strawberry.type(description="What became of a message of feedback. It can change while the work goes on.")
class Response:
    outcome: Outcome = strawberry.field(description="What its learner did with it.")
    why: str = strawberry.field(description="Why, as Markdown.")
    version: int | None = strawberry.field(
        description="The version of the item in which it can be seen; null when it was left, or none shows it yet."
    )
    created: datetime = strawberry.field(description="When it was first said.")
    changed: datetime | None = strawberry.field(description="When it was last said anew; null if it never was.")


@strawberry.type(description="One of the people whom a request was put to.")
class Asked:
    person: Person = strawberry.field(description="Who was asked.")
    since: datetime = strawberry.field(description="Since when.")
    reminded: datetime | None = strawberry.field(description="When they were last reminded.")
    answered: datetime | None = strawberry.field(description="When they answered; null while they have not.")
    thanked: datetime | None = strawberry.field(description="When they were thanked for it.")
    may_be_reminded: bool = strawberry.field(description="Whether you may remind them now: once a day, as who asked.")
    message_key: strawberry.Private[UUID | None]
    level: strawberry.Private[Level]

    @field("The message with which they answered; null where there is none that you may read.")
    def answer(self) -> LazyMessage | None:
        found: Any = self.level.need("Message", self.message_key) if self.message_key else None
        return found  # type: ignore[no-any-return]


@strawberry.type(description="“Please look at this version, at this question, by then”: asked of people who may see the item.")
class FeedbackRequest(Node):
    asker: Person = strawberry.field(description="Who asks: the owner of the item.")
    version: int = strawberry.field(description="The version of the item that it is about.")
    question: str = strawberry.field(description="What they want to know; often empty.")
    until: date | None = strawberry.field(description="By when; null when no day was said.")
    created: datetime = strawberry.field(description="When it was asked.")
    withdrawn: datetime | None = strawberry.field(description="When it was taken back; null while it stands.")
    late: bool = strawberry.field(description="Whether its day has passed and somebody has not answered.")
    asked: list[Asked] = strawberry.field(description="Whom it was put to, as far as you may know: guardians know of themselves alone.")
    item_key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The item that it is about.")
    def item(self) -> Item:
        found: Item = self.level.need("Item", self.item_key)
        return found


@strawberry.type(description="Feedback of which the learner has not yet said what became of it.")
class OpenLoop:
    message: LazyMessage = strawberry.field(description="The feedback.")
    item: Item = strawberry.field(description="What it is about.")


@strawberry.type(description="A request for feedback in a list.")
class FeedbackRequestEdge:
    node: FeedbackRequest = strawberry.field(description="The request.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.type(description="Part of a list of requests for feedback.")
class FeedbackRequestConnection:
    nodes: list[FeedbackRequest] = strawberry.field(description="The requests without their places.")
    slice_: strawberry.Private[Slice]

    @field("The requests with their places.")
    def edges(self) -> list[FeedbackRequestEdge]:
        return [FeedbackRequestEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


@strawberry.type(description="An open loop in a list.")
class OpenLoopEdge:
    node: OpenLoop = strawberry.field(description="The open loop.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.type(description="Part of a list of open loops.")
class OpenLoopConnection:
    nodes: list[OpenLoop] = strawberry.field(description="The open loops without their places.")
    slice_: strawberry.Private[Slice]

    @field("The open loops with their places.")
    def edges(self) -> list[OpenLoopEdge]:
        return [OpenLoopEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


def requested(context: Context, found: Collection[requests.Request]) -> dict[UUID, FeedbackRequest]:
    """Requests of one level."""
    known = people(context, {face.id: face for one in found for face in (one.asker, *(each.who for each in one.people))}.values())
    items = Level(context, {one.item_id for one in found})
    answers = Level(context, {each.message_id for one in found for each in one.people if each.message_id})
    return {
        one.id: FeedbackRequest(
            id=global_id("FeedbackRequest", one.id),
            asker=known[one.asker.id],
            version=one.version,
            question=one.question,
            until=one.until,
            created=one.created,
            withdrawn=one.withdrawn,
            late=one.late,
            asked=[
                Asked(
                    person=known[each.who.id],
                    since=each.since,
                    reminded=each.reminded,
                    answered=each.answered,
                    thanked=each.thanked,
                    may_be_reminded=each.may_be_reminded,
                    message_key=each.message_id,
                    level=answers,
                )
                for each in one.people
            ],
            item_key=one.item_id,
            level=items,
        )
        for one in found
    }


def response(found: Responded) -> Response:
    return Response(outcome=Outcome(found.outcome), why=found.why, version=found.version, created=found.created, changed=found.changed)


def owed(context: Context, span: Span) -> FeedbackRequestConnection:
    return _requests(context, *requests.owed_part(context.tx, span))


def sent(context: Context, span: Span, settled: bool) -> FeedbackRequestConnection:
    return _requests(context, *requests.sent_part(context.tx, span, settled=settled))


def open_loops(context: Context, span: Span) -> OpenLoopConnection:
    return _loops(context, *queries.open_part(context.tx, span))


def given(context: Context, span: Span) -> OpenLoopConnection:
    return _loops(context, *queries.given_part(context.tx, span))


def _requests(context: Context, slice_: Slice, found: Collection[requests.Request]) -> FeedbackRequestConnection:
    return FeedbackRequestConnection(nodes=list(requested(context, found).values()), slice_=slice_)


def _loops(context: Context, slice_: Slice, found: Collection[queries.Loop]) -> OpenLoopConnection:
    return OpenLoopConnection(nodes=loops_of(context, found), slice_=slice_)


def loops_of(context: Context, found: Collection[queries.Loop]) -> list[OpenLoop]:
    said = context.load("Message", [one.said.id for one in found])
    about = context.load("Item", {one.item_id for one in found})
    return [OpenLoop(message=said[one.said.id], item=about[one.item_id]) for one in found]


@loads("FeedbackRequest")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, FeedbackRequest]:
    return requested(context, requests.by_ids(context.tx, ids).values())


@loads("requests on items")
def _on_items(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[FeedbackRequest]]:
    found = requests.on_items(context.tx, ids)
    made = requested(context, [one for many in found.values() for one in many])
    return {id_: [made[one.id] for one in many] for id_, many in found.items()}
