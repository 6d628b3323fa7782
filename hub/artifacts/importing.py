"""The page to which a whole folder is dropped. With scripts each file comes by itself; without, twenty at once in a form."""

import asyncio
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post

from hub.artifacts import bringing
from hub.database import Tx
from hub.errors import Invalid
from hub.files.uploads import sent_form
from hub.web.answers import wants_json
from hub.web.claims import claim_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again

AnyRequest = Request[Any, Any, Any]


class ImportPages(Controller):
    """POST with `photo`: the ids of files that were given by POST /files or /uploads. Answers a program with what became of each."""

    path = "/artifacts/import"

    @get("/")
    async def page(self, request: AnyRequest) -> Page:
        return await show(request, "artifacts/import.html", _nothing_yet)

    @post("/")
    async def bring_in(self, request: AnyRequest) -> Response[Any]:
        sent = await sent_form(request)
        hub = hub_of(request)
        brought = []
        for file_id in sent.files:
            try:
                one, keys = await hub.database.write(claim_of(request), bringing.bring_in, file_id)
            except Invalid as refusal:
                one, keys = bringing.Brought("", "failed", reason=refusal.message), []
            brought.append(one)
            for key in keys:
                await asyncio.to_thread(hub.store.delete, key)
        brought += [bringing.Brought(one.name, "failed", reason=one.why.message) for one in sent.refused]
        if wants_json(request):
            return Response(msgspec.to_builtins(brought))
        return await show_again(request, "artifacts/import.html", {"brought": brought}, 200, _nothing_yet)


def _nothing_yet(tx: Tx) -> str:
    """Raises NotSignedIn for a stranger."""
    return tx.viewer.name
