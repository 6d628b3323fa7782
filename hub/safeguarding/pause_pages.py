"""Pausing somebody over HTTP: from the room, and from a report of what they said in it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.errors import Invalid
from hub.ids import parse_id
from hub.items import queries as items
from hub.policy import Verb, require, to_item
from hub.rooms import queries as rooms
from hub.safeguarding import asking, pausing, queries
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import _

AnyRequest = Request[Any, Any, Any]


class PauseForm(msgspec.Struct, frozen=True):
    """For how long, and why."""

    length: str = "hour"
    why: str = ""


class Asked(msgspec.Struct, frozen=True):
    """Who is to be paused, and where the form goes; `back_href` is for who would rather not."""

    name: str
    action: str
    back: str
    back_href: str
    lengths: list[tuple[str, str]]


class RoomPausePages(Controller):
    path = "/rooms/{room_id:str}/pauses/{person_id:str}"

    @get("/")
    async def page(self, request: AnyRequest, room_id: FromPath[str], person_id: FromPath[str]) -> Page:
        return await show(request, "safeguarding/pause.html", _in_room, parse_id(room_id), parse_id(person_id))

    @post("/")
    async def pause(self, request: AnyRequest, room_id: FromPath[str], person_id: FromPath[str]) -> Response[str]:
        return await _paused(request, pausing.pause, _in_room, f"/rooms/{parse_id(room_id)}", parse_id(room_id), parse_id(person_id))

    @post("/end")
    async def end(self, request: AnyRequest, room_id: FromPath[str], person_id: FromPath[str]) -> Response[str]:
        await hub_of(request).database.write(claim_of(request), pausing.end, parse_id(room_id), parse_id(person_id))
        return see_other(f"/rooms/{parse_id(room_id)}", done="pause-ended")


class ReportPausePages(Controller):
    path = "/reports/{report_id:str}/pause"

    @get("/")
    async def page(self, request: AnyRequest, report_id: FromPath[str]) -> Page:
        return await show(request, "safeguarding/pause.html", _of_report, parse_id(report_id))

    @post("/")
    async def pause(self, request: AnyRequest, report_id: FromPath[str]) -> Response[str]:
        return await _paused(request, pausing.pause_reported, _of_report, f"/reports/{parse_id(report_id)}", parse_id(report_id))

    @post("/end")
    async def end(self, request: AnyRequest, report_id: FromPath[str]) -> Response[str]:
        await hub_of(request).database.write(claim_of(request), pausing.end_reported, parse_id(report_id))
        return see_other(f"/reports/{parse_id(report_id)}", done="pause-ended")


async def _paused(
    request: AnyRequest, act: Callable[..., object], page: Callable[..., Asked], back: str, *ids: UUID | None
) -> Response[str]:
    given = await form_of(request, PauseForm)
    try:
        await hub_of(request).database.write(claim_of(request), act, *ids, given.length, given.why)
    except Invalid as problem:
        return await show_again(request, "safeguarding/pause.html", {"typed": given, "problem": problem}, 422, page, *ids)
    return see_other(back, done="paused")


def _in_room(tx: Tx, room_id: UUID | None, person_id: UUID | None) -> Asked:
    room = rooms.find(tx, room_id)
    require("room", to_item(tx.viewer, room, items.granted(tx, room.id)), Verb.PAUSE)
    name = asking.somebody(tx, person_id).called
    return Asked(name, f"/rooms/{room.id}/pauses/{person_id}", room.title, f"/rooms/{room.id}", _lengths())


def _of_report(tx: Tx, report_id: UUID | None) -> Asked:
    report = queries.find(tx, report_id)
    pausing.room_of(tx, report)
    shown = queries.show(tx, [report])[0]
    return Asked(shown.author.called, f"/reports/{report.id}/pause", shown.title, f"/reports/{report.id}", _lengths())


def _lengths() -> list[tuple[str, str]]:
    return [
        ("hour", _("for an hour")),
        ("morning", _("until tomorrow, at seven in the morning")),
        ("week", _("for a week")),
        ("open", _("until a member of staff ends it")),
    ]
