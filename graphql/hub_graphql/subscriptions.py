"""What is told as it happens."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Protocol, cast
from uuid import UUID

import strawberry
from graphql import ExecutionResult

from hub.cursors import opened, sealed
from hub.database import Database
from hub.errors import NotFound
from hub.events import Told, last_seq, thread_topic
from hub.feedback import queries as feedback
from hub.ids import parse_id
from hub.items import queries as items
from hub.turns import Turns, in_turns
from hub.viewer import Claim, Viewer
from hub.words import _
from hub_graphql.context import Context
from hub_graphql.feedback import Message
from hub_graphql.fields import subscription
from hub_graphql.items import ITEMS, Item
from hub_graphql.loops import FeedbackRequest
from hub_graphql.nodes import key_of


class Follow(Protocol):
    """The live log: each event of a topic after a number, in order; an int for a gap that can't be filled."""

    def __call__(self, viewer: Viewer, topic: str, after: int | None, /) -> AsyncIterator[Told | int]: ...


class Listener:
    """Whoever is behind one socket: what subscriptions find as `info.context`, on the event loop."""

    def __init__(self, database: Database, who: Claim, viewer: Viewer, follow: Follow) -> None:
        self.database = database
        self.who = who
        self.viewer = viewer
        self.follow = follow
        self.ended = False


@strawberry.interface(description="Something that happened in a thread.")
class ThreadEvent:
    cursor: str = strawberry.field(description="Where it stands: what to say as `after` when you come back. It tells nothing else.")


@strawberry.type(description="Something was said.")
class MessageAdded(ThreadEvent):
    message: Message = strawberry.field(description="The message, as it is now.")


@strawberry.type(description="Words were changed, or a film that was sent with them can be played now.")
class MessageEdited(ThreadEvent):
    message: Message = strawberry.field(description="The message, as it is now.")


@strawberry.type(description="Words were taken back by who had said them.")
class MessageWithdrawn(ThreadEvent):
    message: Message = strawberry.field(description="The message, without its words.")


@strawberry.type(description="A member of staff took words out of sight.")
class MessageHidden(ThreadEvent):
    message: Message = strawberry.field(description="The message, without its words.")


@strawberry.type(description="A member of staff put words back in sight.")
class MessageShown(ThreadEvent):
    message: Message = strawberry.field(description="The message, as it is now.")


@strawberry.type(description="The learner said what became of feedback, or said it anew.")
class MessageAnswered(ThreadEvent):
    message: Message = strawberry.field(description="The message, with its `response`.")


@strawberry.type(description="A message was given a sign, or one was taken back.")
class MessageReacted(ThreadEvent):
    message: Message = strawberry.field(description="The message, with its `reactions`.")


@strawberry.type(description="A message of a room was pinned above its talk, or taken down.")
class MessagePinned(ThreadEvent):
    message: Message = strawberry.field(description="The message, with its `pinned`.")


@strawberry.type(description="A request for feedback that you may know of was put, or taken back.")
class RequestChanged(ThreadEvent):
    request: FeedbackRequest = strawberry.field(description="The request, as it is now.")


@strawberry.type(description="The item itself changed: its words, its audience, or whether it stands.")
class ItemChanged(ThreadEvent):
    item: Item = strawberry.field(description="The item, as it is now.")


@strawberry.type(description="The item is not there for you any more. Nothing follows.")
class NoLongerShared(ThreadEvent):
    pass


@strawberry.type(description="You were away for too long to be told all of it. Read the thread anew; what follows comes after `cursor`.")
class Resync(ThreadEvent):
    pass


