"""SQLite: VACUUM INTO reads in one transaction, beside whoever writes, and leaves out the remains of what was deleted."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from hub.backup.copies import Snapshot, Table
from hub.engines import SQLITE

NAME = "database.sqlite3"
PATIENCE = 30.0


class SqliteCopies:
    """Of a file."""

    engine = "SQLite"

    def __init__(self, url: str) -> None:
        self._path = Path(make_url(url).database or "")

    def copy(self, folder: Path) -> Snapshot:
        if not self._path.is_file():
            raise ValueError(f"There is no hub in {self._path.parent} yet. Is TRELLIS_DATA the right folder?")
        with _open(self._path) as source:
            source.execute("VACUUM INTO ?", (str(folder / NAME),))
        with _open(folder / NAME) as copied:
            names = [name for (name,) in copied.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
            if "alembic_version" not in names:
                raise ValueError("The database has no tables yet: there is nothing to keep.")
            revision = copied.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            tables = {name: Table(copied.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608 - names from its schema
            return Snapshot(revision, tables, frozenset(key for (key,) in copied.execute("SELECT key FROM rendition")))

    def is_empty(self) -> bool:
        if not self._path.is_file():
            return True
        with _open(self._path) as there:
            found = there.execute("SELECT 1 FROM sqlite_schema WHERE name = 'school'").fetchone()
            return found is None or there.execute("SELECT 1 FROM school").fetchone() is None

    def look(self, folder: Path, revision: str) -> None:
        if not (folder / NAME).is_file():
            raise ValueError("The archive holds no database.")
        with _open(folder / NAME) as copied:
            whole = copied.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if not whole or copied.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise ValueError("The database in the archive is damaged.")

    def fill(self, folder: Path, revision: str, tables: dict[str, Table]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _open(folder / NAME) as source, _open(self._path) as target:
            # One transaction of the target, however large: a power cut leaves it as it was.
            source.backup(target)


@contextlib.contextmanager
def _open(path: Path) -> Iterator[Any]:
    with contextlib.closing(SQLITE.connect(str(path), timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = FULL")
        yield connection
