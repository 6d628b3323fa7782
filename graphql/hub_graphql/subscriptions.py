"""What is told as it happens."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, Protocol
from uuid import UUID

import strawberry
from graphql import DocumentNode, execute_sync

from hub.database import Database
from hub.errors import NotFound
from hub.events import Told, last_seq, thread_topic
from hub.ids import parse_id
from hub.items import queries as items
from hub.turns import Turns, in_turns
from hub.viewer import Claim, Viewer
from hub.words import _
from hub_graphql.context import Context
from hub_graphql.feedback import Message
from hub_graphql.fields import subscription
from hub_graphql.items import ITEMS, Item
from hub_graphql.nodes import key_of
from hub_graphql.reflections import Reflection


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
    seq: int = strawberry.field(description="Its number in the thread, counted up by one: what to say as `after` when you come back.")


@strawberry.type(description="Something was said.")
class MessageAdded(ThreadEvent):
    message: Message = strawberry.field(description="The message, as it is now.")


@strawberry.type(description="Words were changed.")
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


@strawberry.type(description="The item itself changed: its words, its audience, or whether it stands.")
class ItemChanged(ThreadEvent):
    item: Item = strawberry.field(description="The item, as it is now.")


@strawberry.type(description="The item is not there for you any more. Nothing follows.")
class NoLongerShared(ThreadEvent):
    pass


@strawberry.type(description="You were away for too long to be told all of it. Read the thread anew; what follows comes after `seq`.")
class Resync(ThreadEvent):
    pass


_MESSAGES: dict[str, Callable[..., ThreadEvent]] = {
    "message.added": MessageAdded,
    "message.edited": MessageEdited,
    "message.withdrawn": MessageWithdrawn,
    "message.hidden": MessageHidden,
    "message.shown": MessageShown,
}
EVENTS = (MessageAdded, MessageEdited, MessageWithdrawn, MessageHidden, MessageShown, ItemChanged, NoLongerShared, Resync)
"""Those types that the schema can't find from its roots."""


@strawberry.type(description="What is told as it happens, over a WebSocket (graphql-transport-ws).")
class Subscription:
    @subscription("What happens in an item's thread, as far as you may read it. Ends when the item is no longer there for you.")
    async def thread_events(
        self,
        info: strawberry.Info[Listener, None],
        item_id: Annotated[strawberry.ID, strawberry.argument(description="The id of the item, or of its thread.")],
        after: Annotated[
            int | None,
            strawberry.argument(
                description="Tell what came after this number (`thread.topicSeq`, or the last event's `seq`); null: from now on."
            ),
        ] = None,
    ) -> AsyncIterator[ThreadEvent]:
        listener = info.context
        item = key_of(item_id, *ITEMS, "Thread")
        seq = await _standing(listener, item)
        if item is None or seq is None:
            raise NotFound(_("We can't find this. Perhaps it was taken back, or isn't shared with you."))
        seq = seq if after is None else after
        async for told in listener.follow(listener.viewer, thread_topic(item), seq):
            event = Resync(seq=told) if isinstance(told, int) else await _loaded(listener, info, item, told)
            seq = told if isinstance(told, int) else told.seq
            if event is not None:
                yield event
            if isinstance(event, NoLongerShared):
                return
        if not listener.ended and await _standing(listener, item) is None:
            yield NoLongerShared(seq=seq)


async def _standing(listener: Listener, item: UUID | None) -> int | None:
    """The thread's newest number; None when its item isn't there for them."""
    return await listener.database.read(
        listener.who, lambda tx: last_seq(tx, thread_topic(item)) if item and items.by_ids(tx, [item]) else None
    )


async def _loaded(listener: Listener, info: strawberry.Info[Listener, None], item: UUID, told: Told) -> ThreadEvent | None:
    """The event with all that was asked of it, read in one hop by the subscriber's own eyes. None: not theirs to know."""

    def load(turns: Turns) -> ThreadEvent | None:
        context = Context(turns)
        event = _event(context, item, told)
        if event is not None:
            _warm(info, event)
        context.turns = None  # What was not loaded now stays unloaded: nothing reads from the event loop.
        return event

    return await in_turns(listener.database, listener.who, load)


def _event(context: Context, item: UUID, told: Told) -> ThreadEvent | None:
    shown = context.one(Reflection, item)
    if shown is None:
        return NoLongerShared(seq=told.seq)
    if told.kind not in _MESSAGES:
        return ItemChanged(seq=told.seq, item=shown)
    message = context.one(Message, parse_id(told.subjects.get("message", "")))
    return _MESSAGES[told.kind](seq=told.seq, message=message) if message else None


def _warm(info: Any, event: ThreadEvent) -> None:
    """Carries the subscription's selection out once, here where there is a transaction: its levels then hold what it needs."""
    raw = info._raw_info
    execute_sync(
        raw.schema,
        DocumentNode(definitions=(raw.operation, *raw.fragments.values())),
        root_value=event,
        context_value=info.context,
        variable_values=dict(raw.variable_values.coerced),
    )
