"""Over HTTP: telling staff about a message, and what staff do then. Both forms that ask why are one."""

from collections.abc import Callable
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.errors import Invalid
from hub.feedback import queries as feedback
from hub.feedback.actions import relations_to
from hub.ids import parse_id
from hub.items import queries as items
from hub.people.queries import to_school
from hub.policy import Verb, require
from hub.safeguarding import actions, queries
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import _, whole_number

AnyRequest = Request[Any, Any, Any]


class Why(msgspec.Struct, frozen=True):
    """One box for a reason."""

    why: str = ""


class Asking(msgspec.Struct, frozen=True):
    """A form with one box that asks why. `action` is where it goes; `back_href` is for who would rather not."""

    action: str
    back_href: str
    label: str
    hint: str
    button: str
    icon: str


class Concern(msgspec.Struct, frozen=True):
    """A message on a page of its own, about which one is asked why."""

    said: feedback.ShownMessage
    item_href: str
    title: str
    under: str
    asking: Asking


class Opened(msgspec.Struct, frozen=True):
    """A report with what can be done about it here. `asking`: only for who may hide the words, while they can be read."""

    kept: queries.Opened
    asking: Asking | None
    may_show: bool
    may_close: bool


class ConcernPages(Controller):
    """Asking staff to look at a message, and taking it out of sight where one reads it."""

    path = "/messages/{message_id:str}"

    @get("/report")
    async def report_page(self, request: AnyRequest, message_id: FromPath[str]) -> Page:
        return await show(request, "safeguarding/why.html", _concern, parse_id(message_id), "report")

    @post("/report")
    async def report(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, Why)
        id_ = parse_id(message_id)
        try:
            await hub_of(request).database.write(claim_of(request), actions.report_message, id_, given.why)
        except Invalid as problem:
            also = {"typed": given, "problem": problem}
            return await show_again(request, "safeguarding/why.html", also, 422, _concern, id_, "report")
        concern = await hub_of(request).database.read(claim_of(request), _concern, id_, "report")
        return see_other(concern.item_href, done="reported")

    @get("/hide")
    async def hide_page(self, request: AnyRequest, message_id: FromPath[str]) -> Page:
        return await show(request, "safeguarding/why.html", _concern, parse_id(message_id), "hide")

    @post("/hide")
    async def hide(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, Why)
        id_ = parse_id(message_id)
        try:
            message = await hub_of(request).database.write(claim_of(request), actions.hide_message, id_, given.why)
        except Invalid as problem:
            also = {"typed": given, "problem": problem}
            return await show_again(request, "safeguarding/why.html", also, 422, _concern, id_, "hide")
        return see_other(f"/items/{message.item_id}", done="hidden")

    @post("/show")
    async def show(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        message = await hub_of(request).database.write(claim_of(request), actions.show_message, parse_id(message_id))
        return see_other(f"/items/{message.item_id}", done="shown")


class ReportPages(Controller):
    """What people asked staff to look at."""

    path = "/reports"

    @get("/")
    async def reports(self, request: AnyRequest) -> Page:
        return await show(request, "safeguarding/reports.html", _reports)

    @get("/{report_id:str}")
    async def look(self, request: AnyRequest, report_id: FromPath[str]) -> Page:
        """Noted before anything is shown: opening this page is the recorded reason for reading the words."""
        id_, before = parse_id(report_id), whole_number(request.query_params.get("before", ""))
        await hub_of(request).database.write(claim_of(request), actions.look, id_)
        return await show(request, "safeguarding/report.html", _opened, id_, before)

    @post("/{report_id:str}/close")
    async def close(self, request: AnyRequest, report_id: FromPath[str]) -> Response[str]:
        await hub_of(request).database.write(claim_of(request), actions.close_report, parse_id(report_id))
        return see_other("/reports", done="looked")

    @post("/{report_id:str}/hide")
    async def hide(self, request: AnyRequest, report_id: FromPath[str]) -> Response[str]:
        given = await form_of(request, Why)
        id_ = parse_id(report_id)
        try:
            await self._act(request, actions.hide_reported, id_, given.why)
        except Invalid as problem:
            also = {"typed": given, "problem": problem}
            return await show_again(request, "safeguarding/report.html", also, 422, _opened, id_)
        return see_other(f"/reports/{id_}", done="hidden")

    @post("/{report_id:str}/show")
    async def show_words(self, request: AnyRequest, report_id: FromPath[str]) -> Response[str]:
        id_ = parse_id(report_id)
        await self._act(request, actions.show_reported, id_)
        return see_other(f"/reports/{id_}", done="shown")

    async def _act(self, request: AnyRequest, action: Callable[..., Any], *args: Any) -> None:
        await hub_of(request).database.write(claim_of(request), action, *args)


def _reports(tx: Tx) -> queries.Reports:
    require("school", to_school(tx), Verb.LOOK_UP)
    return queries.reports(tx)


def _opened(tx: Tx, report_id: UUID | None, before: int | None = None) -> Opened:
    kept = queries.opened(tx, report_id, before)
    report = kept.report
    require("report", queries.relations_to(tx, queries.find(tx, report_id)), Verb.LOOK_INTO)
    may_hide = Verb.HIDE in report.can
    asking = Asking(
        f"/reports/{report.id}/hide",
        "",
        _("Why do you hide them?"),
        _("For your colleagues. Nobody else reads this."),
        _("Hide these words"),
        "eye-off",
    )
    return Opened(
        kept=kept,
        asking=asking if may_hide and report.outcome != "hidden" else None,
        may_show=may_hide and report.outcome == "hidden",
        may_close=report.closed is None and Verb.CLOSE in report.can,
    )


def _concern(tx: Tx, message_id: UUID | None, about: Literal["report", "hide"]) -> Concern:
    message = feedback.one(tx, message_id)
    if about == "hide":
        require("message", relations_to(tx, message), Verb.HIDE)
    item = items.find(tx, message.item_id)
    item_href = items.href(item.kind, item.id)
    if about == "hide":
        title, under = _("Hide a message"), _("Nobody can read it in the conversation any more. Staff can, and can let it be read again.")
        label, hint = _("Why do you hide it?"), _("For your colleagues. Nobody else reads this.")
        button, icon = _("Hide it"), "eye-off"
    else:
        title = _("Tell staff about a message")
        under = _("A member of staff looks at it. Whoever wrote it does not learn that it was you.")
        label, hint = _("What is wrong with it?"), _("A few words are enough. The message is kept as it is now.")
        button, icon = _("Tell staff"), "flag"
    asking = Asking(f"/messages/{message.id}/{about}", item_href, label, hint, button, icon)
    return Concern(feedback.said(tx, [message])[0], item_href, title, under, asking)
