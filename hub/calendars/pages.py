"""A private calendar over HTTP: its address, made and ended by its person; and the calendar itself, for whoever has the address."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.calendars import actions, queries
from hub.errors import NotFound
from hub.identity.keys import digest
from hub.viewer import System
from hub.web.address import address_of
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again

AnyRequest = Request[Any, Any, Any]
_DOOR = System("a calendar asks by its key")


class CalendarPages(Controller):
    path = "/you/calendar"

    @get("/")
    async def page(self, request: AnyRequest) -> Page:
        return await show(request, "you/calendar.html", queries.made)

    @post("/")
    async def make(self, request: AnyRequest) -> Page:
        hub = hub_of(request)
        key = await hub.database.write(claim_of(request), actions.make_address)
        return await show_again(request, "you/calendar.html", {"address": address(hub.settings.url, key)}, 200, queries.made)

    @post("/end")
    async def end(self, request: AnyRequest) -> Response[str]:
        await hub_of(request).database.write(claim_of(request), actions.end_address)
        return see_other("/you/calendar", done="calendar-ended")


class FeedPages(Controller):
    path = "/calendar"

    @get("/{name:str}")
    async def feed(self, request: AnyRequest, name: FromPath[str]) -> Response[Any]:
        hub = hub_of(request)
        try:
            words = await hub.database.read(_DOOR, queries.feed, name.removesuffix(".ics"), hub.settings.url)
        except NotFound:
            await hub.database.write(_DOOR, actions.wrong_key, address_of(request))
            raise
        headers = {"cache-control": "private, no-cache", "etag": f'"{digest(words)[:32]}"'}
        if headers["etag"] in request.headers.get("if-none-match", ""):
            return Response(None, status_code=304, headers=headers)
        return Response(words, media_type="text/calendar; charset=utf-8", headers=headers)


def address(url: str, key: str) -> str:
    return f"{url}/calendar/{key}.ics"
