"""Documents drawn at random over a schema: aliases, fragments, types, variables, and what is skipped or included."""

from collections.abc import Callable
from typing import Any, NamedTuple

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_enum_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    is_required_argument,
)
from hypothesis import strategies as st

Values = Callable[[str, str], st.SearchStrategy[Any] | None]
"""For an argument of this name, of a scalar of this name: what may be given; None for the usual."""


class Asked(NamedTuple):
    text: str
    variables: dict[str, Any]
    other: dict[str, Any]
    """Other values for the same variables."""


class _Writer:
    def __init__(self, draw: Any, schema: GraphQLSchema, values: Values, leave: frozenset[str]) -> None:
        self.draw = draw
        self.schema = schema
        self.values = values
        self.leave = leave
        self.variables: dict[str, tuple[str, Any, Any]] = {}
        self.fragments: dict[str, tuple[str, str]] = {}

    def selections(self, type_: GraphQLNamedType, depth: int) -> str:
        parts = [self._selection(type_, depth) for _ in range(self.draw(st.integers(1, 5 if depth > 2 else 3)))]
        return "{ " + " ".join(part or "__typename" for part in parts) + " }"

    def _selection(self, type_: GraphQLNamedType, depth: int) -> str:
        form = self.draw(st.integers(0, 9))
        if form == 0:
            return f"__typename{self._steered()}"
        if form == 1 and depth:
            return f"...{self._on(type_, maybe=True)}{self._steered()} {self.selections(self._type, depth - 1)}"
        if form == 2 and depth:
            return self._spread(type_, depth)
        fields = [
            (name, field)
            for name, field in sorted(getattr(type_, "fields", {}).items())
            if name not in self.leave and (depth > 0 or not is_composite_type(get_named_type(field.type)))
        ]
        if not fields:
            return ""
        name, field = self.draw(st.sampled_from(fields))
        return self._field(name, field, depth)

    def _field(self, name: str, field: GraphQLField, depth: int) -> str:
        given = [f"{one}: {value}" for one, argument in sorted(field.args.items()) if (value := self._argument(one, argument))]
        arguments = f"({', '.join(given)})" if given else ""
        named = get_named_type(field.type)
        inner = f" {self.selections(named, depth - 1)}" if is_composite_type(named) else ""
        # Fields that say the same may share a name, whose selections are then merged.
        mark = sum(map(ord, f"{arguments}{field.type}")) % 97 if arguments or self.draw(st.integers(0, 5)) == 0 else 0
        alias = f"{name}_{mark}: " if mark else ""
        return f"{alias}{name}{arguments}{self._steered()}{inner}"

    def _on(self, type_: GraphQLNamedType, *, maybe: bool) -> str:
        self._type = type_
        others = [type_]
        if is_abstract_type(type_):
            others += self.schema.get_possible_types(type_)
        others += getattr(type_, "interfaces", ())
        if maybe and self.draw(st.booleans()):
            return ""
        self._type = self.draw(st.sampled_from(others))
        return f" on {self._type.name}"

    def _spread(self, type_: GraphQLNamedType, depth: int) -> str:
        known = [name for name, (on, _text) in self.fragments.items() if on == type_.name]
        if known and self.draw(st.booleans()):
            return f"...{self.draw(st.sampled_from(known))}{self._steered()}"
        on = self._on(type_, maybe=False)
        selections = self.selections(self._type, depth - 1)
        name = f"F{len(self.fragments)}"
        self.fragments[name] = (type_.name, f"fragment {name}{on} {selections}")
        return f"...{name}{self._steered()}"

    def _steered(self) -> str:
        form = self.draw(st.integers(0, 14))
        if form > 2:
            return ""
        directive = self.draw(st.sampled_from(["skip", "include"]))
        if form == 0:
            return f" @{directive}(if: {self.draw(st.sampled_from(['true', 'false']))})"
        return f" @{directive}(if: {self._variable('Boolean!', st.booleans())})"

    def _argument(self, name: str, argument: GraphQLArgument) -> str:
        if not is_required_argument(argument) and self.draw(st.booleans()):
            return ""
        if self.draw(st.integers(0, 2)) == 0:
            return self._variable(str(argument.type), self._values(name, argument.type))
        return _literal(self.draw(self._values(name, argument.type)), argument.type)

    def _variable(self, type_: str, values: st.SearchStrategy[Any]) -> str:
        fitting = [name for name, (of, _one, _other) in self.variables.items() if of == type_]
        if fitting and self.draw(st.booleans()):
            return f"${self.draw(st.sampled_from(fitting))}"
        name = f"v{len(self.variables)}"
        self.variables[name] = (type_, self.draw(values), self.draw(values))
        return f"${name}"

    def _values(self, name: str, type_: Any) -> st.SearchStrategy[Any]:
        if is_non_null_type(type_):
            return self._present(name, type_.of_type)
        return st.none() | self._present(name, type_)

    def _present(self, name: str, type_: Any) -> st.SearchStrategy[Any]:
        if is_list_type(type_):
            return st.lists(self._values(name, type_.of_type), max_size=3)
        if is_enum_type(type_):
            return st.sampled_from(sorted(type_.values))
        if is_input_object_type(type_):
            return st.fixed_dictionaries({}, optional={one: self._values(one, field.type) for one, field in type_.fields.items()})
        chosen = self.values(name, type_.name)
        if chosen is not None:
            return chosen
        usual: dict[str, st.SearchStrategy[Any]] = {
            "Int": st.integers(0, 3),
            "Float": st.sampled_from([0.0, 0.02, 0.1]),
            "Boolean": st.booleans(),
            "String": st.sampled_from(["", "a", "ü"]),
            "ID": st.sampled_from(["", "a"]),
        }
        return usual[type_.name]


def _literal(value: Any, type_: Any) -> str:
    type_ = type_.of_type if is_non_null_type(type_) else type_
    if value is None:
        return "null"
    if is_list_type(type_):
        return f"[{', '.join(_literal(one, type_.of_type) for one in value)}]"
    if is_input_object_type(type_):
        return "{" + ", ".join(f"{name}: {_literal(one, type_.fields[name].type)}" for name, one in value.items()) + "}"
    if is_enum_type(type_):
        return str(value)
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


@st.composite
def documents(
    draw: Any,
    schema: GraphQLSchema,
    values: Values = lambda _name, _type: None,
    *,
    kind: str = "query",
    depth: int = 5,
    leave: frozenset[str] = frozenset(),
) -> Asked:
    """Most are valid; where fields of one name don't agree, they are not. Fields named in `leave` are not asked for."""
    writer = _Writer(draw, schema, values, leave)
    root = schema.query_type if kind == "query" else schema.mutation_type
    assert root is not None
    body = writer.selections(root, depth)
    declared = ", ".join(f"${name}: {type_}" for name, (type_, _one, _other) in writer.variables.items())
    fragments = "\n".join(text for _on, text in writer.fragments.values())
    # Now and then one is not given at all, or not as its type wants it.
    given = {name: one for name, (_type, one, _other) in writer.variables.items() if draw(st.integers(0, 30))}
    if given and draw(st.integers(0, 30)) == 0:
        given[draw(st.sampled_from(sorted(given)))] = {"no": ["such", "value"]}
    other = {name: one for name, (_type, _one, one) in writer.variables.items()}
    return Asked(f"{kind} Asked{f'({declared})' if declared else ''} {body}\n{fragments}", given, other)
