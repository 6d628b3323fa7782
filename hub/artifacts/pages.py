"""Artifacts over HTTP: added, shown in each of their versions, laid beside each other, said anew."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.artifacts import actions, histories, queries
from hub.errors import Conflict, Invalid, NotFound
from hub.files.uploads import Sent, sent_form
from hub.ids import NOTHING, parse_id
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import _, whole_number

AnyRequest = Request[Any, Any, Any]


class ArtifactPages(Controller):
    """The form's boxes: `title`, `about`, `tags` (with commas), `words`, `link`, `note`, `photo`, `alt-<photo>`, `audience`."""

    path = "/artifacts"

    @get("/new")
    async def new(self, request: AnyRequest) -> Page:
        return await show(request, "artifacts/new.html", queries.sheet)

    @post("/")
    async def add(self, request: AnyRequest) -> Response[str]:
        sent = await sent_form(request)
        try:
            artifact = await _write(request, sent, actions.add, made_of(sent))
        except Invalid as problem:
            chosen = [id_ for id_ in map(parse_id, sent.all("audience")) if id_]
            return await _again(request, "artifacts/new.html", sent, problem, queries.sheet, sent.files, chosen)
        return see_other(f"/artifacts/{artifact.id}", done="added", sent=sent.word("writing"))

    @get("/{artifact_id:str}")
    async def page(self, request: AnyRequest, artifact_id: FromPath[str]) -> Page:
        return await show(request, "artifacts/artifact.html", queries.page, parse_id(artifact_id))

    @get("/{artifact_id:str}/history")
    async def history(self, request: AnyRequest, artifact_id: FromPath[str]) -> Page:
        before = whole_number(request.query_params.get("before", ""))
        return await show(request, "artifacts/history.html", histories.history, parse_id(artifact_id), before)

    @get("/{artifact_id:str}/edit")
    async def wording(self, request: AnyRequest, artifact_id: FromPath[str]) -> Page:
        return await show(request, "artifacts/edit.html", queries.sheet_to_edit, parse_id(artifact_id))

    @post("/{artifact_id:str}/edit")
    async def edit(self, request: AnyRequest, artifact_id: FromPath[str]) -> Response[str]:
        sent = await sent_form(request)
        id_ = parse_id(artifact_id)
        try:
            await _write(request, sent, actions.edit, id_, _wording(sent), whole_number(sent.word("version")) or 0)
        except (Invalid, Conflict) as problem:
            return await _again(request, "artifacts/edit.html", sent, problem, queries.sheet_to_edit, id_)
        return see_other(f"/artifacts/{id_}", done="kept", sent=sent.word("writing"))

    @get("/{artifact_id:str}/versions/new")
    async def sheet(self, request: AnyRequest, artifact_id: FromPath[str]) -> Page:
        return await show(request, "artifacts/new_version.html", queries.sheet_to_add, parse_id(artifact_id))

    @post("/{artifact_id:str}/versions")
    async def add_version(self, request: AnyRequest, artifact_id: FromPath[str]) -> Response[str]:
        sent = await sent_form(request)
        id_, writing = parse_id(artifact_id), parse_id(sent.word("writing"))
        try:
            await _write(request, sent, actions.add_version, id_, _stand(sent), whole_number(sent.word("version")), writing)
        except (Invalid, Conflict) as problem:
            return await _again(request, "artifacts/new_version.html", sent, problem, queries.sheet_to_add, id_, sent.files)
        return see_other(f"/artifacts/{id_}", done="version-added", sent=sent.word("writing"))

    @get("/{artifact_id:str}/versions/{number:str}")
    async def version(self, request: AnyRequest, artifact_id: FromPath[str], number: FromPath[str]) -> Page:
        return await show(request, "artifacts/artifact.html", queries.page, parse_id(artifact_id), _number_or_none_such(number))

    @get("/{artifact_id:str}/compare")
    async def compare(self, request: AnyRequest, artifact_id: FromPath[str]) -> Page:
        a, b = (_asked(request.query_params.get(name)) for name in ("a", "b"))
        return await show(request, "artifacts/compare.html", queries.compare, parse_id(artifact_id), a, b)


async def _write(request: AnyRequest, sent: Sent, action: Callable[..., Any], *args: Any) -> Any:
    if sent.problem:
        raise sent.problem
    return await hub_of(request).database.write(claim_of(request), action, *args)


async def _again(
    request: AnyRequest, template: str, sent: Sent, problem: Invalid | Conflict, query: Callable[..., queries.Sheet], *args: Any
) -> Response[str]:
    """The sheet once more, with everything as it was typed."""
    status = 422 if isinstance(problem, Invalid) else 409
    return await show_again(request, template, {"typed": sent, "problem": problem}, status, query, *args)


def made_of(sent: Sent) -> actions.Made:
    return actions.Made(
        title=sent.word("title"),
        about=sent.word("about"),
        tags=_tags(sent),
        stand=_stand(sent),
        audience=tuple(parse_id(one) or NOTHING for one in sent.all("audience")),
        writing=parse_id(sent.word("writing")),
    )


def _stand(sent: Sent) -> actions.Stand:
    return actions.Stand(
        files=sent.files,
        alts={id_: sent.word(f"alt-{id_}") for id_ in sent.files},
        words=sent.word("words"),
        link=sent.word("link"),
        note=sent.word("note"),
    )


def _wording(sent: Sent) -> actions.Wording:
    alts: dict[UUID, str] = {}
    for name in sent.names():
        if name.startswith("alt-") and (id_ := parse_id(name.removeprefix("alt-"))):
            alts[id_] = sent.word(name)
    return actions.Wording(
        title=sent.word("title"), about=sent.word("about"), tags=_tags(sent), alts=alts, writing=parse_id(sent.word("writing"))
    )


def _tags(sent: Sent) -> tuple[str, ...]:
    return tuple(sent.word("tags").split(","))


def _asked(text: str | None) -> int | None:
    return None if text is None else _number_or_none_such(text)


def _number_or_none_such(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise NotFound(_("We can't find this version. Perhaps the work was taken back."))
    return number
