"""For whoever watches over the server: does it live, and can it serve?"""

from typing import Any

import structlog
from litestar import Request, Response, get
from sqlalchemy import text

from hub import migrations
from hub.database import Tx
from hub.viewer import System
from hub.web.hub import hub_of

log = structlog.get_logger("health")


@get("/health/live", include_in_schema=False)
async def live() -> dict[str, str]:
    """200 as long as the process answers at all."""
    return {"status": "live"}


@get("/health/ready", include_in_schema=False)
async def ready(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """200 when the database answers and has the tables that this version knows; 503 with what is not so. One statement."""
    try:
        stands = await hub_of(request).database.read(System("health"), _revision)
    except Exception as problem:
        log.warning("not ready", problem=type(problem).__name__)
        return _not_ready(database="doesn't answer")
    if stands != migrations.newest():
        return _not_ready(database="answers", migrations="not current")
    return Response({"status": "ready", "database": "answers", "migrations": "current"})


def _revision(tx: Tx) -> str | None:
    stands = tx.scalar(_STANDS)
    assert stands is None or isinstance(stands, str)
    return stands


def _not_ready(**why: str) -> Response[dict[str, str]]:
    return Response({"status": "not ready", **why}, status_code=503)


_STANDS = text("SELECT version_num FROM alembic_version")
