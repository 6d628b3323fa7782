"""The built browser files. Their names carry their hash, so a browser keeps them for ever."""

from typing import Any

from litestar import Request, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import File

from hub.assets import served

_FOR_EVER = "public, max-age=31536000, immutable"


@get("/static/{name:str}", include_in_schema=False)
async def static(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[Any]:
    found = served(name, request.headers.get("accept-encoding", ""))
    if found is None:
        raise NotFoundException
    headers = {"vary": "accept-encoding", "cache-control": _FOR_EVER if found.unchanging else "no-cache"}
    if found.encoding:
        headers["content-encoding"] = found.encoding
    return File(found.path, media_type=found.media_type, headers=headers, content_disposition_type="inline")
