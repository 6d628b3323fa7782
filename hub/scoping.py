"""A session that can't see: adds to a viewer's statements what withholds the rest, and refuses what it can't scope.

How it works: every ORM select of a viewer's session gets `with_loader_criteria` for the models that it names, at any depth.
The ORM itself then withholds the rest in `get()`, lists, counts, column selects, joins, lazy and eager loads, aliases and
subclasses. Core statements, bare tables, bulk changes and loads by join are refused: the criteria would not reach them.
"""

from collections.abc import Callable, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Column, ColumnElement, Table
from sqlalchemy.orm import Mapper, ORMExecuteState, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql.visitors import HasTraverseInternals

from hub.database import Base, Tx
from hub.viewer import Viewer


class Scoping:
    """`visible` gives each model the predicate that its rows must meet; `parameters` fills the predicates' bound parameters."""

    def __init__(self, visible: Mapping[type[Base], ColumnElement[bool]], parameters: Callable[[Viewer], dict[str, Any]]) -> None:
        # Built once: making fifteen of them for each statement would cost 5 to 7 ms.
        self._criteria = {model: with_loader_criteria(model, predicate, include_aliases=True) for model, predicate in visible.items()}
        self._parameters = parameters
        self._named: WeakKeyDictionary[Any, tuple[LoaderCriteriaOption, ...]] = WeakKeyDictionary()

    def __call__(self, state: ORMExecuteState) -> None:
        if state.is_column_load:
            return  # A visible row that is already in this session, and reads one more of its own columns.
        if not state.is_select or not state.is_orm_statement:
            raise PermissionError("A viewer's session runs ORM selects only: what else there is can't be scoped.")
        assert isinstance(state.session, Tx)
        state.parameters = {**self._parameters(state.session.viewer), **(state.parameters or {})}  # type: ignore[dict-item]
        state.statement = state.statement.options(*self._criteria_for(state.statement))

    def _criteria_for(self, statement: Any) -> tuple[LoaderCriteriaOption, ...]:
        """Remembered for prebuilt statements, as long as they live."""
        if statement not in self._named:
            if any(_loads_by_join(option) for option in statement._with_options):
                raise PermissionError("A viewer's statement loads by join: use selectinload, which is scoped by itself.")
            self._named[statement] = tuple(self._criteria[model] for model in self._protected(_models_named_in(statement)))
        return self._named[statement]

    def _protected(self, models: set[type[Any]]) -> list[type[Base]]:
        found = {model: next((base for base in model.__mro__ if base in self._criteria), None) for model in models}
        unknown = sorted(model.__name__ for model, base in found.items() if base is None)
        if unknown:
            raise PermissionError(f"{', '.join(unknown)} has no predicate in the policy: a viewer can't read it.")
        return sorted({base for base in found.values() if base}, key=lambda model: model.__name__)


def _models_named_in(statement: Any) -> set[type[Any]]:
    """Every model that the statement reads, at any depth. Raises PermissionError where it reads a table without its model."""
    mappers: set[Mapper[Any]] = set()
    tables: set[Any] = set()
    unread = [statement]
    while unread:
        element = unread.pop()
        entity = element._annotations.get("parententity")
        if entity is not None:
            mappers.add(entity.mapper)
        elif isinstance(element, Table):
            tables.add(element.alias())  # Never covered by a model: a bare table in FROM is not what the criteria act on.
        elif isinstance(element, Column):
            tables.add(element.table)  # The ORM's own `get` compares bare columns of the model that it names.
        else:
            # Not element.get_children(): a Select's own adds the tables beneath its models, which are scoped by their model.
            unread.extend(HasTraverseInternals.get_children(element))
    bare = tables - {table for mapper in mappers for table in mapper.tables}
    if bare:
        raise PermissionError(f"A viewer's statement names bare tables: {sorted(map(str, bare))}. Name their models instead.")
    return {mapper.class_ for mapper in mappers}


def _loads_by_join(option: Any) -> bool:
    return any(("lazy", "joined") in (load.strategy or ()) for load in getattr(option, "context", ()))
