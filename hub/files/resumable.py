"""Large files over HTTP, in pieces that survive a lost line: the tus protocol 1.0, with creation, termination, checksum and expiration.

After the last piece, what came is made ready at once: that answer says what it became, and so does POST to its address, for whoever
didn't hear it.
"""

import asyncio
import binascii
import hashlib
from base64 import b64decode
from collections.abc import AsyncIterator
from email.utils import format_datetime
from typing import Any
from uuid import UUID

from litestar import Controller, HttpMethod, Request, Response, delete, get, patch, post, route
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from hub.errors import Conflict, Invalid, TooSlow
from hub.files import coming
from hub.files.media.rules import too_heavy
from hub.files.models import File, Upload
from hub.files.pages import as_told
from hub.files.pieces import Pieces
from hub.files.preparing import limits
from hub.files.uploads import keep, quota
from hub.ids import parse_id
from hub.web.claims import claim_of
from hub.web.hub import Hub, hub_of
from hub.words import _

AnyRequest = Request[Any, Any, Any]
VERSION = "1.0.0"
_HEADERS = {"tus-resumable": VERSION, "cache-control": "no-store"}
_BATCH = 1_000_000
_SAFE_EVERY = 16_000_000
"""Bytes, after which those that came count even if the line, or this process, is lost in the middle of a piece."""
_HASHES = {"sha1": hashlib.sha1, "sha256": hashlib.sha256}
_writing: dict[UUID, asyncio.Task[Upload]] = {}


class UploadPages(Controller):
    path = "/uploads"

    @route(["/", "/{upload_id:str}"], http_method=HttpMethod.OPTIONS, status_code=204)
    async def abilities(self, request: AnyRequest) -> Response[None]:
        most = limits(hub_of(request).settings).most
        can = {
            "tus-version": VERSION,
            "tus-extension": "creation,termination,checksum,expiration",
            "tus-checksum-algorithm": ",".join(_HASHES),
            "tus-max-size": str(most),
        }
        return Response(None, status_code=204, headers={**_HEADERS, **can})

    @post("/")
    async def begin(self, request: AnyRequest) -> Response[None]:
        _spoken(request)
        hub = hub_of(request)
        size, most = _number(request, "upload-length"), limits(hub.settings).most
        if size == 0:
            raise Invalid("photo", _("This file is empty. Try choosing it again."))
        if size > most:
            raise too_heavy("photo", size, most)
        upload = await hub.database.write(claim_of(request), coming.begin, size, _name(request), quota(hub))
        await asyncio.to_thread(Pieces(hub.parts, upload.id).begin)
        return Response(None, status_code=201, headers={**_headers(upload), "location": f"/uploads/{upload.id}"})

    @get("/{upload_id:str}")
    async def stands(self, request: AnyRequest, upload_id: FromPath[str]) -> Response[None]:
        """Asked by HEAD: how much of it has come."""
        upload = await hub_of(request).database.read(claim_of(request), coming.find, parse_id(upload_id))
        return Response(None, headers={**_headers(upload), "upload-length": str(upload.size)})

    @patch("/{upload_id:str}", status_code=204, request_max_body_size=None)
    async def add(self, request: AnyRequest, upload_id: FromPath[str]) -> Response[None]:
        _spoken(request)
        hub = hub_of(request)
        offset = _number(request, "upload-offset")
        if request.headers.get("content-type") != "application/offset+octet-stream":
            raise HTTPException(status_code=415)
        upload = await hub.database.read(claim_of(request), coming.find, parse_id(upload_id))
        # A line that was lost is often not known to be: whoever comes anew is the one that counts.
        if (stuck := _writing.get(upload.id)) is not None:
            stuck.cancel()
            await asyncio.wait([stuck])
        task = asyncio.create_task(_receive(request, hub, upload.id, offset))
        _writing[upload.id] = task
        try:
            upload = await task
        except asyncio.CancelledError as error:
            task.cancel()
            if (ours := asyncio.current_task()) is not None and ours.cancelling():
                raise
            raise Conflict(_("This file goes on coming by another line.")) from error
        finally:
            if _writing.get(upload.id) is task:
                del _writing[upload.id]
        headers = _headers(upload)
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
        _spoken(request)
        hub = hub_of(request)
        id_ = parse_id(upload_id)
        await hub.database.write(claim_of(request), coming.give_up, id_)
        if id_ is not None:
            await asyncio.to_thread(Pieces(hub.parts, id_).delete)
        return Response(None, status_code=204, headers=_HEADERS)


