"""Brings a database to the tables that this version of the code knows, one small step after another, and back."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from hub.engines import sqlite_engine

LOCK = 7_355_608_141
"""Of PostgreSQL, held while the tables change: of several processes that start at once, one works and the others wait."""


def upgrade(url: str, to: str = "head") -> None:
    """To the newest step, or to one before. Harmless when it is there already."""
    _run(url, command.upgrade, to)


def downgrade(url: str, revision: str) -> None:
    """Back to a step, "base" being none at all."""
    _run(url, command.downgrade, revision)


def is_current(url: str) -> bool:
    """Whether the database stands at the newest step."""
    return revision(url) == newest()


def revision(url: str) -> str | None:
    """At which step the database stands; None for one without tables, or a file that is not there (and isn't made)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return None
    engine = _engine(url, "BEGIN")
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


@cache
def newest() -> str:
    """The last step that this version of the code knows."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def knows(step: str) -> bool:
    """Whether this version of the code has that step."""
    return step in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _run(url: str, act: object, revision: str) -> None:
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            config = _config()
            config.attributes["connection"] = connection
            act(config, revision)  # type: ignore[operator]
    finally:
        engine.dispose()


def _engine(url: str, begin: str = "BEGIN IMMEDIATE") -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        return sqlite_engine(url, begin, readers=1)
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
