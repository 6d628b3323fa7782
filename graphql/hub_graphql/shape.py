"""What is written in a document, whichever of its operations is meant: validation reads all of it, and pairwise at that."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    InlineFragmentNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)

from hub.words import _
from hub_graphql.limits import Limits, TooMuch

SIZES = ("first", "last")


class Shape(NamedTuple):
    steps: int
    """Nodes visited to find this out."""
    sizes: frozenset[str]
    """Names of the variables that say how long a list is."""
    steering: tuple[str, ...]
    """Names of the variables that say what is left out, by `@skip` and `@include`."""


def shape_of(document: DocumentNode, limits: Limits) -> Shape:
    """Looks at every node once. Raises TooMuch for what no variable can mend."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = [d for d in document.definitions if isinstance(d, FragmentDefinitionNode)]
    if len(operations) > limits.operations:
        raise TooMuch("TOO_MANY_OPERATIONS", _("This holds too many operations; the most is {n}.").format(n=limits.operations))
    if len(fragments) > limits.fragments:
        raise TooMuch("TOO_MANY_FRAGMENTS", _("This holds too many fragments; the most is {n}.").format(n=limits.fragments))

    fields, steering, steps = _fields([d.selection_set for d in (*operations, *fragments)])
    aliases = sum(field.alias is not None for field in fields)
    if aliases > limits.aliases:
        raise TooMuch("TOO_MANY_ALIASES", _("This renames {n} fields; the most is {most}.").format(n=aliases, most=limits.aliases))

    count: dict[str, int] = defaultdict(int)
    weight: dict[str, int] = defaultdict(int)
    for field in fields:
        name = (field.alias or field.name).value
        size = _size(field.arguments)
        steps += size
        count[name] += 1
        weight[name] += 1 + size
    if sum(n * weight[name] for name, n in count.items() if n > 1) > limits.overlap:
        raise TooMuch("TOO_REPETITIVE", _("This asks for the same field too many times. Ask for it once, or in several steps."))

    arguments = [argument for field in fields for argument in field.arguments or () if argument.name.value in SIZES]
    return Shape(steps, frozenset(a.value.name.value for a in arguments if isinstance(a.value, VariableNode)), tuple(sorted(steering)))


def _fields(waiting: list[SelectionSetNode]) -> tuple[list[FieldNode], set[str], int]:
    fields: list[FieldNode] = []
    steering: set[str] = set()
    steps = 0
    while waiting:
        for selection in waiting.pop().selections:
            steps += 1
            for directive in selection.directives or ():
                steering.update(a.value.name.value for a in directive.arguments or () if isinstance(a.value, VariableNode))
            if isinstance(selection, FieldNode):
                fields.append(selection)
            if isinstance(selection, FieldNode | InlineFragmentNode) and selection.selection_set:
                waiting.append(selection.selection_set)
    return fields, steering, steps


def _size(arguments: Sequence[ArgumentNode] | None) -> int:
    waiting: list[Node] = [argument.value for argument in arguments or ()]
    seen = 0
    while waiting:
        value = waiting.pop()
        seen += 1
        if isinstance(value, ListValueNode):
            waiting.extend(value.values)
        elif isinstance(value, ObjectValueNode):
            waiting.extend(field.value for field in value.fields)
    return seen
