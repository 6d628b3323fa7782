"""How files come in: alone, with progress, or inside a form; always received, checked and made anew before anything is written."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from litestar import Request

from hub.database import Tx
from hub.errors import Invalid, NotSignedIn, Refusal
from hub.files import actions
from hub.files.models import File
from hub.files.preparing import MEGABYTE, Keys, limits, prepared
from hub.files.receive import Refused, body, form
from hub.ids import new_id, parse_id
from hub.web.claims import claim_of
from hub.web.forms import LONGEST, fields_of, typed
from hub.web.hub import Hub, hub_of
from hub.words import _

AnyRequest = Request[Any, Any, Any]


class Sent:
    """A form as it was sent, with the files that came with it already kept."""

    def __init__(self, fields: dict[str, list[str]], kept: Sequence[UUID] = (), refused: Sequence[Refused] = ()) -> None:
        self._fields = fields
        self.refused = refused
        """Files that came with it and were not taken. The others are kept, and so are the words."""
        self.problem = Invalid("photos", refused[0].why.message) if refused else None
        named = [id_ for id_ in map(parse_id, self.all("photo")) if id_]
        self.files = tuple(dict.fromkeys([*named, *kept]))

    def names(self) -> list[str]:
        return list(self._fields)

    def word(self, name: str) -> str:
        """The value of a box; "" when it wasn't there."""
        return self._fields.get(name, [""])[-1]

    def all(self, name: str) -> list[str]:
        return self._fields.get(name, [])


async def sent_form(request: AnyRequest) -> Sent:
    """Reads a form, and keeps the files of its `photos` box. Raises NotSignedIn, once the words are received."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return Sent(_bounded(await fields_of(request)))
    hub = hub_of(request)
    closed = await _closed_to_files(request, hub)
    most = 0 if closed else actions.MOST_FILES
    kept: list[UUID] = []
    chunks, kind = request.stream(), request.headers["content-type"]
    async with form(chunks, kind, hub.parts, max_bytes=limits(hub.settings).most, max_files=most) as received:
        fields = typed(request, received.words)
        if isinstance(closed, NotSignedIn):
            raise closed
        refused = [Refused("", closed)] if received.refused and isinstance(closed, Invalid) else list(received.refused)
        for file in received.files:
            try:
                kept.append((await keep(request, file.path, file.name, file.digest)).id)
            except Invalid as why:
                refused.append(Refused(file.name, why))
    return Sent(_bounded(fields), kept, refused)


async def sent_file(request: AnyRequest, name: str) -> File:
    """Keeps the file that is the whole body of a request. Raises Invalid, with nothing kept."""
    hub = hub_of(request)
    if closed := await _closed_to_files(request, hub):
        raise closed
    length = request.headers.get("content-length", "")
    announced = int(length) if length.isdecimal() else None
    most = limits(hub.settings).most
    async with body(request.stream(), hub.parts, name=name, announced=announced, max_bytes=most) as received:
        return await keep(request, received.path, received.name, received.digest)


async def keep(request: AnyRequest, source: Path, name: str, digest: str, **more: Any) -> File:
    """Makes what has come ready, and keeps it as theirs. Raises Invalid, with nothing kept."""
    hub = hub_of(request)
    file_id = new_id()
    keys = Keys(hub.store, file_id.hex)
    whose = await hub.database.read(claim_of(request), _who)
    given = await prepared(source, name, digest, keys, limits(hub.settings), whose=whose)
    try:
        return await hub.database.write(claim_of(request), actions.keep, file_id, given, quota(hub), **more)
    except Refusal:
        # Only then is it certain that no row speaks of it: a COMMIT whose answer was lost may have held. The sweep knows.
        await asyncio.to_thread(keys.clear)
        raise


def _who(tx: Tx) -> UUID:
    return tx.viewer.id


async def _closed_to_files(request: AnyRequest, hub: Hub) -> Invalid | NotSignedIn | None:
    """Why no file would be taken from them, asked before a byte is received."""
    try:
        await hub.database.read(claim_of(request), actions.make_room, 1, quota(hub))
    except (Invalid, NotSignedIn) as refusal:
        return refusal
    return None


def quota(hub: Hub) -> int:
    return hub.settings.quota_mb * MEGABYTE


def _bounded(fields: dict[str, list[str]]) -> dict[str, list[str]]:
    for name, values in fields.items():
        if any(len(value) > LONGEST for value in values):
            raise Invalid(name, _("This is longer than we can take in one piece. Please split it."))
    return fields