async def _receive(request: AnyRequest, hub: Hub, upload_id: UUID, offset: int) -> Upload:
    """Raises Conflict for a piece that doesn't begin where the last one ended. What came of it counts, however it ended."""
    claim = claim_of(request)
    expected = _checksum(request)
    upload = await hub.database.read(claim, coming.find, upload_id)
    with Pieces(hub.parts, upload_id).held(upload.received) as pieces:
        # Once more, now that nobody else writes.
        upload = await hub.database.read(claim, coming.find, upload_id)
        if offset != upload.received:
            raise Conflict(_("This piece doesn't begin where the last one ended."))
        received = safe = offset
        hasher = _HASHES[expected[0]]() if expected else None
        try:
            async for batch in _batches(request, upload.size - offset):
                await asyncio.to_thread(pieces.add, batch)
                received += len(batch)
                if hasher is not None:
                    hasher.update(batch)
                elif received - safe >= _SAFE_EVERY:
                    await asyncio.to_thread(pieces.sync)
                    upload = await hub.database.write(claim, coming.came, upload_id, received)
                    safe = received
        finally:
            if hasher is not None and expected is not None and hasher.digest() != expected[1]:
                await asyncio.to_thread(pieces.take_back, offset)
                received = offset
            if received > safe:
                upload = await asyncio.shield(_count(hub, claim, pieces, upload_id, received))
        if expected and received == offset < upload.size:
            raise HTTPException(status_code=460, detail="Checksum Mismatch")
        return upload


async def _count(hub: Hub, claim: Any, pieces: Pieces, upload_id: UUID, received: int) -> Upload:
    await asyncio.to_thread(pieces.sync)
    return await hub.database.write(claim, coming.came, upload_id, received)


async def _batches(request: AnyRequest, most: int) -> AsyncIterator[bytes]:
    waiting, left = bytearray(), most
    try:
        async for chunk in request.stream():
            left -= len(chunk)
            if left < 0:
                raise HTTPException(status_code=413)
            waiting += chunk
            if len(waiting) >= _BATCH:
                yield bytes(waiting)
                waiting.clear()
    except (HTTPException, TooSlow) as lost:
        if getattr(lost, "status_code", 0) == 413:
            raise
        # What came before the line was lost is as good as what comes after it.
        yield bytes(waiting)
        raise
    if waiting:
        yield bytes(waiting)


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
            with pieces.held(upload.size):
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


def _headers(upload: Upload) -> dict[str, str]:
    expires = format_datetime(upload.touched + coming.GIVEN_UP, usegmt=True)
    return {**_HEADERS, "upload-offset": str(upload.received), "upload-expires": expires}


def _spoken(request: AnyRequest) -> None:
    if request.headers.get("tus-resumable") != VERSION:
        raise HTTPException(status_code=412, headers={"tus-version": VERSION})


def _number(request: AnyRequest, name: str) -> int:
    value = request.headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 16):
        raise HTTPException(status_code=400)
    return int(value)


def _name(request: AnyRequest) -> str:
    """What its sender calls it: to be shown, and never to be believed."""
    for pair in request.headers.get("upload-metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                name = b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
            return "".join(letter for letter in name.replace("\\", "/").rsplit("/", 1)[-1] if letter.isprintable())[:120]
    return ""


def _checksum(request: AnyRequest) -> tuple[str, bytes] | None:
    given = request.headers.get("upload-checksum", "")
    if not given:
        return None
    algorithm, _space, value = given.partition(" ")
    if algorithm not in _HASHES:
        raise HTTPException(status_code=400)
    try:
        return algorithm, b64decode(value, validate=True)
    except binascii.Error as error:
        raise HTTPException(status_code=400) from error
