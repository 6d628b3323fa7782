"""For whoever watches over the server: does it live, and can it serve?"""

from typing import Any

from litestar import Request, Response, get
from sqlalchemy import select

from hub.database import Tx
from hub.people.models import School
from hub.viewer import System
from hub.web.hub import hub_of


@get("/health/live", include_in_schema=False)
async def live() -> dict[str, str]:
    return {"status": "live"}


@get("/health/ready", include_in_schema=False)
async def ready(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    """200 when the database answers; 503 with what doesn't."""
    try:
        await hub_of(request).database.read(System("health"), _look)
    except Exception as problem:
        return Response({"status": "not ready", "database": type(problem).__name__}, status_code=503)
    return Response({"status": "ready"})


def _look(tx: Tx) -> None:
    tx.execute(select(School.id).limit(1))
