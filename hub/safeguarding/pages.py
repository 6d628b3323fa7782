"""Over HTTP: telling staff about a message, and what staff do then. Both forms that ask why are one."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.errors import Invalid
from hub.feedback import queries as feedback
from hub.feedback.actions import relations_to
from hub.files.queries import ShownFile, of_messages
from hub.ids import parse_id
from hub.items import queries as items
from hub.people.models import Person
from hub.people.queries import to_school
from hub.policy import Relation, Verb, named, require, to_item
from hub.safeguarding import actions, asking, deeds, pausing, queries
from hub.safeguarding.models import Report
from hub.safeguarding.pauses import Until
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_again
from hub.words import _, whole_number

AnyRequest = Request[Any, Any, Any]


class Why(msgspec.Struct, frozen=True):
    """One box for a reason, or a note; in front of it, what is wrong, where staff are asked to look."""

    why: str = ""
    matter: str = ""


class Asking(msgspec.Struct, frozen=True):
    """A form with one box that asks why. `action` is where it goes; `back_href` is for who would rather not."""

    action: str
    back_href: str
    label: str
    hint: str
    button: str
    icon: str
    matters: tuple[tuple[str, str], ...] = ()
    """What may be wrong, to choose from: (value, words)."""


class Concern(msgspec.Struct, frozen=True):
    """What one tells staff of, or hides, on a page of its own. `said`: of a message; `back` and `item_href`: what one came from."""

    said: feedback.ShownMessage | None
    back: str
    item_href: str
    title: str
    under: str
    asking: Asking


class Opened(msgspec.Struct, frozen=True):
    """A report with what can be done about it here. `asking`: only for who may hide the words, while they can be read."""

    kept: queries.Opened
    files: list[ShownFile]
    """What was sent with a message that it keeps, for who reads the words."""
    asking: Asking | None
    may_show: bool
    may_pause: bool
    paused: Until | None
    """Whether the one who said it is paused already, for who may pause them."""
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
            await hub_of(request).database.write(claim_of(request), actions.report_message, id_, given.why, given.matter)
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

    @post("/let-through")
    async def let_through(self, request: AnyRequest, message_id: FromPath[str]) -> Response[str]:
        message = await hub_of(request).database.write(claim_of(request), actions.let_through, parse_id(message_id))
        return see_other(f"/items/{message.item_id}", at=f"message-{message.id}")


class TellPages(Controller):
    """Asking staff to look at what somebody made, and after a person."""

    @get("/items/{item_id:str}/report")
    async def item_page(self, request: AnyRequest, item_id: FromPath[str]) -> Page:
        return await show(request, "safeguarding/why.html", _of_item, parse_id(item_id))

    @post("/items/{item_id:str}/report")
    async def report_item(self, request: AnyRequest, item_id: FromPath[str]) -> Response[str]:
        return await _told(request, asking.report_item, _of_item, parse_id(item_id))

    @get("/people/{person_id:str}/report")
    async def person_page(self, request: AnyRequest, person_id: FromPath[str]) -> Page:
        return await show(request, "safeguarding/why.html", _of_person, parse_id(person_id), _room(request))

    @post("/people/{person_id:str}/report")
    async def report_person(self, request: AnyRequest, person_id: FromPath[str]) -> Response[str]:
        return await _told(request, asking.report_person, partial(_of_person, room_id=_room(request)), parse_id(person_id))


class ReportPages(Controller):
    """What people asked staff to look at."""

    path = "/reports"

    @get("/")
    async def reports(self, request: AnyRequest) -> Page:
        return await show(request, "safeguarding/reports.html", _reports, request.query_params.get("after", ""))

    @get("/looked-after")
    async def looked_after(self, request: AnyRequest) -> Page:
        return await show(request, "safeguarding/looked_after.html", _looked_after, request.query_params.get("after", ""))

    @get("/log")
    async def log(self, request: AnyRequest) -> Page:
        return await show(request, "safeguarding/log.html", deeds.log, request.query_params.get("after", ""))

    @get("/{report_id:str}")
    async def look(self, request: AnyRequest, report_id: FromPath[str]) -> Page:
        """Noted before anything is shown: opening this page is the recorded reason for reading the words."""
        id_, before = parse_id(report_id), whole_number(request.query_params.get("before", ""))
        await hub_of(request).database.write(claim_of(request), actions.look, id_)
        return await show(request, "safeguarding/report.html", _opened, id_, before)

    @post("/{report_id:str}/close")
    async def close(self, request: AnyRequest, report_id: FromPath[str]) -> Response[str]:
        given, id_ = await form_of(request, Why), parse_id(report_id)
        try:
            await hub_of(request).database.write(claim_of(request), actions.close_report, id_, given.why)
        except Invalid as problem:
            return await show_again(request, "safeguarding/report.html", {"noted": given, "too_long": problem}, 422, _opened, id_)
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


def _reports(tx: Tx, after: str) -> queries.Reports:
    require("school", to_school(tx), Verb.LOOK_UP)
    return queries.reports(tx, after)


def _looked_after(tx: Tx, after: str) -> queries.Reports:
    require("school", to_school(tx), Verb.LOOK_UP)
    return queries.looked_after(tx, after)


def _opened(tx: Tx, report_id: UUID | None, before: int | None = None) -> Opened:
    kept = queries.opened(tx, report_id, before)
    report = kept.report
    require("report", queries.relations_to(tx, queries.find(tx, report_id)), Verb.LOOK_INTO)
    may_hide = Verb.HIDE in report.can and report.about == "message"
    form = Asking(
        f"/reports/{report.id}/hide",
        "",
        _("Why do you hide them?"),
        _("For your colleagues. Nobody else reads this."),
        _("Hide these words"),
        "eye-off",
    )
    may_pause = may_hide and report.kind in ("room", "need_to_know")
    return Opened(
        kept=kept,
        files=of_messages(tx, [report.message_id]).get(report.message_id, []) if report.message_id and kept.words is not None else [],
        asking=form if may_hide and report.outcome != "hidden" else None,
        may_show=may_hide and report.outcome == "hidden",
        may_pause=may_pause,
        paused=pausing.of_reported(tx, queries.find(tx, report.id)) if may_pause else None,
        may_close=report.closed is None and Verb.CLOSE in report.can,
    )


async def _told(
    request: AnyRequest,
    act: Callable[[Tx, UUID | None, str, str], Report],
    page: Callable[[Tx, UUID | None], Concern],
    id_: UUID | None,
) -> Response[str]:
    given = await form_of(request, Why)
    database = hub_of(request).database
    try:
        await database.write(claim_of(request), act, id_, given.matter, given.why)
    except Invalid as problem:
        return await show_again(request, "safeguarding/why.html", {"typed": given, "problem": problem}, 422, page, id_)
    return see_other((await database.read(claim_of(request), page, id_)).item_href, done="reported")


def _of_item(tx: Tx, item_id: UUID | None) -> Concern:
    item = items.find(tx, item_id)
    require(named(item), to_item(tx.viewer, item, items.granted(tx, item.id)), Verb.REPORT)
    href, under = items.href(item.kind, item.id), _("A member of staff looks at it. Whoever made it does not learn that it was you.")
    hint = _("A few words are enough. Its words are kept as they are now.")
    form = _telling(f"/items/{item.id}/report", href, _("What is wrong with it?"), hint)
    return Concern(None, item.title, href, _("Tell staff about it"), under, form)


def _room(request: AnyRequest) -> UUID | None:
    """From which room somebody came."""
    return parse_id(request.query_params.get("room", ""))


def _of_person(tx: Tx, person_id: UUID | None, room_id: UUID | None = None) -> Concern:
    person = asking.somebody(tx, person_id)
    require("person", frozenset({Relation.SELF if person.id == tx.viewer.id else Relation.PEER}), Verb.REPORT)
    # Of whom one knows only from a team, there is no space to go back to.
    href, action = f"/people/{person.id}/space" if tx.get(Person, person.id) else "/", f"/people/{person.id}/report"
    if room_id and items.kinds(tx, {room_id}).get(room_id) == "room":
        href, action = f"/rooms/{room_id}", f"{action}?room={room_id}"
    title = _("Tell staff about %(name)s") % {"name": person.called}
    under = _("A member of staff reads it, and nobody else. Nobody learns that it was you.")
    hint = _("A few words are enough. If somebody is in danger now, talk to a grown-up near you at once.")
    return Concern(None, person.called, href, title, under, _telling(action, href, _("What happened?"), hint))


def _telling(action: str, back: str, label: str, hint: str) -> Asking:
    return Asking(action, back, label, hint, _("Tell staff"), "flag", tuple(queries.matters().items()))


def _concern(tx: Tx, message_id: UUID | None, about: Literal["report", "hide"]) -> Concern:
    message = feedback.one(tx, message_id)
    if about == "hide":
        require("message", relations_to(tx, message), Verb.HIDE)
    item = items.find(tx, message.item_id)
    item_href = items.href(item.kind, item.id)
    if about == "hide":
        title, under = _("Hide a message"), _("Nobody can read it in the conversation any more. Staff can, and can let it be read again.")
        label, hint = _("Why do you hide it?"), _("For your colleagues. Nobody else reads this.")
        form = Asking(f"/messages/{message.id}/hide", item_href, label, hint, _("Hide it"), "eye-off")
    else:
        title = _("Tell staff about a message")
        under = _("A member of staff looks at it. Whoever wrote it does not learn that it was you.")
        label, hint = _("What is wrong with it?"), _("A few words are enough. The message is kept as it is now.")
        form = _telling(f"/messages/{message.id}/report", item_href, label, hint)
    return Concern(feedback.said(tx, [message])[0], _("The conversation"), item_href, title, under, form)
