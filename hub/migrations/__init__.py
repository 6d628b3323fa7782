"""Brings a database to the tables that this version of the code knows, one small step after another, and back."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from hub.engines import sqlite_engine


def upgrade(url: str) -> None:
    """To the newest step. Harmless when it is there already."""
    _run(url, command.upgrade, "head")


def downgrade(url: str, revision: str) -> None:
    """Back to a step, "base" being none at all."""
    _run(url, command.downgrade, revision)


def is_current(url: str) -> bool:
    """Whether the database stands at the newest step."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return (
                MigrationContext.configure(connection).get_current_revision() == ScriptDirectory.from_config(_config()).get_current_head()
            )
    finally:
        engine.dispose()


def _run(url: str, act: object, revision: str) -> None:
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            act(config, revision)  # type: ignore[operator]
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        return sqlite_engine(url, "BEGIN IMMEDIATE", readers=1)
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
