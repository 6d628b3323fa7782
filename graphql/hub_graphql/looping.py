"""What one does about feedback: ask for it, remind, thank, and say what became of it."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar
from uuid import UUID

import strawberry

from hub.database import Tx
from hub.loops import actions
from hub_graphql.context import Context
from hub_graphql.errors import Problems, done
from hub_graphql.feedback import Message
from hub_graphql.fields import mutation
from hub_graphql.items import ITEMS
from hub_graphql.loops import FeedbackRequest, Outcome
from hub_graphql.nodes import ONCE, key_of, keys_of

T = TypeVar("T")


@strawberry.input(description="A request for feedback on an item of yours.")
class RequestFeedbackInput:
    item: strawberry.ID = strawberry.field(description="The item's id.")
    people: list[strawberry.ID] = strawberry.field(
        description="Ids of people who may see it: those of `item.audience.people`. Never a mentor without a teacher."
    )
    question: str = strawberry.field(default="", description="What you want to know.")
    until: date | None = strawberry.field(default=None, description="By when: today or later, by the school's clock.")
    version: int | None = strawberry.field(default=None, description="Which version it is about; left out, the one that stands.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="A request of yours to take back.")
class WithdrawRequestInput:
    id: strawberry.ID = strawberry.field(description="The request's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="One of the people whom a request of yours was put to.")
class AskedInput:
    request: strawberry.ID = strawberry.field(description="The request's id.")
    person: strawberry.ID = strawberry.field(description="The person's id.")
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


@strawberry.input(description="What became of a message of feedback on your work.")
class RespondInput:
    message: strawberry.ID = strawberry.field(description="The message's id.")
    outcome: Outcome = strawberry.field(description="What you did with it.")
    why: str = strawberry.field(description="Why, in a few words.")
    version: int | None = strawberry.field(
        default=None, description="In which version of the item it can be seen; left out, the one that stands; 0 where none shows it yet."
    )
    client_mutation_id: str | None = strawberry.field(default=None, description=ONCE)


RequestResult = Annotated[
    FeedbackRequest | Problems, strawberry.union("RequestResult", description="The request as it is now, or why nothing was done.")
]
RespondResult = Annotated[
    Message | Problems, strawberry.union("RespondResult", description="The message with its response, or why nothing was done.")
]
Info = strawberry.Info[Context, None]


@strawberry.type
class LoopMutations:
    @mutation("Asks people who may see an item of yours for feedback on it. Asked of staff, the item waits for their answer.")
    def request_feedback(self, info: Info, input: RequestFeedbackInput) -> RequestResult:
        given = actions.Ask(
            item=key_of(input.item, *ITEMS),
            people=keys_of(input.people, "Person"),
            question=input.question,
            until=input.until,
            version=input.version,
        )
        return _done(info, FeedbackRequest, "ask", input, lambda tx: actions.ask(tx, given).id)

    @mutation("Takes a request of yours back. What was answered stays.")
    def withdraw_request(self, info: Info, input: WithdrawRequestInput) -> RequestResult:
        key = key_of(input.id, "FeedbackRequest")
        return _done(info, FeedbackRequest, "withdraw_request", input, lambda tx: actions.withdraw_request(tx, key).id)

    @mutation("Thanks somebody for answering a request of yours.")
    def thank(self, info: Info, input: AskedInput) -> RequestResult:
        request, person = key_of(input.request, "FeedbackRequest"), key_of(input.person, "Person")
        return _done(info, FeedbackRequest, "thank", input, lambda tx: actions.thank(tx, request, person).id)

    @mutation("Reminds somebody who has not answered a request of yours: once a day at the most.")
    def remind(self, info: Info, input: AskedInput) -> RequestResult:
        request, person = key_of(input.request, "FeedbackRequest"), key_of(input.person, "Person")
        return _done(info, FeedbackRequest, "remind", input, lambda tx: actions.remind(tx, request, person).id)

    @mutation("Says what became of feedback on your work, or says it anew. Its loop is closed then.")
    def respond(self, info: Info, input: RespondInput) -> RespondResult:
        key = key_of(input.message, "Message")
        outcome: Any = input.outcome.value

        def respond(tx: Tx) -> UUID:
            return actions.respond(tx, key, outcome, input.why, input.version).message_id

        return _done(info, Message, "respond", input, respond)


def _done(info: Info, kind: type[T], act: str, given: Any, do: Callable[[Tx], UUID]) -> T | Problems:
    return done(info.context, kind, act, given.client_mutation_id, do)