_MESSAGES: dict[str, Callable[..., ThreadEvent]] = {
    "message.added": MessageAdded,
    "message.held": MessageAdded,
    "message.edited": MessageEdited,
    "message.film_ready": MessageEdited,
    "message.withdrawn": MessageWithdrawn,
    "message.hidden": MessageHidden,
    "message.shown": MessageShown,
    "feedback.responded": MessageAnswered,
    "message.reacted": MessageReacted,
    "message.pinned": MessagePinned,
    "message.unpinned": MessagePinned,
}
_REQUESTS = frozenset({"feedback.requested", "request.withdrawn"})
EVENTS = (
    MessageAdded,
    MessageEdited,
    MessageWithdrawn,
    MessageHidden,
    MessageShown,
    MessageAnswered,
    MessageReacted,
    MessagePinned,
    RequestChanged,
    ItemChanged,
    NoLongerShared,
    Resync,
)
"""Those types that the schema can't find from its roots."""


@strawberry.type(description="What is told as it happens, over a WebSocket (graphql-transport-ws).")
class Subscription:
    @subscription("What happens in an item's thread, as far as you may read it. Ends when the item is no longer there for you.")
    async def thread_events(
        self,
        info: strawberry.Info[Listener, None],
        item_id: Annotated[strawberry.ID, strawberry.argument(description="The id of the item, or of its thread.")],
        after: Annotated[
            str | None,
            strawberry.argument(
                description="Tell what came after this (`thread.liveCursor`, or the last event's `cursor`); null: from now on."
            ),
        ] = None,
    ) -> AsyncIterator[ThreadEvent]:
        listener = info.context
        item = key_of(item_id, *ITEMS, "Thread")
        seq = await _standing(listener, item)
        if item is None or seq is None:
            raise NotFound(_("We can't find this. Perhaps it was taken back, or isn't shared with you."))
        topic, key = thread_topic(item), listener.viewer.cursor_key
        seq = seq if after is None else opened(key, topic, after)
        async for told in listener.follow(listener.viewer, topic, seq):
            seq = told if isinstance(told, int) else told.seq
            heard = Heard(item, told, sealed(key, topic, seq))
            yield cast("ThreadEvent", heard)  # `tell` makes the event of it.
            if heard.over:
                return
        if not listener.ended and await _standing(listener, item) is None:
            yield NoLongerShared(cursor=sealed(key, topic, seq))


async def _standing(listener: Listener, item: UUID | None) -> int | None:
    """The thread's newest number; None when its item isn't there for them."""
    return await listener.database.read(
        listener.who, lambda tx: last_seq(tx, thread_topic(item)) if item and items.by_ids(tx, [item]) else None
    )


class Heard:
    """What the log told. It becomes an event where there is a transaction to read in; `over`: nothing follows it."""

    def __init__(self, item: UUID, told: Told | int, cursor: str) -> None:
        self.over = False
        self._item = item
        self._told = told
        self._cursor = cursor

    def event(self, context: Context) -> ThreadEvent | None:
        """By the subscriber's own eyes. None: not theirs to know."""
        if isinstance(self._told, int):
            return Resync(cursor=self._cursor)
        shown = context.load("Item", [self._item]).get(self._item)
        if shown is None:
            self.over = True
            return NoLongerShared(cursor=self._cursor)
        if self._told.kind in _REQUESTS:
            request = context.one(FeedbackRequest, parse_id(self._told.subjects.get("request", "")))
            return RequestChanged(cursor=self._cursor, request=request) if request else None
        if not feedback.concerns(context.tx, self._item, parse_id(self._told.subjects.get("only", ""))):
            return None
        if self._told.kind not in _MESSAGES:
            return ItemChanged(cursor=self._cursor, item=shown)
        if not feedback.may_know(context.tx, self._item, parse_id(self._told.subjects.get("guardian", ""))):
            return None
        message = context.one(Message, parse_id(self._told.subjects.get("message", "")))
        return _MESSAGES[self._told.kind](cursor=self._cursor, message=message) if message else None


async def tell(
    listener: Listener, heard: Heard | ThreadEvent, carry_out: Callable[[ThreadEvent, object], ExecutionResult]
) -> ExecutionResult | None:
    """The event with all that was asked of it, read in one hop."""

    def read(turns: Turns) -> ExecutionResult | None:
        context = Context(turns)
        event = heard.event(context) if isinstance(heard, Heard) else heard
        return None if event is None else carry_out(event, context)

    return await in_turns(listener.database, listener.who, read)
