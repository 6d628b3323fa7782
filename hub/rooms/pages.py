"""A team's room over HTTP."""

from typing import Any

from litestar import Controller, Request, get
from litestar.params import FromPath

from hub.ids import parse_id
from hub.rooms import queries
from hub.web.show import Page, show


class RoomPages(Controller):
    """What is said in it goes to its thread: hub/feedback/pages.py."""

    path = "/rooms/{room_id:str}"

    @get("/")
    async def page(self, request: Request[Any, Any, Any], room_id: FromPath[str]) -> Page:
        return await show(request, "rooms/room.html", queries.page, parse_id(room_id))
