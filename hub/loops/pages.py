"""Asking for feedback over HTTP, and answering it: reminding, thanking, saying what became of it."""

from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Invalid
from hub.ids import NOTHING, parse_id
from hub.loops import actions, queries
from hub.loops.models import FeedbackRequest
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of, typed_day
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import _

AnyRequest = Request[Any, Any, Any]


class AskForm(msgspec.Struct, frozen=True):
    """Whom, about which version, with which question, until when."""

    people: list[str] = []
    question: str = ""
    until: str = ""
    version: int = 0
    writing: str = ""


class WhoForm(msgspec.Struct, frozen=True):
    """One of the people whom a request was put to."""

    person: str = ""


class RespondForm(msgspec.Struct, frozen=True):
    """What became of somebody's words."""

    outcome: Literal["adopted", "adapted", "declined", ""] = ""
    why: str = ""
    version: str = ""
    """"" where there is no choice of versions."""
    writing: str = ""


class LoopPages(Controller):
    """What is open between people, in one list."""

    @get("/loops")
    async def loops(self, request: AnyRequest) -> Page:
        behind = {name: request.query_params.get(name, "") for name in ("owed", "open", "sent", "given")}
        return await show(request, "loops/loops.html", queries.page, **behind)


class AskPages(Controller):
    path = "/items/{item_id:str}/ask"

    @get("/")
    async def page(self, request: AnyRequest, item_id: FromPath[str]) -> Page:
        return await show(request, "loops/ask.html", queries.ask_page, parse_id(item_id))

    @post("/")
    async def ask(self, request: AnyRequest, item_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, AskForm)
        id_ = parse_id(item_id)
        try:
            asked = await _write(request, actions.ask, _asked(id_, given))
        except Invalid as problem:
            return await show_again(request, "loops/ask.html", {"typed": given, "problem": problem}, 422, queries.ask_page, id_)
        return see_other(f"/items/{asked.item_id}", done="asked", sent=given.writing)


class RequestPages(Controller):
    """What its asker does with a request."""

    path = "/requests/{request_id:str}"

    @post("/withdraw")
    async def withdraw(self, request: AnyRequest, request_id: FromPath[str]) -> Response[str]:
        return _back(await _write(request, actions.withdraw_request, parse_id(request_id)), "request-withdrawn")

    @post("/thank")
    async def thank(self, request: AnyRequest, request_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, WhoForm)
        return _back(await _write(request, actions.thank, parse_id(request_id), parse_id(given.person)), "thanked")

    @post("/remind")
    async def remind(self, request: AnyRequest, request_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, WhoForm)
        return _back(await _write(request, actions.remind, parse_id(request_id), parse_id(given.person)), "reminded")


class ResponsePages(Controller):
    path = "/messages/{message_id:str}/respond"

    @get("/")
    async def page(self, request: AnyRequest, message_id: FromPath[str]) -> Page:
        return await show(request, "loops/respond.html", queries.respond_page, parse_id(message_id))

    @post("/")
    async def respond(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, RespondForm)
        id_ = parse_id(message_id)
        try:
            if not given.outcome:
                raise Invalid("outcome", _("Choose what became of it."))
            version = _number(given.version)
            made = await _write(request, actions.respond, id_, given.outcome, given.why, version, parse_id(given.writing))
        except Invalid as problem:
            return await show_again(request, "loops/respond.html", {"typed": given, "problem": problem}, 422, queries.respond_page, id_)
        return see_other(f"/items/{made.item_id}", done="responded", sent=given.writing, at=f"message-{made.message_id}")


def _asked(item_id: UUID | None, given: AskForm) -> actions.Ask:
    return actions.Ask(
        item=item_id,
        people=tuple(parse_id(one) or NOTHING for one in given.people),
        question=given.question,
        until=typed_day("until", given.until),
        version=given.version or None,
        writing=parse_id(given.writing),
    )


def _number(text: str) -> int | None:
    if not text.strip():
        return None
    # Ten thousand digits are no number for Python either.
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _back(done: FeedbackRequest, named: str) -> Response[str]:
    return see_other(f"/items/{done.item_id}", done=named)


async def _write(request: AnyRequest, action: Any, *args: Any) -> Any:
    return await hub_of(request).database.write(claim_of(request), action, *args)
