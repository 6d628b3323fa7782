"""Goals over HTTP: begun, changed, stepped through, looked at, brought to an end."""

from collections.abc import Callable
from typing import Any, get_args
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Conflict, Invalid
from hub.goals import actions, histories, queries, steps
from hub.goals.forms import CheckInForm, EndForm, EvidenceForm, HelpForm, MoveForm, StepForm, Tick, WishForm, step_of, wish_of
from hub.goals.models import GoalProgress
from hub.ids import parse_id
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of, text_form, typed_day
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import _, whole_number

AnyRequest = Request[Any, Any, Any]


class GoalPages(Controller):
    """What a refused form says stands on the goal's own page, beside its box."""

    path = "/goals"

    @get("/new")
    async def new(self, request: AnyRequest) -> Page:
        return await show(request, "goals/new.html", queries.sheet, parse_id(request.query_params.get("from", "")))

    @post("/")
    async def begin(self, request: AnyRequest) -> Response[str]:
        given, problem = await text_form(request, WishForm)
        try:
            if problem:
                raise problem
            goal = await _write(request, actions.begin, wish_of(given))
        except Invalid as wrong:
            chosen = [id_ for id_ in map(parse_id, given.audience) if id_]
            also = {"typed": given, "problem": wrong}
            return await show_again(request, "goals/new.html", also, 422, queries.sheet, parse_id(given.came_from), chosen)
        return see_other(f"/goals/{goal.id}", done="goal-begun", sent=given.writing)

    @get("/{goal_id:str}")
    async def page(self, request: AnyRequest, goal_id: FromPath[str]) -> Page:
        also = {"opened": request.query_params.get("step", "")}
        return await show_again(request, "goals/goal.html", also, 200, queries.page, parse_id(goal_id))

    @get("/{goal_id:str}/history")
    async def history(self, request: AnyRequest, goal_id: FromPath[str]) -> Page:
        before = whole_number(request.query_params.get("before", ""))
        return await show(request, "goals/history.html", histories.history, parse_id(goal_id), before)

    @get("/{goal_id:str}/edit")
    async def sheet(self, request: AnyRequest, goal_id: FromPath[str]) -> Page:
        return await show(request, "goals/edit.html", queries.sheet_to_change, parse_id(goal_id))

    @post("/{goal_id:str}/edit")
    async def change(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, WishForm)
        id_ = parse_id(goal_id)
        try:
            if problem:
                raise problem
            await _write(request, actions.change, id_, wish_of(given), whole_number(given.version) or 0)
        except (Invalid, Conflict) as wrong:
            also = {"typed": given, "problem": wrong}
            return await show_again(request, "goals/edit.html", also, _status(wrong), queries.sheet_to_change, id_)
        return see_other(f"/goals/{id_}", done="kept", sent=given.writing)

    @post("/{goal_id:str}/steps")
    async def add_step(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        def words(given: StepForm) -> tuple[Any, ...]:
            return *step_of(given), None, parse_id(given.writing)

        return await _done(request, goal_id, StepForm, steps.add, words, at="goal-steps")

    @post("/{goal_id:str}/check-ins")
    async def check_in(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        def words(given: CheckInForm) -> tuple[Any, ...]:
            sure = int(given.confidence) if given.confidence in ("1", "2", "3", "4", "5") else 0
            return sure, given.words, parse_id(given.writing), typed_day("day", given.day)

        return await _done(request, goal_id, CheckInForm, actions.check_in, words, done="checked-in", at="goal-going")

    @post("/{goal_id:str}/help")
    async def ask_for_help(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        def words(given: HelpForm) -> tuple[Any, ...]:
            return given.words, parse_id(given.writing), given.instead_of

        return await _done(request, goal_id, HelpForm, actions.ask_for_help, words, done="help-asked")

    @post("/{goal_id:str}/helped")
    async def got_help(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        return await _done(request, goal_id, HelpForm, actions.got_help, lambda _given: ())

    @post("/{goal_id:str}/end")
    async def end(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        def words(given: EndForm) -> tuple[Any, ...]:
            if given.progress not in get_args(GoalProgress):
                raise Invalid("progress", _("Choose what became of it."))
            return given.progress, given.why, parse_id(given.writing)

        return await _done(request, goal_id, EndForm, actions.bring_to_an_end, words)

    @get("/{goal_id:str}/evidence")
    async def choose_evidence(self, request: AnyRequest, goal_id: FromPath[str]) -> Page:
        asked = request.query_params
        return await show(
            request, "goals/evidence.html", queries.page_to_choose, parse_id(goal_id), asked.get("q", ""), asked.get("after", "")
        )

    @post("/{goal_id:str}/evidence")
    async def add_evidence(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        return await _done(request, goal_id, EvidenceForm, actions.show_by, lambda given: (parse_id(given.item),))

    @post("/{goal_id:str}/evidence/away")
    async def take_evidence_away(self, request: AnyRequest, goal_id: FromPath[str]) -> Response[str]:
        return await _done(request, goal_id, EvidenceForm, actions.no_longer_show_by, lambda given: (parse_id(given.item),))


class StepPages(Controller):
    """What is done with one step."""

    path = "/steps/{step_id:str}"

    @post("/change")
    async def change(self, request: AnyRequest, step_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, StepForm)
        try:
            return await _changed(request, parse_id(step_id), given, problem)
        except steps.TakenAway as gone:
            also = {"typed": given, "problem": gone, "form": "add"}
            return await show_again(request, "goals/goal.html", also, 409, queries.page, gone.goal_id)

    @post("/move")
    async def move(self, request: AnyRequest, step_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, MoveForm)
        step = await _write(request, steps.move, parse_id(step_id), {"earlier": -1, "later": 1}.get(given.to, 0))
        return _there(step.goal_id, f"step-{step.id}", step=str(step.id))

    @post("/tick")
    async def tick(self, request: AnyRequest, step_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, Tick)
        step = await _write(request, steps.tick, parse_id(step_id), given.done == "yes")
        if given.at == "week":
            there = see_other("/")
            there.headers["location"] += "#doing"
            return there
        return _there(step.goal_id, "goal-steps")

    @post("/away")
    async def away(self, request: AnyRequest, step_id: FromPath[str]) -> Response[str]:
        goal = await _write(request, steps.take_away, parse_id(step_id))
        return _there(goal.id, "goal-steps")

    @post("/put-back")
    async def put_back(self, request: AnyRequest, step_id: FromPath[str]) -> Response[str]:
        goal = await _write(request, steps.put_back, parse_id(step_id))
        return _there(goal.id, "goal-steps")


async def _changed(request: AnyRequest, step_id: UUID | None, given: StepForm, problem: Invalid | None) -> Response[str]:
    """Raises TakenAway, whatever else is wrong with what was typed: there is no box any more beside which it could be said."""
    try:
        if problem:
            raise problem
        step = await _write(request, steps.change, step_id, *step_of(given), given.edition)
    except steps.TakenAway:
        raise
    except (Invalid, Conflict) as wrong:
        also = {"typed": given, "problem": wrong, "form": "change", "opened": str(step_id)}
        return await show_again(request, "goals/goal.html", also, _status(wrong), steps.page, step_id)
    return _there(step.goal_id, f"step-{step_id}")


async def _write(request: AnyRequest, action: Any, *args: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args)


async def _done(
    request: AnyRequest,
    goal_id: str,
    kind: type[Any],
    action: Any,
    words: Callable[[Any], tuple[Any, ...]],
    done: str = "",
    at: str = "",
) -> Response[str]:
    """Does it, and shows the goal, `at` the part that changed: where it was refused, again with what was typed and what was wrong."""
    given, problem = await text_form(request, kind)
    id_ = parse_id(goal_id)
    try:
        if problem:
            raise problem
        await _write(request, action, id_, *words(given))
    except (Invalid, Conflict) as wrong:
        also = {"typed": given, "problem": wrong, "form": action.__name__}
        return await show_again(request, "goals/goal.html", also, _status(wrong), queries.page, id_)
    return _there(id_, at, done=done, sent=getattr(given, "writing", ""))


def _status(refusal: Invalid | Conflict) -> int:
    return 422 if isinstance(refusal, Invalid) else 409


def _there(goal_id: UUID | None, at: str, **along: str) -> Response[str]:
    """Where one was on the page, also without scripts."""
    there = see_other(f"/goals/{goal_id}", by=at if along.get("done") else "", **along)
    if at and not along.get("done"):
        there.headers["location"] += f"#{at}"
    return there
