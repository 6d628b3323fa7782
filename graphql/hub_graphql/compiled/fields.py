"""A field at its place in a document: resolved, completed, and its error told as graphql-core tells it."""

from collections.abc import Callable
from typing import Any

import strawberry
from graphql import GraphQLLeafType, GraphQLNonNull, is_leaf_type, is_non_null_type
from graphql.pyutils import Path

from hub_graphql.compiled.leaves import AS_IT_IS
from hub_graphql.compiled.resolving import attribute, resolver
from hub_graphql.compiled.run import Complete, Place, Run
from hub_graphql.compiled.values import Selection, completion


def compiled(key: str, place: Place, schema: strawberry.Schema, selection: Selection) -> Complete:
    """From the object that has the field."""
    if place.name == "__typename":
        name = place.parent.name
        return lambda _run, _source, _path: name
    type_ = place.field.type
    named = type_.of_type if is_non_null_type(type_) else type_
    get = attribute(place, schema)
    if get is not None and is_leaf_type(named):
        return _attribute(key, place, get, named, completion(type_, place, selection))
    return _field(key, place, resolver(place, schema), completion(type_, place, selection))


def by_graphql_core(key: str, place: Place) -> Complete:
    """The same, left to graphql-core from here on down."""
    parent, details = place.parent, place.details
    return lambda run, source, path: run.execute_field(parent, source, details, Path(path, key, parent.name), None)


def _field(key: str, place: Place, resolve: Callable[[Run, Any, Path], Any], complete: Complete) -> Complete:
    name, type_, details = place.parent.name, place.field.type, place.details

    def field(run: Run, source: Any, path: Path | None) -> Any:
        here = Path(path, key, name)
        try:
            return complete(run, resolve(run, source, here), here)
        except Exception as error:
            run.handle_field_error(error, type_, details, here)
            return None

    return field


def _attribute(key: str, place: Place, get: Callable[[Any], Any], leaf: GraphQLLeafType, complete: Complete) -> Complete:
    """Most of most answers: its place is only worked out when something is wrong with it."""
    name, type_, details = place.parent.name, place.field.type, place.details
    nullable = not isinstance(type_, GraphQLNonNull)
    as_it_is = AS_IT_IS.get(leaf)

    def field(run: Run, source: Any, path: Path | None) -> Any:
        try:
            value = get(source)
            if type(value) is as_it_is or (nullable and value is None):
                return value
            return complete(run, value, None)
        except Exception as error:
            run.handle_field_error(error, type_, details, Path(path, key, name))
            return None

    return field
