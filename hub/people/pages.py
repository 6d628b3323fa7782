"""People and classes over HTTP, for staff: lists, cards, invitations and the slips to print."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath
from markupsafe import Markup

from hub.database import Tx
from hub.errors import Invalid
from hub.homes import overview
from hub.identity.invitations import Given
from hub.ids import NOTHING, parse_id
from hub.people import classes, lists, office, queries
from hub.people.lists import Kind, Looked
from hub.people.queries import ROLES
from hub.people.school import old_names, zone_choices
from hub.viewer import Role
from hub.web.answers import see_other
from hub.web.claims import claim_of
from hub.web.forms import beside, form_of
from hub.web.hub import hub_of
from hub.web.languages import language_choices
from hub.web.qr import qr
from hub.web.show import Page, show, show_again
from hub.words import _

AnyRequest = Request[Any, Any, Any]


class Slip(msgspec.Struct, frozen=True):
    """What stands on one paper."""

    name: str
    words: str
    code: str
    url: str
    until: Any
    qr: Markup


class Names(msgspec.Struct, frozen=True):
    """Boxes of the small forms of a card and a roster."""

    name: str = ""
    called: str = ""
    names: str = ""
    guardian: str = ""
    relation: str = ""
    role: str = ""
    roles: list[str] = []


class PastedList(msgspec.Struct, frozen=True):
    """`step`: "look" shows how the list is understood, "make" makes it so."""

    list: str = ""
    kind: str = "student"
    step: str = "look"


class SchoolForm(msgspec.Struct, frozen=True):
    """The settings of the school. An unticked box sends nothing: no language is a mistake, not "as it was"."""

    name: str = ""
    time_zone: str = ""
    languages: list[str] = []


class PeoplePages(Controller):
    """Everyone at the school."""

    path = "/people"

    @get("/")
    async def people(self, request: AnyRequest) -> Page:
        asked = request.query_params
        after = parse_id(asked.get("after", ""))
        return await show(request, "people/people.html", queries.people, asked.get("q", ""), asked.get("role", ""), after)

    @get("/invite")
    async def invite_sheet(self, request: AnyRequest) -> Page:
        return await _sheet_to_invite(request, None)

    @post("/invite")
    async def invite(self, request: AnyRequest) -> Response[str]:
        return await _invite(request, None)

    @get("/school")
    async def school_sheet(self, request: AnyRequest) -> Page:
        return await _school(request, 200)

    @post("/school")
    async def school(self, request: AnyRequest) -> Response[str]:
        typed = await form_of(request, SchoolForm)
        change = office.SchoolChange(typed.name, typed.time_zone, typed.languages)
        try:
            return await _done(request, "/people/school", "saved", office.change_school, change)
        except Invalid as problem:
            return await _school(request, 422, typed=typed, wrong=beside(problem))

    @get("/{person_id:str}")
    async def card(self, request: AnyRequest, person_id: FromPath[str]) -> Page:
        return await show(request, "people/person.html", queries.card, parse_id(person_id))

    @post("/{person_id:str}/slip")
    async def slip(self, request: AnyRequest, person_id: FromPath[str]) -> Page:
        given = await hub_of(request).database.write(claim_of(request), office.give_slip, parse_id(person_id))
        return await _paper(request, [given], f"/people/{given.person_id}")

    @post("/{person_id:str}/deactivate")
    async def deactivate(self, request: AnyRequest, person_id: FromPath[str]) -> Response[str]:
        return await _done(request, f"/people/{person_id}", "deactivated", office.deactivate, parse_id(person_id))

    @post("/{person_id:str}/reactivate")
    async def reactivate(self, request: AnyRequest, person_id: FromPath[str]) -> Response[str]:
        return await _done(request, f"/people/{person_id}", "reactivated", office.reactivate, parse_id(person_id))

    @post("/{person_id:str}/names")
    async def rename(self, request: AnyRequest, person_id: FromPath[str]) -> Response[str]:
        typed = await form_of(request, Names)
        return await self._change(request, person_id, typed, office.rename, typed.name, typed.called)

    @post("/{person_id:str}/roles")
    async def roles(self, request: AnyRequest, person_id: FromPath[str]) -> Response[str]:
        typed = await form_of(request, Names)
        chosen: frozenset[Role] = frozenset(role for role in ROLES if role in typed.roles)
        return await self._change(request, person_id, typed, office.set_roles, chosen)

    @post("/{person_id:str}/guardians")
    async def add_guardian(self, request: AnyRequest, person_id: FromPath[str]) -> Response[str]:
        typed = await form_of(request, Names)
        return await self._change(request, person_id, typed, office.add_guardian, typed.guardian, typed.relation)

    @post("/{person_id:str}/guardians/{guardian_id:str}/approve")
    async def approve(self, request: AnyRequest, person_id: FromPath[str], guardian_id: FromPath[str]) -> Response[str]:
        ids = parse_id(person_id), parse_id(guardian_id)
        return await _done(request, f"/people/{person_id}", "approved", office.approve_guardianship, *ids)

    @post("/{person_id:str}/guardians/{guardian_id:str}/end")
    async def end(self, request: AnyRequest, person_id: FromPath[str], guardian_id: FromPath[str]) -> Response[str]:
        ids = parse_id(person_id), parse_id(guardian_id)
        return await _done(request, f"/people/{person_id}", "guardian-ended", office.end_guardianship, *ids)

    async def _change(self, request: AnyRequest, person_id: str, typed: Names, action: Callable[..., Any], *args: Any) -> Response[str]:
        id_ = parse_id(person_id)
        try:
            return await _done(request, f"/people/{person_id}", "saved", action, id_, *args)
        except Invalid as problem:
            return await show_again(request, "people/person.html", {"typed": typed, "wrong": beside(problem)}, 422, queries.card, id_)


class ClassPages(Controller):
    """Classes and their rosters."""

    path = "/classes"

    @get("/")
    async def classes(self, request: AnyRequest) -> Page:
        return await show(request, "people/classes.html", classes.classes)

    @post("/")
    async def open(self, request: AnyRequest) -> Response[str]:
        typed = await form_of(request, Names)
        try:
            made = await hub_of(request).database.write(claim_of(request), office.start_class, typed.name)
        except Invalid as problem:
            return await show_again(request, "people/classes.html", {"typed": typed, "problem": problem}, 422, classes.classes)
        return see_other(f"/classes/{made.id}", done="saved")

    @get("/{class_id:str}")
    async def overview(self, request: AnyRequest, class_id: FromPath[str]) -> Page:
        return await show(request, "people/class.html", overview.overview, parse_id(class_id))

    @get("/{class_id:str}/roster")
    async def roster(self, request: AnyRequest, class_id: FromPath[str]) -> Page:
        return await show(request, "people/roster.html", classes.roster, parse_id(class_id))

    @post("/{class_id:str}/roster")
    async def enrol(self, request: AnyRequest, class_id: FromPath[str]) -> Response[str]:
        typed = await form_of(request, Names)
        id_ = parse_id(class_id)
        try:
            return await _done(request, f"/classes/{class_id}/roster", "saved", office.put_on_roster, id_, typed.names, typed.role)
        except Invalid as problem:
            return await show_again(request, "people/roster.html", {"typed": typed, "wrong": beside(problem)}, 422, classes.roster, id_)

    @post("/{class_id:str}/roster/{person_id:str}/end")
    async def take_off(self, request: AnyRequest, class_id: FromPath[str], person_id: FromPath[str]) -> Response[str]:
        ids = parse_id(class_id), parse_id(person_id)
        return await _done(request, f"/classes/{class_id}/roster", "off-roster", office.take_off_roster, *ids)

    @post("/{class_id:str}/codes")
    async def codes(self, request: AnyRequest, class_id: FromPath[str]) -> Page:
        given = await hub_of(request).database.write(claim_of(request), office.new_codes, parse_id(class_id))
        return await _paper(request, given, f"/classes/{class_id}/roster")

    @get("/{class_id:str}/invite")
    async def invite_sheet(self, request: AnyRequest, class_id: FromPath[str]) -> Page:
        return await _sheet_to_invite(request, class_id)

    @post("/{class_id:str}/invite")
    async def invite(self, request: AnyRequest, class_id: FromPath[str]) -> Response[str]:
        return await _invite(request, class_id)


async def _school(request: AnyRequest, status: int, **also: Any) -> Page:
    also = {"wrong": {}, "time_zones": zone_choices(), "languages": language_choices(), **also}
    return await show_again(request, "people/school.html", also, status, _settings)


def _settings(tx: Tx) -> SchoolForm:
    school = queries.settings(tx)
    return SchoolForm(school.name, old_names().get(school.time_zone, school.time_zone), list(school.languages))


async def _sheet_to_invite(request: AnyRequest, class_id: str | None) -> Page:
    kind = request.query_params.get("kind", "")
    typed = PastedList(kind=kind if kind in lists.KINDS else "student")
    return await show_again(request, "people/invite.html", {"typed": typed, "looked": None}, 200, lists.invitable, _class_id(class_id))


async def _invite(request: AnyRequest, class_id: str | None) -> Response[str]:
    typed = await form_of(request, PastedList)
    id_ = _class_id(class_id)
    kind: Kind = next((one for one in lists.KINDS if one == typed.kind), "student")
    database, claim = hub_of(request).database, claim_of(request)
    problem: Invalid | None = None
    looked: Looked | None = None
    try:
        if typed.step == "make":
            given = await database.write(claim, lists.invite, kind, id_, typed.list)
            return await _paper(request, given, f"/classes/{class_id}/roster" if class_id else "/people")
    except Invalid as refused:
        problem = refused
    try:
        looked = await database.read(claim, lists.look, kind, id_, typed.list)
    except Invalid as refused:
        problem = refused
    status = 422 if problem or (looked and not looked.good) else 200
    also = {"typed": typed, "looked": looked, "problem": problem}
    return await show_again(request, "people/invite.html", also, status, lists.invitable, id_)


def _class_id(text: str | None) -> UUID | None:
    """A malformed id is one that doesn't exist; only None means "without a class"."""
    return None if text is None else parse_id(text) or NOTHING


async def _paper(request: AnyRequest, given: list[Given], back: str) -> Page:
    """The only page on which these codes can ever be read."""
    url = hub_of(request).settings.url
    also = {"slips": [_slip(url, one) for one in given], "back": back}
    return await show_again(request, "people/slips.html", also, 200, _nothing)


def _slip(url: str, given: Given) -> Slip:
    address = f"{url}/join/{given.code}"
    if given.kind == "join":
        words = _("Open this address, or scan the square, and choose a password. Your sign-in name is %(name)s.")
    else:
        words = _("Open this address, or scan the square, and choose a new password. Your sign-in name is still %(name)s.")
    return Slip(given.name, words % {"name": given.sign_in_name}, given.code, address, given.until, qr(address))


def _nothing(tx: Tx) -> None:
    assert tx.viewer


async def _done(request: AnyRequest, back: str, done: str, action: Callable[..., Any], *args: Any) -> Response[str]:
    await hub_of(request).database.write(claim_of(request), action, *args)
    return see_other(back, done=done)
