"""A school's criteria for feedback over HTTP: its staff write them, change them, and end them."""

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Conflict, Invalid
from hub.ids import parse_id
from hub.rubrics import actions, queries
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again

AnyRequest = Request[Any, Any, Any]


class RubricForm(msgspec.Struct, frozen=True):
    """`criteria` has one in each line."""

    name: str = ""
    criteria: str = ""
    version: int = 0
    writing: str = ""


class RubricPages(Controller):
    path = "/rubrics"

    @get("/")
    async def all_of_them(self, request: AnyRequest) -> Page:
        return await show(request, "rubrics/rubrics.html", queries.all_of_them)

    @get("/new")
    async def new(self, request: AnyRequest) -> Page:
        return await show(request, "rubrics/new.html", queries.blank)

    @post("/")
    async def write(self, request: AnyRequest) -> Response[str]:
        given = await form_of(request, RubricForm)
        try:
            await _write(request, actions.write_rubric, _criteria(given))
        except Invalid as problem:
            return await show_again(request, "rubrics/new.html", {"typed": given, "problem": problem}, 422, queries.blank)
        return see_other("/rubrics", done="rubric-kept", sent=given.writing)

    @get("/{rubric_id:str}/edit")
    async def sheet(self, request: AnyRequest, rubric_id: FromPath[str]) -> Page:
        return await show(request, "rubrics/edit.html", queries.sheet, parse_id(rubric_id))

    @post("/{rubric_id:str}/edit")
    async def change(self, request: AnyRequest, rubric_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, RubricForm)
        id_ = parse_id(rubric_id)
        try:
            await _write(request, actions.change_rubric, id_, _criteria(given), given.version)
        except (Invalid, Conflict) as problem:
            status = 422 if isinstance(problem, Invalid) else 409
            return await show_again(request, "rubrics/edit.html", {"typed": given, "problem": problem}, status, queries.sheet, id_)
        return see_other("/rubrics", done="rubric-kept", sent=given.writing)

    @post("/{rubric_id:str}/end")
    async def end(self, request: AnyRequest, rubric_id: FromPath[str]) -> Response[str]:
        await _write(request, actions.end_rubric, parse_id(rubric_id), True)
        return see_other("/rubrics", done="rubric-ended")

    @post("/{rubric_id:str}/offer")
    async def offer(self, request: AnyRequest, rubric_id: FromPath[str]) -> Response[str]:
        await _write(request, actions.end_rubric, parse_id(rubric_id), False)
        return see_other("/rubrics", done="rubric-offered")


def _criteria(given: RubricForm) -> actions.Criteria:
    return actions.Criteria(given.name, tuple(given.criteria.splitlines()), parse_id(given.writing))


async def _write(request: AnyRequest, action: Any, *args: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args)
