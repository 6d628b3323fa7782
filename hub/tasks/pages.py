"""A team's board over HTTP, and each of its cards."""

from typing import Any
from uuid import UUID

from litestar import Controller, MediaType, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.errors import Conflict, Invalid
from hub.ids import parse_id
from hub.rooms import queries as rooms
from hub.tasks import actions, queries
from hub.tasks.forms import MoveForm, TaskForm, planned_of, version_of
from hub.tasks.models import Task
from hub.web.answers import see_other, wants_json
from hub.web.claims import claim_of
from hub.web.forms import form_of, text_form
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again

AnyRequest = Request[Any, Any, Any]


class BoardPages(Controller):
    path = "/rooms/{room_id:str}/board"

    @get("/")
    async def page(self, request: AnyRequest, room_id: FromPath[str]) -> Page:
        return await show(request, "tasks/board.html", queries.board, parse_id(room_id))

    @post("/")
    async def add(self, request: AnyRequest, room_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, TaskForm)
        id_ = parse_id(room_id)
        try:
            if problem:
                raise problem
            task = await _write(request, _add, id_, given)
        except Invalid as wrong:
            return await show_again(request, "tasks/board.html", {"typed": given, "problem": wrong}, 422, queries.board, id_)
        return _there(id_, task, f"title-{task.column}", sent=given.writing)  # Where the next one is written, below this one.


class TaskPages(Controller):
    """What is done with one card."""

    path = "/tasks/{task_id:str}"

    @get("/")
    async def page(self, request: AnyRequest, task_id: FromPath[str]) -> Page:
        return await show(request, "tasks/task.html", queries.sheet, parse_id(task_id))

    @post("/change")
    async def change(self, request: AnyRequest, task_id: FromPath[str]) -> Response[str]:
        given, problem = await text_form(request, TaskForm)
        id_ = parse_id(task_id)
        try:
            if problem:
                raise problem
            task = await _write(request, actions.change, id_, planned_of(given), version_of(given))
        except (Invalid, Conflict) as wrong:
            status = 422 if isinstance(wrong, Invalid) else 409
            return await show_again(request, "tasks/task.html", {"typed": given, "problem": wrong}, status, queries.sheet, id_)
        return await _back(request, task)

    @post("/move")
    async def move(self, request: AnyRequest, task_id: FromPath[str]) -> Response[str]:
        """Of a script that moves the card by itself, nothing else is asked than whether it could be."""
        given = await form_of(request, MoveForm)
        id_ = parse_id(task_id)
        if given.to in ("up", "down"):
            task = await _write(request, actions.nudge, id_, -1 if given.to == "up" else 1)
        else:
            task = await _write(request, actions.move, id_, given.column, parse_id(given.after), parse_id(given.before))
        if wants_json(request):
            return Response("", status_code=204, media_type=MediaType.TEXT)
        return await _back(request, task)

    @post("/away")
    async def away(self, request: AnyRequest, task_id: FromPath[str]) -> Response[str]:
        return await _back(request, await _write(request, actions.take_away, parse_id(task_id)), "taken")

    @post("/put-back")
    async def put_back(self, request: AnyRequest, task_id: FromPath[str]) -> Response[str]:
        return await _back(request, await _write(request, actions.put_back, parse_id(task_id)))


def _add(tx: Tx, room_id: UUID | None, given: TaskForm) -> Task:
    return actions.add(tx, rooms.find(tx, room_id).team_id, given.column, planned_of(given), parse_id(given.writing))


async def _back(request: AnyRequest, task: Task, at: str = "") -> Response[str]:
    room = await hub_of(request).database.read(claim_of(request), queries.room_of, task.team_id)
    return _there(room, task, at)


def _there(room_id: Any, task: Task, at: str = "", **along: str) -> Response[str]:
    """On the board beside the card, also without scripts."""
    there = see_other(f"/rooms/{room_id}/board", **along)
    there.headers["location"] += f"#{at or f'task-{task.id}'}"
    return there


async def _write(request: AnyRequest, action: Any, *args: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args)
