"""Teams over HTTP: made, put together, joined and left."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Conflict, Invalid
from hub.ids import parse_id
from hub.projects import queries as projects
from hub.teams import actions, agreed, contracts, inviting, one, queries, suggesting
from hub.teams.forms import ContractForm, PersonForm, TeamForm, team_of, teams_of
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import fields_of, form_of, text_form
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import whole_number

AnyRequest = Request[Any, Any, Any]


class TeamsOfProject(Controller):
    path = "/projects/{project_id:str}/teams"

    @post("/")
    async def make(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, TeamForm)
        id_ = parse_id(project_id)
        try:
            if problem:
                raise problem
            team = await _write(request, actions.make, id_, team_of(given))
        except (Invalid, Conflict) as wrong:
            also = {"typed": given, "problem": wrong, "form": "team"}
            return await show_again(request, "projects/project.html", also, _status(wrong), projects.page, id_)
        there = see_other(f"/projects/{team.project_id}", sent=given.writing)
        there.headers["location"] += f"#team-{team.id}"
        return there

    @get("/suggest")
    async def suggest(self, request: AnyRequest, project_id: FromPath[str]) -> Page:
        size = whole_number(request.query_params.get("size", "")) or suggesting.USUAL
        return await show(request, "teams/suggest.html", suggesting.suggestion, parse_id(project_id), size)

    @post("/suggest")
    async def make_all(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        fields = {name: values[-1] for name, values in (await fields_of(request)).items()}
        id_ = parse_id(project_id)
        size = whole_number(fields.get("size", "")) or suggesting.USUAL
        try:
            await _write(request, actions.make_all, id_, teams_of(fields), parse_id(fields.get("writing", "")))
        except (Invalid, Conflict) as wrong:
            also = {"typed": fields, "problem": wrong}
            return await show_again(request, "teams/suggest.html", also, _status(wrong), suggesting.suggestion, id_, size)
        there = see_other(f"/projects/{id_}")
        there.headers["location"] += "#teams"
        return there


class TeamPages(Controller):
    """What is done with one team."""

    path = "/teams/{team_id:str}"

    @get("/")
    async def page(self, request: AnyRequest, team_id: FromPath[str]) -> Page:
        return await show(request, "teams/team.html", one.page, parse_id(team_id))

    @post("/change")
    async def change(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, TeamForm)
        id_ = parse_id(team_id)
        try:
            if problem:
                raise problem
            await _write(request, actions.change, id_, given.name, bool(given.open))
        except Invalid as wrong:
            return await _again(request, id_, "name", given, wrong)
        return see_other(f"/teams/{id_}", done="changed")

    @post("/people")
    async def put_in(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, PersonForm)
        id_ = parse_id(team_id)
        try:
            await _write(request, actions.put_in, id_, parse_id(given.person))
        except (Invalid, Conflict) as wrong:
            return await _again(request, id_, "people", given, wrong)
        return see_other(f"/teams/{id_}")

    @post("/invite")
    async def invite(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, PersonForm)
        id_ = parse_id(team_id)
        try:
            await _write(request, inviting.invite, id_, parse_id(given.person))
        except (Invalid, Conflict) as wrong:
            return await _again(request, id_, "invite", given, wrong)
        return see_other(f"/teams/{id_}")

    @post("/out")
    async def take_out(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, PersonForm)
        id_ = parse_id(team_id)
        await _write(request, actions.take_out, id_, parse_id(given.person))
        return see_other(f"/teams/{id_}")

    @post("/role")
    async def look_after(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, PersonForm)
        id_ = parse_id(team_id)
        try:
            if problem:
                raise problem
            await _write(request, actions.look_after, id_, parse_id(given.person), given.role)
        except (Invalid, Conflict) as wrong:
            return await _again(request, id_, "role", given, wrong)
        return see_other(f"/teams/{id_}", done="changed")

    @post("/join")
    async def join(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(team_id)
        team = await _write(request, actions.join, id_)
        there = await hub_of(request).database.read(claim_of(request), queries.by_ids, [team.id])
        return see_other(there[team.id].href)

    @post("/leave")
    async def leave(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        team = await _write(request, actions.leave, parse_id(team_id))
        return see_other(f"/projects/{team.project_id}", done="team-left")

    @get("/contract")
    async def history(self, request: AnyRequest, team_id: FromPath[str]) -> Page:
        before = whole_number(request.query_params.get("before", ""))
        return await show(request, "teams/history.html", agreed.history, parse_id(team_id), before)

    @post("/contract")
    async def write(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, ContractForm)
        id_ = parse_id(team_id)
        try:
            if problem:
                raise problem
            await _write(request, contracts.write, id_, given.words, whole_number(given.version) or 0, parse_id(given.writing))
        except (Invalid, Conflict) as wrong:
            return await _again(request, id_, "contract", given, wrong)
        return _at_contract(id_, sent=given.writing)

    @post("/sign")
    async def sign(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, ContractForm)
        id_ = parse_id(team_id)
        try:
            await _write(request, contracts.sign, id_, whole_number(given.version) or 0)
        except Conflict as wrong:
            return await _again(request, id_, "sign", given, wrong)
        return _at_contract(id_)

    @post("/unsign")
    async def take_back(self, request: AnyRequest, team_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(team_id)
        await _write(request, contracts.take_back, id_)
        return _at_contract(id_)


def _at_contract(team_id: Any, **along: str) -> Response[str]:
    there = see_other(f"/teams/{team_id}", **along)
    there.headers["location"] += "#contract"
    return there


async def _again(request: AnyRequest, team_id: Any, form: str, given: Any, wrong: Invalid | Conflict) -> Response[str]:
    also = {"typed": given, "problem": wrong, "form": form}
    return await show_again(request, "teams/team.html", also, _status(wrong), one.page, team_id)


async def _write(request: AnyRequest, action: Any, *args: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args)


def _status(refusal: Invalid | Conflict) -> int:
    return 422 if isinstance(refusal, Invalid) else 409
