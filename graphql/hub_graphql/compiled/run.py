"""One operation while it runs: graphql-core's executor, which knows the variables, words the errors and collects them."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeGuard

from graphql import GraphQLField, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution import Executor
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path


class Run(Executor[Any]):
    """Resolvers are synchronous here, as for `execute_sync`: nothing is ever waited for."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.arguments: dict[object, dict[str, Any]] = {}
        """What fields are called with, where that is the same for each object of this run."""
        self.is_awaitable = _never
        self.is_async_iterable = _never


Complete: TypeAlias = Callable[[Run, Any, Path | None], Any]
"""Makes a value, or the field of a source, at this path into a part of the answer. Raises what went wrong on the way."""


class Place:
    """A field where it stands in a document: what graphql-core would tell its resolver and say in its errors."""

    __slots__ = ("details", "field", "nodes", "parent")

    def __init__(self, parent: GraphQLObjectType, field: GraphQLField, details: FieldDetailsList) -> None:
        self.parent = parent
        self.field = field
        self.details = details
        self.nodes = [detail.node for detail in details]

    @property
    def name(self) -> str:
        return self.nodes[0].name.value

    def info(self, run: Run, path: Path) -> GraphQLResolveInfo[Any]:
        while path.prev is not None and isinstance(path.key, int):
            path = path.prev
        return run.build_resolve_info(self.field, self.nodes, self.parent, path)


def _never(_value: Any) -> TypeGuard[Any]:
    return False
