"""What can be said, taken back and looked after in a thread."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.feedback import actions, sets
from hub.feedback.models import Message as Row
from hub.ids import NOTHING
from hub_graphql.context import Context, Level, loads
from hub_graphql.errors import Problems, done
from hub_graphql.feedback import Message, Thread
from hub_graphql.fields import field, mutation
from hub_graphql.items import ITEMS
from hub_graphql.nodes import Node, global_id, key_of

T = TypeVar("T")
_NAME = "Your own name for this act: sent twice, it is done once."


@strawberry.type(
    description="Somebody asked staff to look at a message. Who reported it learns nothing more; staff can read the words as they stood."
)
class Report(Node):
    reason: str = strawberry.field(description="What is wrong, in the words of who reported it.")
    words: str = strawberry.field(description="The message's words as they stood then.")
    created: datetime = strawberry.field(description="When it was reported.")
    closed: datetime | None = strawberry.field(description="When a member of staff had looked at it; null while it waits.")
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("The message; null when it isn't there for you any more.")
    def message(self) -> Message | None:
        found: Message | None = self.level.need("Message", self.key)
        return found


@strawberry.input(description="Something to say in an item's thread.")
class AddMessageInput:
    item: strawberry.ID = strawberry.field(description="The id of the item, or of its thread.")
    words: str = strawberry.field(description="What to say, as Markdown.")
    reply_to: strawberry.ID | None = strawberry.field(
        default=None, description="The id of the message that is answered; left out, the item itself is."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAME + " A draft's `writing` buries that draft.")


@strawberry.input(description="Changed words for a message.")
class EditMessageInput:
    id: strawberry.ID = strawberry.field(description="The message's id.")
    version: int = strawberry.field(description="The version that was changed; when another stands, nothing is overwritten.")
    words: str = strawberry.field(description="The new words, as Markdown.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAME + " A draft's `writing` buries that draft.")


@strawberry.input(description="Which message.")
class MessageInput:
    id: strawberry.ID = strawberry.field(description="The message's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAME)


@strawberry.input(description="A message that staff should look at.")
class ReportMessageInput:
    id: strawberry.ID = strawberry.field(description="The message's id.")
    reason: str = strawberry.field(description="What is wrong, in a few words; 2,000 characters at the most.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAME)


@strawberry.input(description="A message to be taken out of sight.")
class HideMessageInput:
    id: strawberry.ID = strawberry.field(description="The message's id.")
    because: str = strawberry.field(description="Why, for your colleagues; the first 300 characters are kept.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAME)


@strawberry.input(description="A thread that was read.")
class MarkThreadReadInput:
    item: strawberry.ID = strawberry.field(description="The id of the item, or of its thread.")
    client_mutation_id: str | None = strawberry.field(default=None, description=_NAME)


MessageResult = Annotated[Message | Problems, strawberry.union("MessageResult", description="The message as it is now, or why not.")]
ReportResult = Annotated[Report | Problems, strawberry.union("ReportResult", description="The report that was made, or why none was.")]
ThreadResult = Annotated[Thread | Problems, strawberry.union("ThreadResult", description="The thread as it is now, or why not.")]
Info = strawberry.Info[Context, None]


@strawberry.type
class MessageMutations:
    @mutation("Says something in an item's thread. `thread.willRead` tells beforehand who will read it.")
    def add_message(self, info: Info, input: AddMessageInput) -> MessageResult:
        item = key_of(input.item, *ITEMS, "Thread")
        # An id that leads nowhere must not turn an answer to one into a message to all.
        reply_to = (key_of(input.reply_to, "Message") or NOTHING) if input.reply_to else None
        answer = actions.Answer(input.words, reply_to=reply_to)
        return _done(info, Message, "add_message", input, lambda tx: actions.add_message(tx, item, answer).id)

    @mutation("Changes the words of a message of yours. How it read before is kept.")
    def edit_message(self, info: Info, input: EditMessageInput) -> MessageResult:
        key = key_of(input.id, "Message")

        def edit(tx: Tx) -> UUID:
            return actions.edit_message(tx, key, input.words, input.version).id

        return _done(info, Message, "edit_message", input, edit, standing=key)

    @mutation("Takes a message of yours back. That something was said stays visible.")
    def withdraw_message(self, info: Info, input: MessageInput) -> MessageResult:
        return _to_message(info, "withdraw_message", input, actions.withdraw_message)

    @mutation("Asks staff to look at a message. Nobody else learns of it.")
    def report_message(self, info: Info, input: ReportMessageInput) -> ReportResult:
        key = key_of(input.id, "Message")
        return _done(info, Report, "report_message", input, lambda tx: actions.report_message(tx, key, input.reason).id)

    @mutation("Takes a message out of sight, as a member of staff. It is kept, and open reports of it are closed.")
    def hide_message(self, info: Info, input: HideMessageInput) -> MessageResult:
        return _to_message(info, "hide_message", input, lambda tx, key: actions.hide_message(tx, key, input.because))

    @mutation("Undoes a hide.")
    def show_message(self, info: Info, input: MessageInput) -> MessageResult:
        return _to_message(info, "show_message", input, actions.show_message)

    @mutation("What stands in a thread now, you have read.")
    def mark_thread_read(self, info: Info, input: MarkThreadReadInput) -> ThreadResult:
        item = key_of(input.item, *ITEMS, "Thread")

        def read(tx: Tx) -> UUID:
            actions.mark_read(tx, item)
            assert item is not None
            return item

        return _done(info, Thread, "mark_thread_read", input, read)


def _to_message(info: Info, act: str, given: MessageInput | HideMessageInput, do: Callable[[Tx, UUID | None], Row]) -> MessageResult:
    key = key_of(given.id, "Message")
    return _done(info, Message, act, given, lambda tx: do(tx, key).id)


def _done(info: Info, kind: type[T], act: str, given: Any, do: Callable[[Tx], UUID], standing: UUID | None = None) -> T | Problems:
    context = info.context
    return done(context, kind, act, given.client_mutation_id, do, standing=lambda: standing and context.one(kind, standing))


@loads("Report")
def _reports(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Report]:
    return reports(context, sets.reports(context.tx, ids).values())


def reports(context: Context, found: Collection[Any]) -> dict[UUID, Report]:
    """Reports of one level."""
    level = Level(context, {one.message_id for one in found})
    return {
        one.id: Report(
            id=global_id("Report", one.id),
            reason=one.reason,
            words=one.words,
            created=one.created,
            closed=one.closed,
            key=one.message_id,
            level=level,
        )
        for one in found
    }
