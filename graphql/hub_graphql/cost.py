"""What a document would cost, found in one pass before any validation rule sees it.

Validation itself is what some documents attack: it compares repeated fields pairwise, and follows every path through
fragments. So this walks each node once, remembers each fragment's cost, and refuses with words.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    Node,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from hub.words import _
from hub_graphql.fields import weight_of
from hub_graphql.limits import Limits, TooMuch
from hub_graphql.shape import SIZES, shape_of

_ENDLESS = 10**9


class Cost(NamedTuple):
    things: int
    depth: int
    roots: int


class Guard:
    """The limits held against one document. Raises TooMuch at once for what no variable can mend."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, limits: Limits) -> None:
        shape = shape_of(document, limits)
        self.steps = shape.steps
        """Nodes visited so far: what tests hold to be linear."""
        self.sizes = shape.sizes
        """Names of the variables on which the cost depends."""
        self.steering = shape.steering
        """Names of the variables on which it depends what is answered at all."""
        self._schema = schema
        self._limits = limits
        self._fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
        self._known: dict[str, Cost] = {}
        self._open: set[str] = set()
        self._nesting = 0
        self._values: Mapping[str, Any] = {}

    def cost(self, operation: OperationDefinitionNode, variables: Mapping[str, Any]) -> Cost:
        """The cost of one operation with these variables. Raises TooMuch."""
        self._known.clear()
        self._open.clear()
        self._nesting = 0
        self._values = {d.variable.name.value: _default(d.default_value) for d in operation.variable_definitions or ()} | dict(variables)
        cost = self._selections(operation.selection_set, self._schema.get_root_type(operation.operation))
        if cost.roots > self._limits.roots:
            raise TooMuch(
                "TOO_MANY_ROOTS", _("This asks {n} questions at once; the most is {most}.").format(n=cost.roots, most=self._limits.roots)
            )
        if cost.depth > self._limits.depth:
            raise self._too_deep()
        if cost.things > self._limits.things:
            raise TooMuch(
                "TOO_COSTLY",
                _(
                    "This asks for too much at once: about {n} things, the most is {most}. Ask for fewer with first:, or in several steps."
                ).format(n=_about(cost.things), most=f"{self._limits.things:,}"),
            )
        return cost

    def _selections(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None) -> Cost:
        things = depth = roots = 0
        if selections is None:
            return Cost(0, 0, 0)
        # Only depth is counted below a field; but fragments in fragments would exhaust the stack as well.
        self._nesting += 1
        if self._nesting > 3 * self._limits.depth:
            raise self._too_deep()
        for selection in selections.selections:
            self.steps += 1
            if isinstance(selection, FieldNode):
                cost = self._field(selection, parent)
            elif isinstance(selection, InlineFragmentNode):
                on = selection.type_condition
                cost = self._selections(selection.selection_set, self._schema.get_type(on.name.value) if on else parent)
            else:
                assert isinstance(selection, FragmentSpreadNode)
                cost = self._fragment(selection.name.value)
            things, depth, roots = min(things + cost.things, _ENDLESS), max(depth, cost.depth), min(roots + cost.roots, _ENDLESS)
        self._nesting -= 1
        return Cost(things, depth, roots)

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> Cost:
        field = self._definition(node, parent)
        inner = self._selections(node.selection_set, get_named_type(field.type) if field else None)
        below = self._many(node, field, parent) * weight_of(field) * inner.things
        return Cost(min(1 + below, _ENDLESS), 1 + inner.depth, 1)

    def _fragment(self, name: str) -> Cost:
        if name in self._open:
            raise TooMuch("FRAGMENT_CYCLE", _("The fragment “{name}” contains itself.").format(name=name[:60]))
        if name not in self._known:
            fragment = self._fragments.get(name)
            if fragment is None:
                return Cost(0, 0, 0)  # Validation says what is wrong with it.
            self._open.add(name)
            self._known[name] = self._selections(fragment.selection_set, self._schema.get_type(fragment.type_condition.name.value))
            self._open.remove(name)
        return self._known[name]

    def _definition(self, node: FieldNode, parent: GraphQLNamedType | None) -> GraphQLField | None:
        name = node.name.value
        if parent is None:
            return None
        if name.startswith("__") and parent in {self._schema.query_type}:
            return self._schema.get_field(self._schema.query_type, name) if self._schema.query_type else None
        fields: Mapping[str, GraphQLField] = getattr(parent, "fields", {})
        return fields.get(name)

    def _many(self, node: FieldNode, field: GraphQLField | None, parent: GraphQLNamedType | None) -> int:
        """How many times what is below this field is answered."""
        asked = [_number(a.value, self._values) for a in node.arguments or () if a.name.value in SIZES]
        if known := [n for n in asked if n is not None]:
            return max(known)
        if field is None:
            return 1
        if any(name in field.args for name in SIZES):
            defaults = [a.default_value for name, a in field.args.items() if name in SIZES and isinstance(a.default_value, int)]
            return max(defaults, default=self._limits.page)
        # A connection's edges and nodes were counted where it was asked for; a schema describes itself once.
        counted = parent is not None and (parent.name.startswith("__") or "pageInfo" in getattr(parent, "fields", {}))
        return self._limits.items if is_list_type(get_nullable_type(field.type)) and not counted else 1

    def _too_deep(self) -> TooMuch:
        return TooMuch("TOO_DEEP", _("This is nested too deeply; the most is {most} levels.").format(most=self._limits.depth))


def _number(node: Node, variables: Mapping[str, Any]) -> int | None:
    value = variables.get(node.name.value) if isinstance(node, VariableNode) else _default(node)
    return max(0, min(value, _ENDLESS)) if isinstance(value, int) and not isinstance(value, bool) else None


def _default(node: Node | None) -> int | None:
    # Ten digits are more than anybody is given; reading a thousand of them would take time.
    if not isinstance(node, IntValueNode):
        return None
    return _ENDLESS if len(node.value) > 9 else int(node.value)


def _about(n: int) -> str:
    """Two digits that count: 51,987 is about 52,000."""
    rounding = 10 ** max(0, len(str(n)) - 2)
    return f"{round(n / rounding) * rounding:,}"
