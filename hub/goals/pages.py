"""Goals over HTTP: begun, changed, stepped through, looked at, brought to an end."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Conflict, Invalid
from hub.goals import actions, queries
from hub.goals.models import GoalProgress
from hub.ids import NOTHING, parse_id
from hub.items import links
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import _

AnyRequest = Request[Any, Any, Any]


class WishForm(msgspec.Struct, frozen=True):
    """The sheet of a goal. `criteria` and `steps` have one in each line."""

    title: str = ""
    outcome: str = ""
    obstacle: str = ""
    plan: str = ""
    criteria: str = ""
    steps: str = ""
    due: str = ""
    audience: list[str] = []
    supports: str = ""
    came_from: str = ""
    writing: str = ""
    version: int = 0


class StepForm(msgspec.Struct, frozen=True):
    """One more step."""

    step: str = ""
    due: str = ""
    came_from: str = ""


class Tick(msgspec.Struct, frozen=True):
    done: str = ""


class LookForm(msgspec.Struct, frozen=True):
    """A check-in."""

    confidence: int = 0
    words: str = ""
    writing: str = ""


class HelpForm(msgspec.Struct, frozen=True):
    words: str = ""


class EndForm(msgspec.Struct, frozen=True):
    progress: GoalProgress = "growing"
    why: str = ""


class EvidenceForm(msgspec.Struct, frozen=True):
    item: str = ""


class GoalPages(Controller):
    """What a refused form says stands on the goal's own page, beside its box."""

    path = "/goals"

    @get("/new")
    async def new(self, request: AnyRequest) -> Page:
        return await show(request, "goals/new.html", queries.sheet, parse_id(request.query_params.get("from", "")))

    @post("/")
    async def begin(self, request: AnyRequest) -> Response[str]:
        given = await form_of(request, WishForm)
        try:
            goal = await _write(request, actions.begin, _wish(given))
        except Invalid as problem:
            chosen = [id_ for id_ in map(parse_id, given.audience) if id_]
            also = {"typed": given, "problem": problem}
            return await show_again(request, "goals/new.html", also, 422, queries.sheet, parse_id(given.came_from), chosen)
        return see_other(f"/goals/{goal.id}", done="goal-begun", sent=given.writing)

    @get("/{goal_id:str}")
    async def page(self, request: AnyRequest, goal_id: FromPath[str]) -> Page:
        return await show(request, "goals/goal.html", queries.page, parse_id(goal_id))

    @get("/{goal_id:str}/history")
    async def history(self, request: AnyRequest, goal_id: FromPath[str]) -> Page:
        return await show(request, "goals/history.html", queries.history, parse_id(goal_id))

    @get("/{goal_id:str}/edit")
    async def sheet(self, request: AnyRequest, goal_id: FromPath[str]) -> Page:
        return await show(request, "goals/edit.html", queries.sheet_to_change, parse_id(goal_id))

    @post("/{goal_id:str}/edit")
    async def change(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, WishForm)
        id_ = parse_id(goal_id)
        try:
            await _write(request, actions.change, id_, _wish(given), given.version)
        except (Invalid, Conflict) as problem:
            status = 422 if isinstance(problem, Invalid) else 409
            return await show_again(request, "goals/edit.html", {"typed": given, "problem": problem}, status, queries.sheet_to_change, id_)
        return see_other(f"/goals/{id_}", done="kept", sent=given.writing)

    @post("/{goal_id:str}/steps")
    async def add_step(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, StepForm)
        return await _done(
            request, parse_id(goal_id), given, actions.add_step, given.step, _day("step", given.due), parse_id(given.came_from)
        )

    @post("/{goal_id:str}/check-ins")
    async def check_in(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, LookForm)
        id_ = parse_id(goal_id)
        return await _done(
            request, id_, given, actions.check_in, given.confidence, given.words, parse_id(given.writing), sent=given.writing
        )

    @post("/{goal_id:str}/help")
    async def ask_for_help(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, HelpForm)
        return await _done(request, parse_id(goal_id), given, actions.ask_for_help, given.words, done="help-asked")

    @post("/{goal_id:str}/helped")
    async def got_help(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        return await _done(request, parse_id(goal_id), None, actions.got_help)

    @post("/{goal_id:str}/end")
    async def end(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, EndForm)
        return await _done(request, parse_id(goal_id), given, actions.bring_to_an_end, given.progress, given.why)

    @post("/{goal_id:str}/evidence")
    async def add_evidence(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, EvidenceForm)
        id_ = parse_id(goal_id)
        await _write(request, links.link, parse_id(given.item), id_, "evidence")
        return see_other(f"/goals/{id_}")

    @post("/{goal_id:str}/evidence/away")
    async def take_evidence_away(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, EvidenceForm)
        id_ = parse_id(goal_id)
        await _write(request, links.unlink, parse_id(given.item), id_, "evidence")
        return see_other(f"/goals/{id_}")


class StepPages(Controller):
    """What is done with one step."""

    path = "/steps/{step_id:str}"

    @post("/tick")
    async def tick(self, request: AnyRequest, step_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, Tick)
        step = await _write(request, actions.tick, parse_id(step_id), given.done == "yes")
        return see_other(f"/goals/{step.goal_id}")

    @post("/away")
    async def away(self, request: AnyRequest, step_id: FromPath[str]) -> Response[str]:
        goal = await _write(request, actions.take_step_away, parse_id(step_id))
        return see_other(f"/goals/{goal.id}")


async def _write(request: AnyRequest, action: Any, *args: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args)


async def _done(
    request: AnyRequest, goal_id: UUID | None, given: object, action: Any, *args: Any, done: str = "", sent: str = ""
) -> Response[str]:
    """Does it, and shows the goal: again with what was typed and what was wrong with it, where it was refused."""
    try:
        await _write(request, action, goal_id, *args)
    except (Invalid, Conflict) as problem:
        status = 422 if isinstance(problem, Invalid) else 409
        also = {"typed": given, "problem": problem}
        return await show_again(request, "goals/goal.html", also, status, queries.page, goal_id)
    return see_other(f"/goals/{goal_id}", done=done, sent=sent)


def _wish(given: WishForm) -> actions.Wish:
    return actions.Wish(
        title=given.title,
        outcome=given.outcome,
        obstacle=given.obstacle,
        plan=given.plan,
        criteria=tuple(given.criteria.splitlines()),
        steps=tuple(given.steps.splitlines()),
        due=_day("due", given.due),
        audience=tuple(parse_id(one) or NOTHING for one in given.audience),
        supports=parse_id(given.supports),
        led_to_by=parse_id(given.came_from),
        writing=parse_id(given.writing),
    )


def _day(field: str, text: str) -> date | None:
    """As a date box sends it. Raises Invalid."""
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError as problem:
        raise Invalid(field, _("We can't read this day. Please write it as year-month-day: 2026-11-30.")) from problem
