"""One piece of a large file on its way in: received, written and counted at once; what came of it counts, however it ended."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.exceptions import HTTPException

from hub.errors import Conflict, TooSlow
from hub.files import coming
from hub.files.behind import Behind
from hub.files.models import Upload
from hub.files.pieces import Pieces
from hub.files.tus import checksum
from hub.web.claims import claim_of
from hub.web.hub import Hub, hub_of
from hub.words import _

AnyRequest = Request[Any, Any, Any]
_BATCH = 1_000_000
_SAFE_EVERY = 16_000_000
"""Bytes, after which those that came count even if this process is lost in the middle of a piece."""


class _Line:
    """One request that brings a piece. Once its end has begun, it is not to be ended."""

    def __init__(self, request: AnyRequest, upload_id: UUID, offset: int) -> None:
        self.ending = False
        self.task = asyncio.create_task(_received(request, hub_of(request), upload_id, offset, self))


_lines: dict[UUID, _Line] = {}


async def receive(request: AnyRequest, upload_id: UUID, offset: int) -> Upload:
    """Raises Conflict for a piece that doesn't begin where the last one ended, and when another line goes on with this file."""
    await end_line(upload_id)
    line = _lines[upload_id] = _Line(request, upload_id, offset)
    try:
        return await line.task
    except asyncio.CancelledError as error:
        line.task.cancel()
        if (ours := asyncio.current_task()) is not None and ours.cancelling():
            raise
        raise Conflict(_("This file goes on coming by another line.")) from error
    finally:
        if _lines.get(upload_id) is line:
            del _lines[upload_id]


async def end_line(upload_id: UUID) -> None:
    """A line that was lost is often not known to be: who asks how much has come, or goes on, is the one that counts."""
    if (stuck := _lines.get(upload_id)) is not None:
        if not stuck.ending:
            stuck.task.cancel()
        await asyncio.wait([stuck.task])


async def _received(request: AnyRequest, hub: Hub, upload_id: UUID, offset: int, line: _Line) -> Upload:
    claim, expected = claim_of(request), checksum(request)
    with Pieces(hub.parts, upload_id).held() as pieces:
        # Once more, now that nobody else writes.
        upload = await hub.database.read(claim, coming.find, upload_id)
        pieces.go_to(upload.received)
        if offset != upload.received:
            raise Conflict(_("This piece doesn't begin where the last one ended."))
        writing, counting, counted = Behind(), Behind(), offset
        try:
            async for batch in _batches(request, upload.size - offset):
                await writing.after(asyncio.to_thread, pieces.add, batch)
                if expected:
                    expected.hash.update(batch)
                elif pieces.size - counted >= _SAFE_EVERY:
                    counted = pieces.size
                    await counting.after(_count, hub, claim, pieces, upload_id)
        finally:
            line.ending = True
            await writing.done()
            await counting.done()
            if changed := expected is not None and not expected.met:
                pieces.go_to(offset)
            if pieces.size > offset:
                upload = await asyncio.shield(_count(hub, claim, pieces, upload_id))
        if changed:
            raise HTTPException(status_code=460, detail="Checksum Mismatch")
        return upload


async def _count(hub: Hub, claim: Any, pieces: Pieces, upload_id: UUID) -> Upload:
    received = await asyncio.to_thread(pieces.sync)
    return await hub.database.write(claim, coming.came, upload_id, received)


async def _batches(request: AnyRequest, most: int) -> AsyncIterator[bytearray]:
    waiting, left = bytearray(), most
    try:
        async for chunk in request.stream():
            left -= len(chunk)
            if left < 0:
                waiting.clear()
                raise HTTPException(status_code=413)
            waiting += chunk
            if len(waiting) >= _BATCH:
                yield waiting
                waiting = bytearray()
    except (HTTPException, TooSlow, asyncio.CancelledError):
        # What came before the line was lost is as good as what comes after it.
        yield waiting
        raise
    if waiting:
        yield waiting
