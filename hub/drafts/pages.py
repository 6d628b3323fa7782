"""Saving as one types: what <draft-box> speaks with. Without JavaScript the words travel with their form alone."""

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, delete, put
from litestar.params import FromPath

from hub.drafts import actions
from hub.errors import Invalid
from hub.ids import parse_id
from hub.web.claims import claim_of
from hub.web.hub import hub_of
from hub.words import _

MOST = 1_000_000
"""Bytes of one save."""


class Save(msgspec.Struct, frozen=True):
    """What is to be kept, on top of which number."""

    writing: UUID
    base: int
    words: dict[str, str]


class DraftPages(Controller):
    """PUT answers 200 {number}, 409 {number, writing, words} when another window saved since, 410 when it was sent."""

    path = "/drafts"

    @put("/{place:path}")
    async def save(self, request: Request[Any, Any, Any], place: FromPath[str]) -> dict[str, int]:
        given = await _read(request)
        number = await hub_of(request).database.write(
            claim_of(request), actions.save, place.strip("/"), given.writing, given.base, given.words
        )
        return {"number": number}

    @delete("/{place:path}", status_code=204)
    async def throw_away(self, request: Request[Any, Any, Any], place: FromPath[str]) -> None:
        writing = parse_id(request.query_params.get("writing", "")) or UUID(int=0)
        await hub_of(request).database.write(claim_of(request), actions.throw_away, place.strip("/"), writing)


async def _read(request: Request[Any, Any, Any]) -> Save:
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MOST:
            raise Invalid("words", _("This is longer than we can keep as one piece. Please split it."))
    try:
        return msgspec.json.decode(bytes(raw), type=Save)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise Invalid("words", _("We couldn't read this draft.")) from problem
