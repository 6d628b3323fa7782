"""PostgreSQL: COPY of each table, in one REPEATABLE READ transaction.

Not pg_dump: it may be missing where Trellis runs, and refuses a server newer than itself. What we keep are rows; the
tables around them are made by our own migrations, so any PostgreSQL that Trellis runs on can take them.
"""

import contextlib
import graphlib
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import IsolationLevel, sql

from hub import migrations
from hub.backup.copies import Snapshot, Table
from hub.engines import conninfo

PIECE = 1 << 20
Connection = psycopg.Connection[tuple[object, ...]]


class PostgresCopies:
    """Of the first schema on the account's path."""

    engine = "PostgreSQL"

    def __init__(self, url: str) -> None:
        self._url = url
        self._conninfo = conninfo(url)

    def copy(self, folder: Path) -> Snapshot:
        with self._open() as connection:
            connection.isolation_level = IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            columns = _columns(connection)
            if "alembic_version" not in columns:
                raise ValueError("The database has no tables yet: there is nothing to keep.")
            tables = {name: _copy_out(connection, folder / name, name, columns[name]) for name in columns if name != "alembic_version"}
            revision = _words(connection, "SELECT version_num FROM alembic_version")[0]
            return Snapshot(revision, tables, frozenset(_words(connection, "SELECT key FROM rendition")))

    def is_empty(self) -> bool:
        with self._open() as connection:
            return "school" not in _columns(connection) or not _words(connection, "SELECT id::text FROM school LIMIT 1")

    def look(self, folder: Path, revision: str) -> None:
        """What COPY can't read, it refuses in `fill`, whose transaction is then rolled back."""

    def fill(self, folder: Path, revision: str, tables: dict[str, Table]) -> None:
        # To the tables of that day; an empty hub loses nothing by a step back.
        if migrations.revision(self._url) is None:
            migrations.upgrade(self._url, revision)
        else:
            migrations.downgrade(self._url, revision)
        with self._open() as connection:
            connection.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(_names(tables)))
            if _words(connection, "SELECT id::text FROM school LIMIT 1"):
                raise ValueError("Somebody opened a school here in the meantime. Nothing was restored.")
            connection.execute(sql.SQL("TRUNCATE {}").format(_names(tables)))
            for name in _in_order(connection, set(tables)):
                _copy_in(connection, folder / name, name, tables[name])

    @contextlib.contextmanager
    def _open(self) -> Iterator[Connection]:
        with psycopg.connect(self._conninfo) as connection:
            yield connection


def _copy_out(connection: Connection, path: Path, name: str, columns: list[str]) -> Table:
    rows = 0
    with path.open("wb") as file, connection.cursor() as cursor:
        statement = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(name), _names(columns))
        with cursor.copy(statement) as out:
            for piece in out:
                file.write(piece)
                rows += bytes(piece).count(b"\n")  # Its text form writes a line for each row, and \n for what breaks one.
    return Table(rows, columns)


def _copy_in(connection: Connection, path: Path, name: str, table: Table) -> None:
    with path.open("rb") as file, connection.cursor() as cursor:
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), _names(table.columns))
        with cursor.copy(statement) as into:
            while piece := file.read(PIECE):
                into.write(piece)
        if cursor.rowcount != table.rows:
            raise ValueError(f"The table {name} came with {cursor.rowcount} rows and should have {table.rows}. Nothing was restored.")


def _columns(connection: Connection) -> dict[str, list[str]]:
    """Tables and their columns, but those that the database computes itself."""
    found: dict[str, list[str]] = {}
    for name, column in connection.execute(_COLUMNS).fetchall():
        found.setdefault(str(name), []).append(str(column))
    return found


def _in_order(connection: Connection, names: set[str]) -> list[str]:
    """What is pointed to before what points. Raises ValueError for a circle, which no order could fill."""
    after: dict[str, set[str]] = {name: set() for name in names}
    for low, high in connection.execute(_POINTERS).fetchall():
        if low != high and low in names and high in names:
            after[str(low)].add(str(high))
    try:
        return list(graphlib.TopologicalSorter(after).static_order())
    except graphlib.CycleError as circle:
        raise ValueError(f"Tables point to each other in a circle: {', '.join(circle.args[1])}.") from circle


def _words(connection: Connection, statement: LiteralString) -> list[str]:
    return [str(word) for (word,) in connection.execute(statement).fetchall()]


def _names(names: "list[str] | dict[str, Table]") -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


_COLUMNS: LiteralString = """
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY c.relname, a.attnum
"""
_POINTERS: LiteralString = """
    SELECT low.relname, high.relname FROM pg_constraint k
    JOIN pg_class low ON low.oid = k.conrelid JOIN pg_class high ON high.oid = k.confrelid
    WHERE k.contype = 'f' AND low.relnamespace = current_schema()::regnamespace
"""
