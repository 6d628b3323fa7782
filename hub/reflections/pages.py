"""Reflections over HTTP: writing, reading, changing."""

from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Conflict, Invalid
from hub.files.uploads import Sent, sent_form
from hub.ids import NOTHING, parse_id
from hub.reflections import actions, histories, queries
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import whole_number


class ReflectionPages(Controller):
    """The form's boxes: `title`, `questions` (a set's key), `prompts` (its version), `answer-<key>`, `audience`, `photo`, `alt-<photo>`,
    `next_step` and the `goal` that it is a step of, `about`."""

    path = "/reflections"

    @get("/new")
    async def new(self, request: Request[Any, Any, Any]) -> Page:
        asked = request.query_params
        return await show(request, "reflections/new.html", queries.sheet, asked.get("questions"), about=parse_id(asked.get("about", "")))

    @post("/")
    async def add(self, request: Request[Any, Any, Any]) -> Response[str]:
        sent = await sent_form(request)
        if sent.word("go") == "questions":  # Other questions, without JavaScript: what was typed comes along.
            return await self._again(request, sent, None)
        try:
            if sent.problem:
                raise sent.problem
            reflection = await hub_of(request).database.write(claim_of(request), actions.post, _written(sent))
        except Invalid as problem:
            return await self._again(request, sent, problem)
        return see_other(f"/reflections/{reflection.id}", done="posted", sent=sent.word("writing"))

    @get("/{reflection_id:str}")
    async def page(self, request: Request[Any, Any, Any], reflection_id: FromPath[str]) -> Page:
        return await show(request, "reflections/reflection.html", queries.page, parse_id(reflection_id))

    @get("/{reflection_id:str}/history")
    async def history(self, request: Request[Any, Any, Any], reflection_id: FromPath[str]) -> Page:
        before = whole_number(request.query_params.get("before", ""))
        return await show(request, "reflections/history.html", histories.history, parse_id(reflection_id), before)

    @get("/{reflection_id:str}/edit")
    async def sheet(self, request: Request[Any, Any, Any], reflection_id: FromPath[str]) -> Page:
        return await show(request, "reflections/edit.html", queries.sheet_to_edit, parse_id(reflection_id))

    @post("/{reflection_id:str}/edit")
    async def change(self, request: Request[Any, Any, Any], reflection_id: FromPath[str]) -> Response[str]:
        sent = await sent_form(request)
        id_ = parse_id(reflection_id)
        base = whole_number(sent.word("version")) or 0
        try:
            if sent.problem:
                raise sent.problem
            reflection = await hub_of(request).database.write(claim_of(request), actions.edit, id_, _written(sent), base)
        except (Invalid, Conflict) as problem:
            status = 422 if isinstance(problem, Invalid) else 409
            also = {"typed": sent, "problem": problem}
            return await show_again(request, "reflections/edit.html", also, status, queries.sheet_to_edit, id_, sent.files)
        return see_other(f"/reflections/{reflection.id}", done="kept", sent=sent.word("writing"))

    async def _again(self, request: Request[Any, Any, Any], sent: Sent, problem: Invalid | None) -> Page:
        """The sheet once more, with everything as it was typed."""
        also = {"typed": sent, "problem": problem}
        chosen = [id_ for id_ in map(parse_id, sent.all("audience")) if id_]
        status = 422 if problem else 200
        return await show_again(
            request,
            "reflections/new.html",
            also,
            status,
            queries.sheet,
            sent.word("questions") or None,
            sent.files,
            chosen,
            parse_id(sent.word("about")),
        )


def _written(sent: Sent) -> actions.Written:
    photos = sent.files
    return actions.Written(
        prompts=parse_id(sent.word("prompts")) or NOTHING,
        answers={name.removeprefix("answer-"): sent.word(name) for name in sent.names() if name.startswith("answer-")},
        title=sent.word("title"),
        audience=tuple(parse_id(one) or NOTHING for one in sent.all("audience")),
        photos=photos,
        alts={id_: sent.word(f"alt-{id_}") for id_ in photos},
        about=parse_id(sent.word("about")),
        next_step=sent.word("next_step"),
        goal=parse_id(sent.word("goal")) or (NOTHING if sent.word("goal") else None),
        writing=parse_id(sent.word("writing")),
    )
