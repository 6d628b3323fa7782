"""A team's milestones over HTTP: what it makes for them, hands in and takes back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.artifacts import actions as artifacts
from hub.artifacts.pages import made_of
from hub.database import Tx
from hub.errors import Conflict, Invalid
from hub.files.uploads import sent_form
from hub.handins import actions, way
from hub.ids import NOTHING, parse_id
from hub.rooms import queries as rooms
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import whole_number

AnyRequest = Request[Any, Any, Any]


class HandInForm(msgspec.Struct, frozen=True):
    """Which version of which work: "<artifact>:<version>"."""

    work: str = ""


class WayPages(Controller):
    path = "/rooms/{room_id:str}/milestones"

    @get("/")
    async def page(self, request: AnyRequest, room_id: FromPath[str]) -> Page:
        return await show(request, "rooms/milestones.html", way.page, parse_id(room_id))

    @post("/{milestone_id:str}/hand-in")
    async def hand_in(self, request: AnyRequest, room_id: FromPath[str], milestone_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, HandInForm)
        work, _sep, version = given.work.partition(":")
        return await self._done(request, room_id, milestone_id, given, "handed-in", actions.hand_in, parse_id(work), whole_number(version))

    @post("/{milestone_id:str}/take-back")
    async def take_back(self, request: AnyRequest, room_id: FromPath[str], milestone_id: FromPath[str]) -> Response[str]:
        return await self._done(request, room_id, milestone_id, HandInForm(), "taken-back", actions.take_back)

    async def _done(
        self, request: AnyRequest, room_id: str, milestone_id: str, given: HandInForm, done: str, action: Any, *args: Any
    ) -> Response[str]:
        room, milestone = parse_id(room_id), parse_id(milestone_id)
        database, claim = hub_of(request).database, claim_of(request)
        try:
            await database.write(claim, _in_room, room, action, milestone, *args)
        except (Invalid, Conflict) as problem:
            also = {"typed": given, "problem": problem, "opened": milestone_id}
            return await show_again(request, "rooms/milestones.html", also, 422 if isinstance(problem, Invalid) else 409, way.page, room)
        there = see_other(f"/rooms/{room_id}/milestones", done=done)
        there.headers["location"] += f"#milestone-{milestone}"
        return there


def _in_room(tx: Tx, room_id: UUID | None, action: Callable[..., object], milestone_id: UUID | None, *args: Any) -> None:
    """As the team whose room it is."""
    action(tx, milestone_id, rooms.find(tx, room_id).team_id, *args)


class TeamWorkPages(Controller):
    """As the form of one's own work, without the choice of who sees it; `for` is a milestone."""

    path = "/teams/{team_id:str}/artifacts"

    @get("/new")
    async def new(self, request: AnyRequest, team_id: FromPath[str]) -> Page:
        milestone = parse_id(request.query_params.get("for", ""))
        return await show(request, "artifacts/new.html", way.sheet, parse_id(team_id), milestone)

    @post("/")
    async def add(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        sent = await sent_form(request)
        id_, milestone = parse_id(team_id), parse_id(sent.word("for"))
        try:
            if sent.problem:
                raise sent.problem
            made = msgspec.structs.replace(made_of(sent), audience=(), team=id_ or NOTHING, milestone=milestone)
            artifact = await hub_of(request).database.write(claim_of(request), artifacts.add, made)
        except Invalid as problem:
            also = {"typed": sent, "problem": problem}
            return await show_again(request, "artifacts/new.html", also, 422, way.sheet, id_, milestone, sent.files)
        return see_other(f"/artifacts/{artifact.id}", done="team-added", sent=sent.word("writing"))
