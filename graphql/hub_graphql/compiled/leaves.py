"""Scalars and enums. A value that already is what JSON wants goes through untouched; for all others its type is asked."""

from collections.abc import Callable
from enum import Enum
from typing import Any, TypeAlias

from graphql import GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLLeafType, GraphQLString

from hub_graphql.compiled.run import Run

Leaf: TypeAlias = Callable[[Any], Any]
"""From a value that is neither null nor an exception. Raises what its type says against it."""

AS_IT_IS: dict[GraphQLLeafType, type] = {GraphQLString: str, GraphQLID: str, GraphQLBoolean: bool}
"""Scalars for which a value of exactly this type is its own answer."""


def leaf(type_: GraphQLLeafType) -> Leaf:
    return _enum(type_) if isinstance(type_, GraphQLEnumType) else _scalar(type_)


def _scalar(type_: GraphQLLeafType) -> Leaf:
    coerce = type_.coerce_output_value

    def complete(value: Any) -> Any:
        found = coerce(value)
        # Only graphql-core knows how to word it.
        return Run.complete_leaf_value(type_, value) if found is None else found

    return complete


def _enum(type_: GraphQLEnumType) -> Leaf:
    """Names of members are remembered. By identity: two enums that are strings as well may have members that are equal."""
    names: dict[int, tuple[Enum, str]] = {}

    def complete(value: Any) -> Any:
        known = names.get(id(value))
        if known is not None:
            return known[1]
        name = Run.complete_leaf_value(type_, value)
        if isinstance(value, Enum):
            names[id(value)] = (value, name)
        return name

    return complete
