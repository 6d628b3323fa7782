"""Files over HTTP: given, looked at, listened to, taken away. Nobody reaches one but through the policy."""

import asyncio
import re
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath
from litestar.response import Stream

from hub.database import Tx
from hub.files import actions, queries
from hub.files.models import File, Rendition
from hub.files.uploads import sent_file
from hub.ids import parse_id
from hub.web.claims import claim_of
from hub.web.hub import hub_of

AnyRequest = Request[Any, Any, Any]
# Kept by the browser that fetched it, and asked about again each time: what is unshared is gone at once.
_CACHING = "private, no-cache"
_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")


class FilePages(Controller):
    """POST /files takes the raw bytes of one file, its name in X-File-Name (URI-encoded)."""

    path = "/files"

    @post("/", request_max_body_size=None)
    async def give(self, request: AnyRequest) -> dict[str, Any]:
        file = await sent_file(request, unquote(request.headers.get("x-file-name", "")))
        return await hub_of(request).database.read(claim_of(request), as_told, file.id)

    @get("/{file_id:str}/{name:str}")
    async def look(self, request: AnyRequest, file_id: FromPath[str], name: FromPath[str]) -> Response[Any]:
        hub = hub_of(request)
        found, called = await hub.database.read(claim_of(request), _named, file_id, name)
        headers = {
            "cache-control": _CACHING,
            "etag": f'"{found.key}"',
            "accept-ranges": "bytes",
            # Opened on its own, it is a picture, a recording or a page, and nothing that could run.
            "content-security-policy": _ALONE,
            "content-disposition": f"{_disposition(found)}; filename*=UTF-8''{quote(called, safe='')}" if called else _disposition(found),
        }
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(None, status_code=304, headers=headers)
        wanted = _part(request.headers.get("range", ""), found.size)
        if wanted is None or request.headers.get("if-range", headers["etag"]) != headers["etag"]:
            whole = {**headers, "content-length": str(found.size)}
            return Stream(hub.store.stream(found.key), media_type=found.media_type, headers=whole)
        start, end = wanted
        if start >= found.size:
            return Response(None, status_code=416, headers={**headers, "content-range": f"bytes */{found.size}"})
        part = {**headers, "content-range": f"bytes {start}-{end}/{found.size}", "content-length": str(end - start + 1)}
        stream = hub.store.stream(found.key, start, end - start + 1)
        return Stream(stream, status_code=206, media_type=found.media_type, headers=part)

    @delete("/{file_id:str}", status_code=204)
    async def take_away(self, request: AnyRequest, file_id: FromPath[str]) -> None:
        hub = hub_of(request)
        for key in await hub.database.write(claim_of(request), actions.take_away, parse_id(file_id)):
            await asyncio.to_thread(hub.store.delete, key)


# Media may play where they are opened by themselves: a browser shows a player that is its own. A PDF's viewer is a page too,
# and not every browser lets it work within a sandbox; so it is saved, which asks nothing of anyone, and shown as pictures.
_ALONE = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


def _disposition(found: Rendition) -> str:
    return "attachment" if found.media_type == "application/pdf" else "inline"


def _named(tx: Tx, file_id: str, name: str) -> tuple[Rendition, str]:
    """With what it is called when it is saved; "" where its giver gave no name."""
    id_ = parse_id(file_id)
    found = queries.rendition(tx, id_, name)
    file = tx.get(File, id_)
    return found, queries.saved_as(file, found) if file else ""


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """The first and the last byte that are wanted; None for all of them. What isn't understood is all of them, as HTTP has it."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return None if last and int(last) < start else (start, max(end, start))


def as_told(tx: Tx, file_id: UUID) -> dict[str, Any]:
    """What its giver's page needs to show it."""
    (picture,) = queries.mine(tx, [file_id])
    twin = queries.twin(tx, file_id)
    return {
        "id": str(picture.id),
        "medium": picture.medium,
        "state": picture.state,
        "name": picture.name,
        "url": picture.page,
        "thumbnail": picture.thumb,
        "width": picture.width,
        "height": picture.height,
        "pages": picture.pages,
        "seconds": picture.seconds,
        "twin": None if twin is None else {"id": str(twin.id), "href": twin.href, "title": twin.title},
    }
