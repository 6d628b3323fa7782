"""Brings a database to the tables that this version of the code knows, one small step after another, and back."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url

from hub.engines import sqlite_engine

if TYPE_CHECKING:
    # Loaded only where tables really change: most starts find them as they should be, and it would cost each a fifth of its time.
    from alembic.config import Config

LOCK = 7_355_608_141
"""Of PostgreSQL, held while the tables change: of several processes that start at once, one works and the others wait."""


def upgrade(url: str, to: str = "head") -> None:
    """To the newest step, or to one before. Harmless when it is there already."""
    if to == "head" and is_current(url):
        return
    from alembic import command

    _run(url, command.upgrade, to)


def downgrade(url: str, revision: str) -> None:
    """Back to a step, "base" being none at all."""
    from alembic import command

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
            if not inspect(connection).has_table("alembic_version"):
                return None
            stands: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return stands
    finally:
        engine.dispose()


@cache
def newest() -> str:
    """The last step that this version of the code knows."""
    steps = _steps()
    (head,) = steps.keys() - steps.values()
    return head


def knows(step: str) -> bool:
    """Whether this version of the code has that step."""
    return step in _steps()


@cache
def _steps() -> dict[str, str | None]:
    """Each step and the one before it, as the files say."""
    texts = [path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "versions").glob("*.py")]
    said = [dict(_SAID.findall(text_)) for text_ in texts]
    return {one["revision"]: one["down_revision"] or None for one in said if "revision" in one}


_SAID = re.compile(r'^(revision|down_revision)\b[^=]*= (?:"([^"]*)"|None)', re.MULTILINE)


def _run(url: str, act: object, revision: str) -> None:
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            config = _config()
            config.attributes["connection"] = connection
            act(config, revision)  # type: ignore[operator]
            if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
                raise RuntimeError(f"The new tables have rows that point at nothing: {sorted({row[0] for row in broken})}")
    finally:
        engine.dispose()


def _engine(url: str, begin: str = "BEGIN IMMEDIATE") -> Engine:
    if make_url(url).get_backend_name() == "sqlite":
        engine = sqlite_engine(url, begin, readers=1)
        # SQLite changes a table by making it anew and dropping the old one, which would take along every row that points at it.
        event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys=OFF"))
        return engine
    return create_engine(make_url(url).set(drivername="postgresql+psycopg"))


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config
