"""How a page is made: one hop in which a query looks and a template shows what it saw."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

import msgspec
from litestar import MediaType, Request, Response

from hub.clock import now
from hub.database import Tx
from hub.ids import parse_id
from hub.web.claims import claim_of
from hub.web.hub import hub_of
from hub.web.notices import notices_of
from hub.web.rendering import clock_of
from hub.words import LANGUAGES, direction, locale, speaking

P = ParamSpec("P")
AnyRequest = Request[Any, Any, Any]
Page = Response[str]


async def show(
    request: AnyRequest,
    template: str,
    query: Callable[Concatenate[Tx, P], Any],
    *args: P.args,
    **kw: P.kwargs,
) -> Page:
    """A page of what `query` saw, which the template knows as `it`. Raises what the query raises."""
    return await show_again(request, template, {}, 200, query, *args, **kw)


async def show_again(
    request: AnyRequest,
    template: str,
    also: dict[str, Any],
    status: int,
    query: Callable[Concatenate[Tx, P], Any],
    *args: P.args,
    **kw: P.kwargs,
) -> Page:
    """The same with more to say: what was typed, and what was wrong with it (422)."""
    hub = hub_of(request)
    path = request.url.path

    def look_and_render(tx: Tx) -> str:
        it = query(tx, *args, **kw)
        # What a team made is lit as the team's, whatever its address says.
        frame = hub.frame(tx, getattr(it, "belongs_to", "") or path)
        context = {"it": it, "viewer": tx.viewer, **msgspec.structs.asdict(frame), **_around(request), **also}
        with clock_of(tx.viewer.time_zone):
            return hub.templates.get_template(template).render(context)

    html = await hub.database.read(claim_of(request), look_and_render)
    return Response(html, status_code=status, media_type=MediaType.HTML)


def show_stranger(request: AnyRequest, template: str, status: int = 200, **context: Any) -> Page:
    """A page for someone who is not signed in: nothing of the school's is on it but what is given."""
    with speaking(language_of(request)):
        html = (
            hub_of(request)
            .templates.get_template(template)
            .render({"viewer": None, "nav": [], "status": status, **_around(request), **context})
        )
    return Response(html, status_code=status, media_type=MediaType.HTML)


def language_of(request: AnyRequest) -> str:
    """The first language the browser asks for that we speak."""
    for part in request.headers.get("accept-language", "").split(","):
        wanted = part.split(";")[0].strip().lower().split("-")[0]
        if wanted in LANGUAGES:
            return wanted
    return LANGUAGES[0]


def _around(request: AnyRequest) -> dict[str, Any]:
    return {
        "lang": locale().replace("_", "-"),
        "dir": direction(),
        # By which a page tells how wrong the clock of its device is.
        "clock": now().isoformat(timespec="seconds"),
        "path": request.url.path,
        "notices": notices_of(request),
        # A sent piece of writing: the browser throws its own copy away.
        "buried": str(parse_id(request.query_params.get("sent", "")) or ""),
        "save_data": request.headers.get("save-data") == "on",
        # htmx asks for a part of a page, which is put into the one that is open.
        "fragment": "hx-request" in request.headers,
    }
