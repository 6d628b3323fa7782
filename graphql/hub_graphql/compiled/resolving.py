"""How a field finds its value."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeAlias

import strawberry
from graphql import get_nullable_type, is_enum_type, is_leaf_type, is_specified_scalar_type
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField

from hub_graphql.compiled.run import Place, Run

Resolve: TypeAlias = Callable[[Run, Any, Path], Any]


def attribute(place: Place, schema: strawberry.Schema) -> Callable[[Any], Any] | None:
    """For a field that is no more than an attribute of its object."""
    definition = _definition(place, schema)
    if definition is None or not definition.is_basic_field or definition.default_resolver is not getattr:
        return None
    return attrgetter(definition.python_name)


def resolver(place: Place, schema: strawberry.Schema) -> Resolve:
    if get := attribute(place, schema):
        return lambda _run, source, _path: get(source)
    definition = _definition(place, schema)
    if definition is not None and _is_plain_method(place, definition):
        return _method(place, definition, schema)
    return _by_graphql_core(place)


def _definition(place: Place, schema: strawberry.Schema) -> StrawberryField | None:
    """How Strawberry knows the field, where it adds nothing around its resolver."""
    definition = place.field.extensions.get("strawberry-definition")
    if not isinstance(definition, StrawberryField) or definition.extensions or schema.schema_converter.exception_handlers:
        return None
    return definition


def _is_plain_method(place: Place, definition: StrawberryField) -> bool:
    """Called with its object, and with arguments that nobody can change: so that all objects may be given the same ones."""
    found = definition.base_resolver
    if found is None or found.is_async or not found.self_parameter or found.info_parameter:
        return False
    if found.root_parameter or found.parent_parameter:
        return False
    kinds = [get_nullable_type(argument.type) for argument in place.field.args.values()]
    return all(is_leaf_type(kind) and (is_enum_type(kind) or is_specified_scalar_type(kind)) for kind in kinds)


def _method(place: Place, definition: StrawberryField, schema: strawberry.Schema) -> Resolve:
    assert definition.base_resolver is not None
    method: Any = definition.base_resolver.wrapped_func
    if not place.field.args:
        return lambda _run, source, _path: method(source)

    key = object()
    converter = schema.schema_converter

    def resolve(run: Run, source: Any, _path: Path) -> Any:
        given = run.arguments.get(key)
        if given is None:
            given = run.arguments[key] = convert_arguments(
                _arguments(run, place), definition.arguments, converter.scalar_registry, converter.config
            )
        return method(source, **given)

    return resolve


def _by_graphql_core(place: Place) -> Resolve:
    field = place.field

    def resolve(run: Run, source: Any, path: Path) -> Any:
        info = place.info(run, path)
        given = _arguments(run, place) if field.args or place.nodes[0].arguments else {}
        return (field.resolve or run.field_resolver)(source, info, **given)

    return resolve


def _arguments(run: Run, place: Place) -> dict[str, Any]:
    first = place.details[0]
    return get_argument_values(place.field, first.node, run.variable_values, first.fragment_variable_values, run.hide_suggestions)
