"""The column types and operators that both databases spell differently."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, JSON, Boolean, ColumnElement, DateTime, Enum, TableValuedAlias, Text, TypeDecorator, Uuid, bindparam, column
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime. SQLite has no zones: it keeps the UTC reading, and gets it back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """JSON, as JSONB on PostgreSQL, whose dialect is loaded only there."""

    impl = JSON
    cache_ok = True
    hashable = False

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name != "postgresql":
            return dialect.type_descriptor(JSON())
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB())


class IdSet(TypeDecorator[Iterable[UUID]]):
    """A set of ids as one parameter, so that a statement's text doesn't grow with it: an array, or JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(Uuid()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Iterable[UUID] | None, dialect: Dialect) -> Any:
        ids = [] if value is None else list(value)
        return ids if dialect.name == "postgresql" else json.dumps([one.hex for one in ids])


def insert_into(model: Any, dialect: str) -> Any:
    """An INSERT that knows ON CONFLICT, which both databases have and each dialect spells for itself."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(model)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(model)


def words_of(kind: object, name: str = "kind") -> Enum:
    """A literal type kept as short text with a check, the same on both databases. `name` tells two checks of one table apart."""
    return Enum(*kind.__args__, native_enum=False, length=20, create_constraint=True, name=name)  # type: ignore[attr-defined]


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True
    name = "among"

    def self_group(self, against: OperatorType | None = None) -> "_Among":
        """As it stands: where booleans are numbers, SQLAlchemy would add "= 1", which keeps SQLite from using any index."""
        return self


def among(column: Any, parameter: str) -> ColumnElement[bool]:
    """`column` is one of the ids bound to `parameter`: `= ANY(…)` on PostgreSQL, `json_each` on SQLite."""
    return _Among(column, bindparam(parameter, type_=IdSet()))


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = element.clauses
    return f"{compiler.process(column, **kw)} = ANY ({compiler.process(ids, **kw)})"


@compiles(_Among)
def _json_each(element: _Among, compiler: SQLCompiler, **kw: Any) -> str:
    column, ids = element.clauses
    return f"{compiler.process(column, **kw)} IN (SELECT value FROM json_each({compiler.process(ids, **kw)}))"  # noqa: S608 - compiled clauses, no text of anyone's


class _Entries(FunctionElement[str]):
    inherit_cache = True
    name = "entries"


def entries(parameter: str) -> TableValuedAlias:
    """A JSON object bound as text, read as rows of text (`key`, `value`): many pairs in one parameter.

    `value` keeps its number on SQLite: cast it where it matters.
    """
    return _Entries(bindparam(parameter, type_=Text())).table_valued(column("key", Text()), column("value", Text()), name=parameter)


@compiles(_Entries, "postgresql")
def _json_each_text(element: _Entries, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each_text(CAST({compiler.process(element.clauses, **kw)} AS json))"


@compiles(_Entries)
def _json_entries(element: _Entries, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **kw)})"


class _DayOrLater(FunctionElement[datetime]):
    type = Moment()
    inherit_cache = True
    name = "day_or_later"


def day_or_later(day: Any, moment: Any) -> ColumnElement[datetime]:
    """For an order: when this day begins; where there is none, the moment, put off for seven thousand years, behind all days."""
    return _DayOrLater(day, moment)


@compiles(_DayOrLater, "postgresql")
def _cast_or_add(element: _DayOrLater, compiler: SQLCompiler, **kw: Any) -> str:
    day, moment = (compiler.process(one, **kw) for one in element.clauses)
    return f"COALESCE(CAST({day} AS timestamp) AT TIME ZONE 'UTC', {moment} + INTERVAL '7000 years')"


@compiles(_DayOrLater)
def _as_text(element: _DayOrLater, compiler: SQLCompiler, **kw: Any) -> str:
    day, moment = (compiler.process(one, **kw) for one in element.clauses)
    return f"COALESCE({day} || ' 00:00:00.000000', (substr({moment}, 1, 1) + 7) || substr({moment}, 2))"
