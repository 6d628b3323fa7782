"""Projects over HTTP: designed, proposed, changed, copied, taken on; and their milestones."""

from typing import Any, get_args

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Conflict, Invalid
from hub.ids import NOTHING, parse_id
from hub.projects import actions, histories, milestones, queries, sheets, standing
from hub.projects.design import points
from hub.projects.forms import CopyForm, DesignForm, MilestoneForm, MoveForm, StageForm, design_of, milestone_of
from hub.projects.models import ProjectStage
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import fields_of, form_of, text_form, text_in
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import _, whole_number

AnyRequest = Request[Any, Any, Any]


class ProjectPages(Controller):
    """What a refused form says stands beside its box."""

    path = "/projects"

    @get("/")
    async def listed(self, request: AnyRequest) -> Page:
        return await show(request, "projects/projects.html", queries.listed, request.query_params.get("before", ""))

    @get("/new")
    async def new(self, request: AnyRequest) -> Page:
        return await show(request, "projects/new.html", sheets.sheet)

    @post("/")
    async def begin(self, request: AnyRequest) -> Response[str]:
        given, check, problem = await _sheet_of(request)
        try:
            if problem:
                raise problem
            project = await _write(request, actions.begin, design_of(given, check))
        except Invalid as wrong:
            chosen = [parse_id(one) or NOTHING for one in given.audience]
            return await show_again(request, "projects/new.html", _typed(given, check, wrong), 422, sheets.sheet, chosen)
        return see_other(f"/projects/{project.id}", done="project-begun", sent=given.writing)

    @get("/{project_id:str}")
    async def page(self, request: AnyRequest, project_id: FromPath[str]) -> Page:
        return await show(request, "projects/project.html", queries.page, parse_id(project_id))

    @get("/{project_id:str}/standing")
    async def standing(self, request: AnyRequest, project_id: FromPath[str]) -> Page:
        return await show(request, "projects/standing.html", standing.page, parse_id(project_id))

    @get("/{project_id:str}/history")
    async def history(self, request: AnyRequest, project_id: FromPath[str]) -> Page:
        before = whole_number(request.query_params.get("before", ""))
        return await show(request, "projects/history.html", histories.history, parse_id(project_id), before)

    @get("/{project_id:str}/edit")
    async def sheet(self, request: AnyRequest, project_id: FromPath[str]) -> Page:
        return await show(request, "projects/edit.html", sheets.sheet_to_change, parse_id(project_id))

    @post("/{project_id:str}/edit")
    async def change(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        given, check, problem = await _sheet_of(request)
        id_ = parse_id(project_id)
        try:
            if problem:
                raise problem
            version, _dot, said = given.version.partition(".")
            await _write(request, actions.change, id_, design_of(given, check), whole_number(version) or 0, said or None)
        except (Invalid, Conflict) as wrong:
            also = _typed(given, check, wrong)
            return await show_again(request, "projects/edit.html", also, _status(wrong), sheets.sheet_to_change, id_)
        return see_other(f"/projects/{id_}", done="kept", sent=given.writing)

    @post("/{project_id:str}/stage")
    async def move_on(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, StageForm)
        id_ = parse_id(project_id)
        try:
            if given.stage not in get_args(ProjectStage):
                raise Invalid("stage", _("Choose where it stands."))
            await _write(request, actions.move_on, id_, given.stage)
        except Invalid as wrong:
            return await _refused(request, id_, {"typed": given, "problem": wrong, "form": "stage"}, wrong)
        return see_other(f"/projects/{id_}", done="kept")

    @post("/{project_id:str}/copy")
    async def copy(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, CopyForm)
        made = await _write(request, actions.copy, parse_id(project_id), parse_id(given.writing))
        return see_other(f"/projects/{made.id}", done="project-copied")

    @post("/{project_id:str}/take-on")
    async def take_on(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        project = await _write(request, actions.take_on, parse_id(project_id))
        return see_other(f"/projects/{project.id}", done="project-taken-on")

    @post("/{project_id:str}/milestones")
    async def add_milestone(self, request: AnyRequest, project_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, MilestoneForm)
        id_ = parse_id(project_id)
        try:
            if problem:
                raise problem
            await _write(request, milestones.add, id_, milestone_of(given), parse_id(given.writing))
        except Invalid as wrong:
            return await _refused(request, id_, {"typed": given, "problem": wrong, "form": "add"}, wrong)
        return _there(id_, "milestones", sent=given.writing)


class MilestonePages(Controller):
    """What is done with one milestone."""

    path = "/milestones/{milestone_id:str}"

    @post("/change")
    async def change(self, request: AnyRequest, milestone_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, MilestoneForm)
        id_ = parse_id(milestone_id)
        try:
            if problem:
                raise problem
            milestone = await _write(request, milestones.change, id_, milestone_of(given), given.edition)
        except milestones.TakenAway as gone:
            also = {"typed": given, "problem": gone, "form": "add"}
            return await show_again(request, "projects/project.html", also, 409, queries.page, gone.project_id)
        except (Invalid, Conflict) as wrong:
            also = {"typed": given, "problem": wrong, "form": "change", "opened": str(id_)}
            return await show_again(request, "projects/project.html", also, _status(wrong), queries.page_of_milestone, id_)
        return _there(milestone.project_id, f"milestone-{milestone.id}")

    @post("/move")
    async def move(self, request: AnyRequest, milestone_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, MoveForm)
        milestone = await _write(request, milestones.move, parse_id(milestone_id), {"earlier": -1, "later": 1}.get(given.to, 0))
        return _there(milestone.project_id, f"milestone-{milestone.id}")

    @post("/away")
    async def away(self, request: AnyRequest, milestone_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(milestone_id)
        project = await _write(request, milestones.take_away, id_)
        return see_other(f"/projects/{project.id}", done="milestone-taken-away", item=str(id_))

    @post("/put-back")
    async def put_back(self, request: AnyRequest, milestone_id: FromPath[str]) -> Response[str]:
        project = await _write(request, milestones.put_back, parse_id(milestone_id))
        return _there(project.id, "milestones")


async def _sheet_of(request: AnyRequest) -> tuple[DesignForm, dict[str, str], Invalid | None]:
    """The sheet, what stands in the boxes of the seven points, and what can't be taken of it."""
    fields = await fields_of(request)
    check = {point.key: fields[f"design-{point.key}"][-1] for point in points() if f"design-{point.key}" in fields}
    given, problem = text_in(fields, DesignForm)
    return given, check, problem


def _typed(given: DesignForm, check: dict[str, str], wrong: Invalid | Conflict) -> dict[str, Any]:
    return {"typed": given, "typed_check": check, "problem": wrong}


async def _refused(request: AnyRequest, project_id: Any, also: dict[str, Any], wrong: Invalid) -> Response[str]:
    return await show_again(request, "projects/project.html", also, _status(wrong), queries.page, project_id)


async def _write(request: AnyRequest, action: Any, *args: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args)


def _status(refusal: Invalid | Conflict) -> int:
    return 422 if isinstance(refusal, Invalid) else 409


def _there(project_id: Any, at: str, **along: str) -> Response[str]:
    """Where one was on the page, also without scripts."""
    there = see_other(f"/projects/{project_id}", **along)
    there.headers["location"] += f"#{at}"
    return there
