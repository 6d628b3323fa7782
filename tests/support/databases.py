"""Real databases, one to a test, copied from a template that was migrated once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, Engine, create_engine, event

from hub import engines
from tests.support.once import once
from tests.support.postgresql import Postgresql


class Sqlite:
    """A migrated file, copied: 1 ms a test."""

    def __init__(self, folder: Path, migrate: Callable[[str], None]) -> None:
        self.folder = folder
        self.migrate = migrate
        self.numbers = count(1)

    @cached_property
    def template(self) -> Path:
        def make(folder: Path) -> None:
            self.migrate(f"sqlite:///{folder}/template.sqlite3")
            left = [one.name for one in folder.iterdir() if one.name != "template.sqlite3"]
            assert not left, f"hub.migrations.upgrade left a connection open: {left}"

        return once("migrated-sqlite", make) / "template.sqlite3"

    @contextmanager
    def fresh(self, *, migrated: bool = True) -> Iterator[str]:
        path = self.folder / f"test-{next(self.numbers)}.sqlite3"
        if migrated:
            self.copy_to(path)
        yield f"sqlite:///{path}"
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)

    def copy_to(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.template, path)


class Databases:
    """Both engines under their names. What was not asked for is not started."""

    def __init__(self, folder: Path) -> None:
        self.sqlite = Sqlite(folder, _migrate)
        self.postgresql = Postgresql(_migrate)

    def fresh(self, engine: str, *, migrated: bool = True) -> AbstractContextManager[str]:
        """`engine` is "sqlite" or "postgresql"; gives the URL, and removes the database at the end."""
        return (self.sqlite if engine == "sqlite" else self.postgresql).fresh(migrated=migrated)


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Every test opens engines of its own, and each would make the same SQL anew: half the time of most tests.

    So what one has compiled is there for all of its kind. A compiled statement belongs to a dialect, which is therefore
    one as well, as soon as it has met its server.
    """
    opened: dict[str, Engine] = {}

    def create(url: str | URL, **options: Any) -> Engine:
        engine = create_engine(url, query_cache_size=5000, **options)
        first = opened.setdefault(engine.dialect.name, engine)
        if getattr(first.dialect, "server_version_info", None):
            engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", create)
        yield


@pytest.fixture(scope="session", autouse=True)
def nothing_outlives_the_machine() -> Iterator[None]:
    """SQLite doesn't wait for the disk either: a third of a small test's time. The servers of tests, which are killed, do wait."""
    as_in_earnest = engines.sqlite_engine

    def sqlite_engine(*args: Any, **options: Any) -> Engine:
        engine = as_in_earnest(*args, **options)
        event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=OFF"))
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "sqlite_engine", sqlite_engine)
        yield


def _migrate(url: str) -> None:
    # Imported late: tests of the harness itself, and of the layout, need no application.
    from hub.migrations import upgrade

    upgrade(url)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.postgresql.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A fresh migrated database; the test runs once on each engine."""
    with databases.fresh(request.param) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A database without a single table, once on each engine: for tests of the migrations themselves."""
    with databases.fresh(request.param, migrated=False) as url:
        yield url


@pytest.fixture
def sqlite_url(databases: Databases) -> Iterator[str]:
    with databases.fresh("sqlite") as url:
        yield url


@pytest.fixture
def postgresql_url(databases: Databases) -> Iterator[str]:
    with databases.fresh("postgresql") as url:
        yield url
