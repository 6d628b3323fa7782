"""What a client is told of an error. Refusals are told as they are; a bug is told as a number that leads to the log."""

import re
import traceback
from typing import Any
from uuid import uuid4

import structlog
from graphql import GraphQLError

from hub.away import database_is_away
from hub.errors import Refusal
from hub.words import _

log = structlog.get_logger("graphql")


class Shown(GraphQLError):
    """A refusal that is not part of a type: its words reach the client as they are, with a code for programs."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, extensions={"code": code})


def told(error: GraphQLError, operation: str | None) -> dict[str, Any]:
    """An error as a member of `errors`. Anything unforeseen is masked and logged."""
    formatted: dict[str, Any] = {**error.formatted}
    cause = _cause(error)
    if isinstance(cause, Refusal):
        return formatted | {"message": cause.message, "extensions": {"code": _code(cause)}}
    # What fails on the way through the schema carries a path. Its message may quote what someone wrote.
    if isinstance(cause, Shown) or (error.path is None and cause is None):
        return formatted
    masked = mask(cause or error, operation)
    return {**masked, **{name: formatted[name] for name in ("locations", "path") if name in formatted}}


def mask(error: BaseException, operation: str | None = None) -> dict[str, Any]:
    """Logs where it happened, never what was said: messages and values of exceptions hold what people wrote."""
    if database_is_away(error):
        log.warning("the database is away", operation=(operation or "")[:60])
        return {"message": _("Trellis is restarting. Please ask again in a moment."), "extensions": {"code": "UNAVAILABLE"}}
    number = uuid4().hex[:12]
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)[-8:]]
    log.error("graphql.failed", correlation_id=number, error=type(error).__qualname__, where=where, operation=(operation or "")[:60])
    return {
        "message": _("Something went wrong on our side. If you ask for help, say this number: {number}.").format(number=number),
        "extensions": {"code": "INTERNAL", "correlationId": number},
    }


def _cause(error: GraphQLError) -> BaseException | None:
    cause: BaseException | None = error
    while isinstance(cause, GraphQLError) and not isinstance(cause, Shown):
        cause = cause.original_error
    return cause


def _code(refusal: Refusal) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(refusal).__name__).upper()
