"""Photos over HTTP: given, looked at, taken away. Nobody reaches one but through the policy."""

import asyncio
from typing import Any
from urllib.parse import unquote

from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath
from litestar.response import Stream

from hub.files import actions, queries
from hub.files.uploads import sent_photo
from hub.ids import parse_id
from hub.web.claims import claim_of
from hub.web.hub import hub_of

# Kept by the browser that fetched it, and asked about again each time: what is unshared is gone at once.
_CACHING = "private, no-cache"


class FilePages(Controller):
    """POST /files takes the raw bytes of one photo, its name in X-File-Name (URI-encoded)."""

    path = "/files"

    @post("/")
    async def give(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        file = await sent_photo(request, unquote(request.headers.get("x-file-name", "")))
        picture = queries.picture(file)
        return {
            "id": str(picture.id),
            "url": picture.page,
            "thumbnail": picture.thumb,
            "width": picture.width,
            "height": picture.height,
        }

    @get("/{file_id:str}/{name:str}")
    async def look(self, request: Request[Any, Any, Any], file_id: FromPath[str], name: FromPath[str]) -> Response[Any]:
        hub = hub_of(request)
        found = await hub.database.read(claim_of(request), queries.rendition, parse_id(file_id), name)
        headers = {
            "cache-control": _CACHING,
            "etag": f'"{found.key}"',
            "content-length": str(found.size),
            # Opened on its own, a picture is a picture and nothing that could run.
            "content-security-policy": "default-src 'none'; sandbox",
            "content-disposition": "inline",
        }
        if request.headers.get("if-none-match") == headers["etag"]:
            del headers["content-length"]
            return Response(None, status_code=304, headers=headers)
        return Stream(hub.store.stream(found.key), media_type=found.media_type, headers=headers)

    @delete("/{file_id:str}", status_code=204)
    async def take_away(self, request: Request[Any, Any, Any], file_id: FromPath[str]) -> None:
        hub = hub_of(request)
        for key in await hub.database.write(claim_of(request), actions.take_away, parse_id(file_id)):
            await asyncio.to_thread(hub.store.delete, key)
