"""A session that can't see: adds to a viewer's statements what withholds the rest, and refuses what it can't scope.

How it works: every ORM select of a viewer's session gets `with_loader_criteria` for the models that it names, at any depth.
The ORM itself then withholds the rest in `get()`, lists, counts, column selects, joins, lazy and eager loads, aliases and
subclasses. Core statements, bare tables, bulk changes and loads by join are refused: the criteria would not reach them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Column, ColumnClause, ColumnElement, CompoundSelect, Join, Select, TableClause, TextClause, TextualSelect
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.sql.lambdas import LambdaElement
from sqlalchemy.sql.operators import custom_op
from sqlalchemy.sql.selectable import AliasedReturnsRows, FromClause, FromClauseAlias
from sqlalchemy.sql.visitors import HasTraverseInternals

from hub.database import Base, Tx
from hub.viewer import Viewer


class Scoping:
    """`visible` gives each model the predicate that its rows must meet; `parameters` fills the predicates' bound parameters."""

    def __init__(self, visible: Mapping[type[Base], ColumnElement[bool]], parameters: Callable[[Viewer], dict[str, Any]]) -> None:
        # Built once: making fifteen of them for each statement would cost 5 to 7 ms.
        self._criteria = {model: with_loader_criteria(model, predicate, include_aliases=True) for model, predicate in visible.items()}
        self._parameters = parameters
        self._scoped: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def __call__(self, state: ORMExecuteState) -> None:
        if state.is_column_load:
            return  # A visible row that is already in this session, and reads one more of its own columns.
        if not state.is_select or not state.is_orm_statement:
            raise PermissionError("A viewer's session runs ORM selects only: what else there is can't be scoped.")
        assert isinstance(state.session, Tx)
        state.parameters = {**(state.parameters or {}), **self._parameters(state.session.viewer)}  # type: ignore[dict-item]
        state.statement = self._with_criteria(state.statement)

    def _with_criteria(self, statement: Any) -> Any:
        """Remembered for prebuilt statements, as long as they live: one that is made anew would have to be read by the compiler's
        cache from end to end each time."""
        scoped = self._scoped.get(statement)
        if scoped is None:
            if any(_loads_by_join(option) for option in statement._with_options):
                raise PermissionError("A viewer's statement loads by join: use selectinload, which is scoped by itself.")
            criteria = [self._criteria[model] for model in self._protected(_models_named_in(statement))]
            scoped = self._scoped[statement] = statement.options(*criteria)
        return scoped

    def _protected(self, models: set[type[Any]]) -> list[type[Base]]:
        found = {model: next((base for base in model.__mro__ if base in self._criteria), None) for model in models}
        unknown = sorted(model.__name__ for model, base in found.items() if base is None)
        if unknown:
            raise PermissionError(f"{', '.join(unknown)} has no predicate in the policy: a viewer can't read it.")
        return sorted({base for base in found.values() if base}, key=lambda model: model.__name__)


def _models_named_in(statement: Any) -> set[type[Any]]:
    """Every model that the statement reads, at any depth. Raises PermissionError where it reads anything else."""
    if not isinstance(statement, Select | CompoundSelect):
        raise PermissionError("A viewer's statement is a select: what is made of text, or a lambda, can't be scoped.")
    reading = _Reading()
    reading.read(statement)
    return reading.models


class _Reading:
    """A walk through a statement that notes the models it names, and finds what the criteria would not reach.

    Bare columns are weighed select by select: an outer select that names their model doesn't scope an inner one that
    reads the table itself.
    """

    def __init__(self) -> None:
        self.models: set[type[Any]] = set()
        self._seen: dict[int, FromClause] = {}

    def read(self, select: Any) -> None:
        """One select with all that stands in it."""
        covered: set[Any] = set()
        bare: set[Any] = set()
        unread = _children(select)
        while unread:
            element = unread.pop()
            if isinstance(element, FromClause):
                if id(element) in self._seen:
                    continue  # Columns of a subquery lead to it, and it to them.
                self._seen[id(element)] = element  # Kept, so that no other gets its id.
            entity = element._annotations.get("parententity")
            if isinstance(element, Select | CompoundSelect):
                self.read(element)
            elif entity is not None:
                self.models.add(entity.mapper.class_)
                unread.extend(_beneath(element, entity))
                if isinstance(element, Join) and element not in {entity.selectable}:
                    # The ORM adds no criteria to the right side of such a join.
                    raise PermissionError("A viewer's statement selects from a join made beforehand: use select(…).join(…).")
                if entity.is_mapper:
                    covered.update(entity.mapper.tables)
            elif isinstance(element, ColumnClause) and isinstance(element.table, AliasedReturnsRows):
                unread.append(element.table)
            elif isinstance(element, Column):
                bare.add(element.table)  # The ORM's own `get` compares bare columns of the model that it names.
            elif _is_text(element):
                raise PermissionError("A viewer's statement holds text: what it reads can't be scoped.")
            elif isinstance(element, TableClause):
                raise PermissionError(f"A viewer's statement names a bare table: {element.name}. Name its model instead.")
            else:
                unread.extend(_children(element))
        if names := sorted(str(table) for table in bare - covered):
            raise PermissionError(f"A viewer's statement names bare columns of {names}. Name their models instead.")


def _children(element: Any) -> list[Any]:
    if any(getattr(element, words, ()) for words in ("_prefixes", "_suffixes", "_hints", "_statement_hints")):
        raise PermissionError("A viewer's statement holds text: what it reads can't be scoped.")
    # Not element.get_children(): a Select's own adds the tables beneath its models, which are scoped by their model.
    return list(HasTraverseInternals.get_children(element))


def _beneath(element: Any, entity: Any) -> Iterator[Any]:
    """What is read through a model besides its own tables: the subquery that stands in for one, or that has such a column."""
    own = {table for mapper in entity.mapper.self_and_descendants for table in mapper.tables}
    unread = [] if entity.is_mapper else [entity.selectable]
    if isinstance(element, ColumnClause):
        unread.append(element.table)
    while unread:
        selectable = unread.pop()
        if isinstance(selectable, Join):
            unread += [selectable.left, selectable.right]
        elif isinstance(selectable, FromClauseAlias) and not isinstance(selectable.element, Select | CompoundSelect):
            unread.append(selectable.element)
        elif selectable is not None and selectable not in own:
            yield selectable


def _is_text(element: Any) -> bool:
    """Words that a database would read as SQL; "*" and numbers are what counting and existing are written with."""
    if isinstance(element, ColumnClause) and element.is_literal:
        return not (element.name == "*" or element.name.isdecimal())
    if isinstance(operator := getattr(element, "operator", None), custom_op):
        return any(sign.isspace() or sign in "()" for sign in operator.opstring)
    return isinstance(element, TextClause | TextualSelect | LambdaElement)


def _loads_by_join(option: Any) -> bool:
    loads = (option, *getattr(option, "context", ()))
    return any(("lazy", "joined") in (getattr(load, "strategy", None) or ()) for load in loads)
