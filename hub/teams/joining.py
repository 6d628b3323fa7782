"""Joining a team over HTTP, by its code or because one was asked; and the code itself."""

from functools import partial
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Conflict, NotFound
from hub.ids import parse_id
from hub.teams import codes, invited, inviting, queries
from hub.teams.forms import CodeForm
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again

AnyRequest = Request[Any, Any, Any]


class JoiningPages(Controller):
    """Opening a link joins nothing, and looks no code up: only the button does."""

    path = "/join-team"

    @get("/")
    async def sheet(self, request: AnyRequest) -> Page:
        return await show(request, "teams/join.html", codes.typed)

    @get("/{code:str}")
    async def linked(self, request: AnyRequest, code: FromPath[str]) -> Page:
        return await show(request, "teams/join.html", codes.typed, code)

    @post("/")
    async def join(self, request: AnyRequest) -> Response[str]:
        given = await form_of(request, CodeForm)
        database, claim = hub_of(request).database, claim_of(request)
        try:
            counted = await database.write(claim, codes.knock)
            team = await database.write(claim, codes.join, given.code, counted)
        except (NotFound, Conflict) as refusal:
            status = 409 if isinstance(refusal, Conflict) else 404
            return await show_again(request, "teams/join.html", {"problem": refusal.message}, status, codes.typed, given.code)
        there = await database.read(claim, queries.by_ids, [team.id])
        return see_other(there[team.id].href, done="team-joined")


class CodePages(Controller):
    """The code of one team."""

    path = "/teams/{team_id:str}/code"

    @post("/")
    async def make(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        return await self._done(request, team_id, codes.make_code)

    @post("/off")
    async def turn_off(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        return await self._done(request, team_id, codes.turn_off)

    async def _done(self, request: AnyRequest, team_id: str, action: Any) -> Response[str]:
        id_ = parse_id(team_id)
        await hub_of(request).database.write(claim_of(request), action, id_)
        there = see_other(f"/teams/{id_}")
        there.headers["location"] += "#code"
        return there


class InvitationPages(Controller):
    """What is done with one invitation."""

    path = "/team-invitations/{invitation_id:str}"

    @get("/")
    async def page(self, request: AnyRequest, invitation_id: FromPath[str]) -> Page:
        return await show(request, "teams/invitation.html", invited.page, parse_id(invitation_id))

    @post("/yes")
    async def accept(self, request: AnyRequest, invitation_id: FromPath[str]) -> Response[str]:
        database, claim = hub_of(request).database, claim_of(request)
        answered = await database.write(claim, partial(inviting.answer, accepts=True), parse_id(invitation_id))
        there = await database.read(claim, queries.by_ids, [answered.team_id])
        return see_other(there[answered.team_id].href, done="team-joined")

    @post("/no")
    async def decline(self, request: AnyRequest, invitation_id: FromPath[str]) -> Response[str]:
        action = partial(inviting.answer, accepts=False)
        await hub_of(request).database.write(claim_of(request), action, parse_id(invitation_id))
        return see_other("/", done="team-declined")

    @post("/withdraw")
    async def withdraw(self, request: AnyRequest, invitation_id: FromPath[str]) -> Response[str]:
        team = await hub_of(request).database.write(claim_of(request), inviting.withdraw, parse_id(invitation_id))
        return see_other(f"/teams/{team.id}")
