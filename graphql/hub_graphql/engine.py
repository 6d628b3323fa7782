"""From a question to the bytes of its answer, in one synchronous piece that runs whole on a reader's thread."""

from typing import Any, Literal

import msgspec
import strawberry
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationType

from hub.words import _
from hub_graphql.compiled.plans import Plans
from hub_graphql.documents import Documents, Rejected
from hub_graphql.limits import Limits
from hub_graphql.masking import mask, told
from hub_graphql.wire import Question

Outcome = Literal["whole", "partial", "rejected", "broken"]


class Answer(msgspec.Struct, frozen=True):
    """A GraphQL response as JSON. "rejected": nothing was executed, and there is no `data`. "broken": our fault."""

    outcome: Outcome
    body: bytes


class Engine:
    """A schema with its limits and its memory of documents."""

    def __init__(
        self, schema: strawberry.Schema, *, limits: Limits | None = None, introspection: bool = False, suggestions: bool = False
    ) -> None:
        self.schema: GraphQLSchema = schema._schema
        self.hide_suggestions = not suggestions
        self.documents = Documents(self.schema, limits or Limits(), introspection=introspection, suggestions=suggestions)
        self._plans = Plans(schema)

    def answer(self, question: Question, context: object) -> Answer:
        """Carries a query or mutation out with synchronous resolvers. Raises Refused for a mutation by GET."""
        try:
            document, operation = self.documents.ready(question)
            if operation.operation is OperationType.SUBSCRIPTION:
                raise Rejected([_only_by_socket()])
        except Rejected as rejected:
            return written(ExecutionResult(None, rejected.errors), question)

        result = self._plans.carry_out(
            document, question.variables, question.operation_name, context=context, hide_suggestions=self.hide_suggestions
        )
        return written(result, question)


def written(result: ExecutionResult, question: Question) -> Answer:
    """A result as bytes, its errors masked."""
    members = response(result, question)
    outcome: Outcome = "whole" if "errors" not in members else "partial" if "data" in members else "rejected"
    return Answer(outcome, msgspec.json.encode(members))


def response(result: ExecutionResult, question: Question) -> dict[str, Any]:
    """A result as a GraphQL response. `errors` stands first, as the specification suggests."""
    members: dict[str, Any] = {}
    errors = result.errors or []
    if errors:
        members["errors"] = [told(error, question.operation_name) for error in errors]
    # Only an error on the way through the schema has a path; without one, execution never began.
    if result.data is not None or any(error.path is not None for error in errors):
        members["data"] = result.data
    return members


def refusal(message: str, code: str) -> bytes:
    return msgspec.json.encode({"errors": [{"message": message, "extensions": {"code": code}}]})


def broken(error: BaseException, question: Question | None) -> Answer:
    return Answer("broken", msgspec.json.encode({"errors": [mask(error, question.operation_name if question else None)]}))


def _only_by_socket() -> GraphQLError:
    return GraphQLError(_("Subscriptions travel over a WebSocket (graphql-transport-ws)."), extensions={"code": "SUBSCRIPTION"})
