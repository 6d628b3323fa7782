"""How a value becomes a part of the answer, by the type of its field."""

from collections.abc import Callable, Iterable
from typing import Any

from graphql import (
    GraphQLAbstractType,
    GraphQLError,
    GraphQLObjectType,
    GraphQLOutputType,
    Undefined,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution.executor import invalid_return_type_error
from graphql.pyutils import Path
from graphql.pyutils.is_iterable import is_iterable
from strawberry.types.base import StrawberryObjectDefinition, get_object_definition
from strawberry.types.cast import get_strawberry_type_cast

from hub_graphql.compiled.leaves import leaf
from hub_graphql.compiled.run import Complete, Place, Run

Selection = Callable[[GraphQLObjectType, Place], Complete]
"""What is selected of objects of one type at one place."""


def completion(type_: GraphQLOutputType, place: Place, selection: Selection) -> Complete:
    """As graphql-core's `complete_value`, with all that is known beforehand decided beforehand."""
    if is_non_null_type(type_):
        inner = _nullable(type_.of_type, place, selection)
        missing = f"Cannot return null for non-nullable field {place.parent}.{place.name}."

        def complete(run: Run, value: Any, path: Path | None) -> Any:
            if value is None or value is Undefined:
                raise TypeError(missing)
            return inner(run, value, path)

        return complete

    found = _nullable(type_, place, selection)
    return lambda run, value, path: None if value is None or value is Undefined else found(run, value, path)


def _nullable(type_: GraphQLOutputType, place: Place, selection: Selection) -> Complete:
    """For a value that is not null."""
    if is_list_type(type_):
        return _list(type_.of_type, place, selection)
    if is_leaf_type(type_):
        inner = leaf(type_)

        def complete(_run: Run, value: Any, _path: Path | None) -> Any:
            if isinstance(value, Exception):
                raise value
            return inner(value)

        return complete
    if is_abstract_type(type_):
        return _abstract(type_, place, selection)
    assert is_object_type(type_)
    return _object(type_, place, selection(type_, place))


def _list(item_type: GraphQLOutputType, place: Place, selection: Selection) -> Complete:
    inner = completion(item_type, place, selection)

    def complete(run: Run, value: Any, path: Path | None) -> list[Any]:
        if type(value) is not list:
            _check_list(value, place)
        done: list[Any] = []
        for index, item in enumerate(value):
            here = Path(path, index, None)
            try:
                done.append(inner(run, item, here))
            except Exception as error:
                run.handle_field_error(error, item_type, place.details, here)
                done.append(None)
        return done

    return complete


def _check_list(value: Any, place: Place) -> Iterable[Any]:
    if isinstance(value, Exception):
        raise value
    if not is_iterable(value):
        raise GraphQLError(f"Expected Iterable, but did not find one for field '{place.parent}.{place.name}'.")
    return value


def _object(type_: GraphQLObjectType, place: Place, selected: Complete) -> Complete:
    is_type_of = type_.is_type_of
    by_class = not _asks_objects(type_)
    known: set[type] = set()

    def complete(run: Run, value: Any, path: Path | None) -> Any:
        if isinstance(value, Exception):
            raise value
        if is_type_of is not None and (type(value) not in known or get_strawberry_type_cast(value) is not None):
            assert path is not None
            if not is_type_of(value, place.info(run, path)):
                raise invalid_return_type_error(type_, value, place.details)
            if by_class and _is_plain(value):
                known.add(type(value))
        return selected(run, value, path)

    return complete


def _abstract(type_: GraphQLAbstractType, place: Place, selection: Selection) -> Complete:
    """Whose objects are of a type is asked once for each class of Strawberry's; of all other values, each time."""
    by_class = not _asks_objects(type_)
    objects: dict[str, Complete] = {}
    known: dict[type, Complete] = {}

    def complete(run: Run, value: Any, path: Path | None) -> Any:
        selected = known.get(type(value))
        if selected is not None and get_strawberry_type_cast(value) is None:
            return selected(run, value, path)
        if isinstance(value, Exception):
            raise value
        assert path is not None
        info = place.info(run, path)
        name = (type_.resolve_type or run.type_resolver)(value, info, type_)
        runtime_type = run.ensure_valid_runtime_type(name, type_, place.details, info, value)
        selected = objects.get(runtime_type.name)
        if selected is None:
            selected = objects[runtime_type.name] = _object(runtime_type, place, selection(runtime_type, place))
        if by_class and _is_plain(value):
            known[type(value)] = selected
        return selected(run, value, path)

    return complete


def _asks_objects(type_: GraphQLObjectType | GraphQLAbstractType) -> bool:
    """Whether a function of somebody's own looks at each object, to say of which type it is."""
    definition = type_.extensions.get("strawberry-definition")
    if definition is None:
        return True
    if isinstance(definition, StrawberryObjectDefinition):
        return definition.resolve_type is not None or definition.is_type_of is not None
    return False


def _is_plain(value: Any) -> bool:
    """An object whose class alone says of which type it is."""
    definition = get_object_definition(value)
    if definition is None or definition.origin is not type(value):
        return False
    return not definition.is_graphql_generic and definition.concrete_of is None and get_strawberry_type_cast(value) is None
