"""What can be said and taken back in a thread."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.feedback import actions
from hub.feedback import reactions as signs
from hub.ids import NOTHING
from hub.rooms import pins
from hub.safeguarding import actions as safeguarding
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.feedback import Message, Thread
from hub_graphql.fields import mutation
from hub_graphql.files import PhotoInput, given_alts, given_file
from hub_graphql.forms import FormKind
from hub_graphql.items import ITEMS
from hub_graphql.nodes import ONCE, key_of
from hub_graphql.reactions import ReactionSign

T = TypeVar("T")


@strawberry.input(description="What stands in one box of a form.")
class FormPartInput:
    key: str = strawberry.field(description="Which box, as FormKind tells.")
    words: str = strawberry.field(description="What to write into it, as Markdown.")


@strawberry.input(description="Something to say in an item's thread: `words`, or the `parts` of a form.")
class AddMessageInput:
    item: strawberry.ID = strawberry.field(description="The id of the item, or of its thread.")
    words: str = strawberry.field(default="", description="What to say, as Markdown. A form makes its words from its parts.")
    form: FormKind = strawberry.field(default=FormKind.FREE, description="In which form.")
    parts: list[FormPartInput] = strawberry.field(default_factory=list, description="Of a form: what stands in its boxes. One is enough.")
    rubric: strawberry.ID | None = strawberry.field(
        default=None, description="Of RUBRIC: the id of the RubricVersion that was filled in, even if it has been changed since."
    )
    goal_version: int | None = strawberry.field(
        default=None, description="Of RUBRIC about a goal, instead of `rubric`: its own criteria, as they stood in this version of it."
    )
    reply_to: strawberry.ID | None = strawberry.field(
        default=None, description="The id of the message that is answered; left out, the item itself is."
    )
    files: list[PhotoInput] = strawberry.field(
        default_factory=list,
        description="At most 10 files of yours that go with it, in their order, as POST /files or /uploads gave them.",
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE + " A draft's `writing` buries that draft.")


@strawberry.input(description="Changed words for a message.")
class EditMessageInput:
    id: strawberry.ID = strawberry.field(description="The message's id.")
    version: int = strawberry.field(description="The version that was changed; when another stands, nothing is overwritten.")
    words: str = strawberry.field(default="", description="The new words, as Markdown.")
    parts: list[FormPartInput] | None = strawberry.field(default=None, description="Of a form, instead: what stands in its boxes now.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE + " A draft's `writing` buries that draft.")


@strawberry.input(description="Which message.")
class MessageInput:
    id: strawberry.ID = strawberry.field(description="The message's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A sign for a message.")
class ReactToMessageInput:
    message: strawberry.ID = strawberry.field(description="The message's id.")
    sign: ReactionSign = strawberry.field(description="Which.")
    on: bool | None = strawberry.field(
        default=None, description="True gives it, and false takes it back, however often that is said; left out, it is turned round."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A message of a room, to stand above its talk or not any more.")
class PinMessageInput:
    message: strawberry.ID = strawberry.field(description="The message's id.")
    pinned: bool = strawberry.field(default=True, description="False takes it down, whoever pinned it.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A thread that was read.")
class MarkThreadReadInput:
    item: strawberry.ID = strawberry.field(description="The id of the item, or of its thread.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


MessageResult = Annotated[Message | Problems, strawberry.union("MessageResult", description="The message as it is now, or why not.")]
ThreadResult = Annotated[Thread | Problems, strawberry.union("ThreadResult", description="The thread as it is now, or why not.")]
Info = strawberry.Info[Context, None]


@strawberry.type
class MessageMutations:
    @mutation("Says something in an item's thread. `thread.willRead` tells beforehand who will read it.")
    def add_message(self, info: Info, input: AddMessageInput) -> MessageResult:
        item = key_of(input.item, *ITEMS, "Thread")
        # An id that leads nowhere must not turn an answer to one into a message to all.
        reply_to = (key_of(input.reply_to, "Message") or NOTHING) if input.reply_to else None
        form: Any = input.form.value
        sent = tuple(given_file(one) for one in input.files)
        answer = actions.Answer(
            input.words, None, reply_to, form, _parts(input.parts), _criteria(input), files=sent, alts=given_alts(input.files)
        )
        return _done(info, Message, "add_message", input, lambda tx: actions.add_message(tx, item, answer).id)

    @mutation("Changes the words of a message of yours. How it read before is kept.")
    def edit_message(self, info: Info, input: EditMessageInput) -> MessageResult:
        key = key_of(input.id, "Message")

        def edit(tx: Tx) -> UUID:
            parts = None if input.parts is None else _parts(input.parts)
            return actions.edit_message(tx, key, input.words, input.version, parts=parts).id

        return _done(info, Message, "edit_message", input, edit, standing=key)

    @mutation("Takes a message of yours back. That something was said stays visible.")
    def withdraw_message(self, info: Info, input: MessageInput) -> MessageResult:
        key = key_of(input.id, "Message")
        return _done(info, Message, "withdraw_message", input, lambda tx: actions.withdraw_message(tx, key).id)

    @mutation("Lets a message through that was held, as a member of staff: it reaches those for whom it was written.")
    def let_message_through(self, info: Info, input: MessageInput) -> MessageResult:
        key = key_of(input.id, "Message")
        return _done(info, Message, "let_message_through", input, lambda tx: safeguarding.let_through(tx, key).id)

    @mutation("Gives a message one of the five signs, or takes yours back. Nobody is notified.")
    def react_to_message(self, info: Info, input: ReactToMessageInput) -> MessageResult:
        key = key_of(input.message, "Message")
        sign: Any = input.sign.value
        return _done(info, Message, "react", input, lambda tx: signs.react(tx, key, sign, input.on).id)

    @mutation("Pins a message above the talk of its room, ten at the most, or takes it down, as one of the team or as staff.")
    def pin_message(self, info: Info, input: PinMessageInput) -> MessageResult:
        key = key_of(input.message, "Message")
        act = pins.pin if input.pinned else pins.unpin
        return _done(info, Message, "pin_message", input, lambda tx: act(tx, key).id)

    @mutation("What stands in a thread now, you have read.")
    def mark_thread_read(self, info: Info, input: MarkThreadReadInput) -> ThreadResult:
        item = key_of(input.item, *ITEMS, "Thread")

        def read(tx: Tx) -> UUID:
            actions.mark_read(tx, item)
            assert item is not None
            return item

        return _done(info, Thread, "mark_thread_read", input, read)


def _parts(given: list[FormPartInput]) -> dict[str, str]:
    return {part.key: part.words for part in given}


def _criteria(input: AddMessageInput) -> str:
    """As the domain names them; what is no rubric's id becomes one that nothing has."""
    if input.rubric:
        return str(key_of(input.rubric, "RubricVersion") or NOTHING)
    return f"goal:{input.goal_version}" if input.goal_version is not None else ""


def _done(info: Info, kind: type[T], act: str, given: Any, do: Callable[[Tx], UUID], standing: UUID | None = None) -> T | Problems:
    context = info.context
    return done(context, kind, act, given.client_mutation_id, do, standing=lambda: standing and context.one(kind, standing))
