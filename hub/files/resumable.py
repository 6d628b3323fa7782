"""Large files over HTTP, in pieces that survive a lost line: the tus protocol 1.0, with creation, termination, checksum and expiration.

After the last piece, what came is made ready at once: that answer says what it became, and so does POST to its address, for whoever
didn't hear it.
"""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Controller, HttpMethod, Request, Response, delete, get, patch, post, route
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from hub.errors import Conflict, Invalid
from hub.files import coming, tus
from hub.files.arriving import end_line, receive
from hub.files.media.refusing import too_heavy
from hub.files.models import File
from hub.files.pages import as_told
from hub.files.pieces import Pieces
from hub.files.preparing import limits
from hub.files.uploads import keep, quota
from hub.ids import parse_id
from hub.web.claims import claim_of
from hub.web.hub import Hub, hub_of
from hub.words import _

AnyRequest = Request[Any, Any, Any]


class UploadPages(Controller):
    path = "/uploads"

    @route(["/", "/{upload_id:str}"], http_method=HttpMethod.OPTIONS, status_code=204)
    async def abilities(self, request: AnyRequest) -> Response[None]:
        return Response(None, status_code=204, headers=tus.abilities(limits(hub_of(request).settings).most))

    @post("/")
    async def begin(self, request: AnyRequest) -> Response[None]:
        tus.spoken(request)
        hub = hub_of(request)
        size, most = tus.number(request, "upload-length"), limits(hub.settings).most
        if size == 0:
            raise Invalid("photo", _("This file is empty. Try choosing it again."))
        if size > most:
            raise too_heavy("photo", size, most)
        upload = await hub.database.write(claim_of(request), coming.begin, size, tus.name_of(request), quota(hub))
        await asyncio.to_thread(Pieces(hub.parts, upload.id).begin)
        return Response(None, status_code=201, headers={**tus.standing(upload), "location": f"/uploads/{upload.id}"})

    @get("/{upload_id:str}")
    async def stands(self, request: AnyRequest, upload_id: FromPath[str]) -> Response[None]:
        """Asked by HEAD: how much of it has come."""
        database, claim = hub_of(request).database, claim_of(request)
        upload = await database.read(claim, coming.find, parse_id(upload_id))
        await end_line(upload.id)
        upload = await database.read(claim, coming.find, upload.id)
        return Response(None, headers={**tus.standing(upload), "upload-length": str(upload.size)})

    @patch("/{upload_id:str}", status_code=204, request_max_body_size=None)
    async def add(self, request: AnyRequest, upload_id: FromPath[str]) -> Response[None]:
        tus.spoken(request)
        hub = hub_of(request)
        offset = tus.number(request, "upload-offset")
        if request.headers.get("content-type") != "application/offset+octet-stream":
            raise HTTPException(status_code=415)
        upload = await hub.database.read(claim_of(request), coming.find, parse_id(upload_id))
        upload = await receive(request, upload.id, offset)
        headers = tus.standing(upload)
        if upload.received == upload.size:
            headers["trellis-file"] = str((await _finished(request, hub, upload.id)).id)
        return Response(None, status_code=204, headers=headers)

    @post("/{upload_id:str}")
    async def finish(self, request: AnyRequest, upload_id: FromPath[str]) -> dict[str, Any]:
        """What it became, as POST /files tells it. Raises Conflict as long as some of it is missing."""
        hub = hub_of(request)
        upload = await hub.database.read(claim_of(request), coming.find, parse_id(upload_id))
        file = await _finished(request, hub, upload.id)
        return await hub.database.read(claim_of(request), as_told, file.id)

    @delete("/{upload_id:str}", status_code=204)
    async def give_up(self, request: AnyRequest, upload_id: FromPath[str]) -> Response[None]:
        tus.spoken(request)
        hub = hub_of(request)
        id_ = parse_id(upload_id)
        await hub.database.write(claim_of(request), coming.give_up, id_)
        if id_ is not None:
            await asyncio.to_thread(Pieces(hub.parts, id_).delete)
        return Response(None, status_code=204, headers=tus.OURS)


async def _finished(request: AnyRequest, hub: Hub, upload_id: UUID) -> File:
    """Makes it ready, once. Raises Invalid when it isn't what we take: then nothing of it is kept."""
    claim = claim_of(request)
    upload = await hub.database.read(claim, coming.find, upload_id)
    if upload.received < upload.size:
        raise Conflict(_("Some of this file has not come yet."))
    async with _finishing.setdefault(upload_id, asyncio.Lock()):
        try:
            if file := await hub.database.read(claim, coming.became, upload_id):
                return file
            pieces = Pieces(hub.parts, upload_id)
            with pieces.held():
                pieces.go_to(upload.size)
                digest = await asyncio.to_thread(pieces.digest)
                try:
                    file = await keep(request, pieces.path, upload.name, digest, upload_id=upload_id)
                except Invalid:
                    await hub.database.write(claim, coming.give_up, upload_id)
                    await asyncio.to_thread(pieces.delete)
                    raise
                await asyncio.to_thread(pieces.delete)
                return file
        finally:
            _finishing.pop(upload_id, None)


_finishing: dict[UUID, asyncio.Lock] = {}
