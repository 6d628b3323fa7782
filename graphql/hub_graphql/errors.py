"""How the API says no: expected failures are part of the answer, with words for a person and a type for a program."""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import strawberry
from sqlalchemy.exc import IntegrityError

from hub import errors
from hub.database import Tx
from hub.drafts.sending import once
from hub.words import _
from hub_graphql.context import Context
from hub_graphql.nodes import Node


@strawberry.interface(description="Why something was not done. Every mutation can answer with one; nothing was changed then.")
class Problem:
    message: str = strawberry.field(description="In words for the person who asked, in their language.")


@strawberry.type(description="What is wrong with one field of the input.")
class FieldProblem:
    name: str = strawberry.field(
        description=(
            "The field's name in the input; of an answer, “answers.” and its prompt's key; of what a file shows, “alt-” and the file's id."
        )
    )
    message: str = strawberry.field(description="What is wrong, in words for the person who typed it.")


@strawberry.type(description="Something in the input can't be taken as it is.")
class ValidationProblem(Problem):
    fields: list[FieldProblem] = strawberry.field(description="The fields that are wrong.")


@strawberry.type(description="It doesn't exist, or isn't there for you: the answer is the same.")
class NotFound(Problem):
    pass


@strawberry.type(description="You can see it, but this isn't yours to do.")
class Forbidden(Problem):
    pass


@strawberry.type(description="Someone else, or another window, was there first. Nothing was overwritten.")
class Conflict(Problem):
    standing: Node | None = strawberry.field(description="What stands now, to be shown beside what was sent; null when there is nothing.")


@strawberry.type(description="It was here once and is used up: a draft that was sent already.")
class Gone(Problem):
    pass


@strawberry.type(description="Tried too often.")
class TooMany(Problem):
    wait: int = strawberry.field(description="After how many seconds it can be tried again.")


T = TypeVar("T")
Problems = ValidationProblem | NotFound | Forbidden | Conflict | Gone | TooMany


def done(
    context: Context, kind: type[T], act: str, key: str | None, do: Callable[[Tx], Any], standing: Callable[[], Any] | None = None
) -> T | Problems:
    """Does it on the writer, and answers with the thing of this kind as it reads after the commit; or with a Problem.

    What `key` did already is not done again: its thing is read again, under the policy of today.
    """

    def act_once(tx: Tx) -> Any:
        return do(tx) if key is None else once(tx, key, act, lambda: do(tx))

    try:
        try:
            made = context.turns.write(act_once)
        except IntegrityError:
            # The same key at the same moment: one was first, and what it made is found now.
            made = context.turns.write(act_once)
    except errors.NotSignedIn:
        raise
    except errors.Refusal as refusal:
        return problem(refusal, standing)
    shown = context.one(kind, made)
    return shown or NotFound(message=_("This was done, but you can't see it any more."))


def problem(refusal: errors.Refusal, standing: Callable[[], Any] | None = None) -> Problems:
    match refusal:
        case errors.Invalid():
            fields = [FieldProblem(name=_input_name(refusal.field), message=refusal.message)]
            return ValidationProblem(message=refusal.message, fields=fields)
        case errors.NotFound():
            return NotFound(message=refusal.message)
        case errors.Forbidden():
            return Forbidden(message=refusal.message)
        case errors.Conflict():
            return Conflict(message=refusal.message, standing=standing() if standing else None)
        case errors.Gone():
            return Gone(message=refusal.message)
        case errors.TooMany():
            return TooMany(message=refusal.message, wait=refusal.wait)
    raise refusal


def _input_name(field: str) -> str:
    """ "answer-now_what" is "answers.now_what" to a program, "reply_to" is "replyTo"."""
    if field.startswith("answer-"):
        return f"answers.{field.removeprefix('answer-')}"
    return re.sub(r"_(\w)", lambda match: match[1].upper(), field)
