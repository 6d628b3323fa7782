"""Strawberry's decorators as we use them: with words for whoever reads the schema, and with types that checkers can follow."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry
from graphql import GraphQLField
from strawberry.schema.schema_converter import GraphQLCoreConverter

F = TypeVar("F", bound=Callable[..., Any])


def field(description: str, weight: int = 1) -> Callable[[F], F]:
    """A field that is worked out when it is asked for. `weight`: what each field below it counts for in what a question may cost."""
    return cast("Callable[[F], F]", strawberry.field(description=description, metadata={"weight": weight} if weight > 1 else None))


def weight_of(field: GraphQLField | None) -> int:
    ours = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF) if field else None
    weight: int = ours.metadata.get("weight", 1) if ours else 1
    return weight


def mutation(description: str) -> Callable[[F], F]:
    return cast("Callable[[F], F]", strawberry.mutation(description=description))


def subscription(description: str) -> Callable[[F], F]:
    return cast("Callable[[F], F]", strawberry.subscription(description=description))
