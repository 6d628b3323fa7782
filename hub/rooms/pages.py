"""A team's room over HTTP, and what is pinned in it."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.ids import parse_id
from hub.rooms import pins, queries
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.hub import hub_of
from hub.web.show import Page, show

AnyRequest = Request[Any, Any, Any]


class RoomPages(Controller):
    """What is said in it goes to its thread: hub/feedback/pages.py."""

    path = "/rooms/{room_id:str}"

    @get("/")
    async def page(self, request: AnyRequest, room_id: FromPath[str]) -> Page:
        return await show(request, "rooms/room.html", queries.page, parse_id(room_id))


class MyTeams(Controller):
    """Where the navigation leads who is in several."""

    @get("/teams")
    async def page(self, request: AnyRequest) -> Page:
        return await show(request, "rooms/mine.html", queries.mine)


class PinPages(Controller):
    """Putting a message above the talk, and taking it down."""

    path = "/messages/{message_id:str}"

    @post("/pin")
    async def pin(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        message = await hub_of(request).database.write(claim_of(request), pins.pin, parse_id(message_id))
        return see_other(f"/rooms/{message.item_id}", at="pinned")

    @post("/unpin")
    async def unpin(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        message = await hub_of(request).database.write(claim_of(request), pins.unpin, parse_id(message_id))
        return see_other(f"/rooms/{message.item_id}", at="pinned")
