"""Run by Alembic: the connection comes from `hub.migrations`, the tables from the models."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import hub.events
import hub.jobs
import hub.policy  # noqa: F401 - between them these know every model
from hub.columns import Json, Moment
from hub.database import Base


def render(kind: str, thing: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Our two column types, as a migration writes them."""
    if kind == "type" and isinstance(thing, Moment):
        autogenerate.imports.add("from hub.columns import Moment")
        return "Moment()"
    if kind == "type" and isinstance(thing, Json):
        autogenerate.imports.add("from sqlalchemy.dialects.postgresql import JSONB")
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew.
    render_item=render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
