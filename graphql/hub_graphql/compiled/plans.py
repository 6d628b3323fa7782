"""Plans: what is remembered of documents, within bounds, and one operation carried out by its plan."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

import strawberry
from graphql import ExecutionResult, GraphQLError, GraphQLObjectType
from graphql.execution.collect_fields import GroupedFieldSet, collect_fields
from graphql.pyutils import Path

from hub_graphql.compiled.fields import by_graphql_core, compiled
from hub_graphql.compiled.run import Complete, Place, Run
from hub_graphql.documents import Document

PLANS = 200
FIELDS = 400
"""Of one plan. What is selected beyond them is left to graphql-core."""
COERCION_ERRORS = 10


class Plan:
    """One operation, for the variables that steer what is selected. It grows where objects turn up, to at most so many fields."""

    def __init__(self, schema: strawberry.Schema, fields: int) -> None:
        self._schema = schema
        self._room = fields
        self._root: list[tuple[str, Complete]] | None = None

    def carry_out(self, run: Run) -> ExecutionResult:
        data = None
        try:
            data = self._data(run)
        except GraphQLError as error:
            run.collected_errors.add(error, None)
        return ExecutionResult(data, run.collected_errors.errors or None)

    def _data(self, run: Run) -> dict[str, Any]:
        """One field after the other, as it must be for mutations."""
        if self._root is None:
            type_ = run.schema.get_root_type(run.operation.operation)
            if type_ is None:
                raise GraphQLError(f"Schema is not configured to execute {run.operation.operation.value} operation.", run.operation)
            found = collect_fields(run.schema, run.fragments, run.variable_values, type_, run.operation, run.hide_suggestions)
            self._root = self._fields(run, type_, found.grouped_field_set)
        return {key: field(run, run.root_value, None) for key, field in self._root}

    def _select(self, type_: GraphQLObjectType, place: Place) -> Complete:
        """Compiled when there first is such an object: a document may name more than is ever found, or than would fit."""
        fields: list[tuple[str, Complete]] | None = None

        def complete(run: Run, source: Any, path: Path | None) -> dict[str, Any]:
            nonlocal fields
            if fields is None:
                fields = self._fields(run, type_, run.collect_subfields(type_, place.details).grouped_field_set)
            return {key: field(run, source, path) for key, field in fields}

        return complete

    def _fields(self, run: Run, parent: GraphQLObjectType, grouped: GroupedFieldSet) -> list[tuple[str, Complete]]:
        made: list[tuple[str, Complete]] = []
        for key, details in grouped.items():
            field = run.schema.get_field(parent, details[0].node.name.value)
            if field is None:
                continue
            place = Place(parent, field, details)
            self._room -= 1
            made.append((key, compiled(key, place, self._schema, self._select) if self._room >= 0 else by_graphql_core(key, place)))
        return made


class Plans:
    """The plans that were last used. Safe from several threads: two may compile the same, and either is right."""

    def __init__(self, schema: strawberry.Schema, *, most: int = PLANS, fields: int = FIELDS) -> None:
        self.schema = schema
        self._most = most
        self._fields = fields
        self._kept: OrderedDict[Hashable, Plan] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def carry_out(
        self, document: Document, variables: dict[str, Any], operation_name: str | None, *, context: object, hide_suggestions: bool
    ) -> ExecutionResult:
        """As graphql-core's `execute_sync`, of a document that was found valid."""
        run = Run.build(
            self.schema._schema,
            document.tree,
            context_value=context,
            raw_variable_values=variables,
            operation_name=operation_name,
            max_coercion_errors=COERCION_ERRORS,
            hide_suggestions=hide_suggestions,
        )
        if isinstance(run, list):
            return ExecutionResult(None, run)
        assert isinstance(run, Run)
        return self._plan(document, run).carry_out(run)

    def _plan(self, document: Document, run: Run) -> Plan:
        given = run.variable_values.coerced
        key = (document, id(run.operation), *(given.get(name) for name in document.steering))
        with self._lock:
            plan = self._kept.pop(key, None) or Plan(self.schema, self._fields)
            self._kept[key] = plan
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return plan
