"""The doors: signing in and out, a forgotten password, a code to join with, and the first minutes of a hub."""

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.errors import Gone, Invalid, NotFound, NotSignedIn
from hub.identity import actions, beginning, invitations, passwords
from hub.identity.actions import SignedIn
from hub.identity.keys import tidy
from hub.identity.queries import any_school
from hub.people.names import normal_sign_in_name, tidy_sign_in_name
from hub.people.school import old_names, zone_choices, zone_here
from hub.viewer import System
from hub.web.address import address_of
from hub.web.answers import see_other
from hub.web.browser import device_of, local_path
from hub.web.claims import brought_by, claim_of, let_in, session_cookie
from hub.web.forms import beside, form_of
from hub.web.hub import hub_of
from hub.web.languages import language_choices
from hub.web.show import Page, language_of, show_stranger
from hub.words import _

AnyRequest = Request[Any, Any, Any]
_DOOR = System("door")


class Typed(msgspec.Struct, frozen=True):
    """The sign-in form. `shared`: this computer is used by others too."""

    name: str = ""
    password: str = ""
    shared: bool = False
    next: str = "/"


class NewPassword(msgspec.Struct, frozen=True):
    """Chosen with a code in hand; typed twice, because it can't be seen."""

    password: str = ""
    again: str = ""
    shared: bool = False


class Asked(msgspec.Struct, frozen=True):
    """One box: a code, or a sign-in name."""

    code: str = ""
    name: str = ""


class Begun(beginning.Beginning, frozen=True, kw_only=True):
    """The first form of all."""

    code: str = ""
    school: str = ""
    time_zone: str = ""
    languages: list[str] = []
    name: str = ""
    sign_in_name: str = ""
    email: str = ""
    password: str = ""
    again: str = ""


class IdentityPages(Controller):
    """Each door counts a knock, in a write of its own, before it looks at what was brought."""

    @get("/sign-in")
    async def sign_in_sheet(self, request: AnyRequest) -> Response[str]:
        if not await hub_of(request).database.read(_DOOR, any_school):
            return see_other("/begin")
        return show_stranger(request, "identity/sign_in.html", typed=Typed(next=local_path(request.query_params.get("next", "/"))))

    @post("/sign-in")
    async def sign_in(self, request: AnyRequest) -> Response[str]:
        typed = await form_of(request, Typed)
        database = hub_of(request).database
        name, address = normal_sign_in_name(typed.name)[:200], address_of(request)
        tried = await database.write(_DOOR, actions.knock, name, address, brought_by(request))
        found = tried.found
        kept = found.password_hash if found else None
        if not await passwords.right(kept, typed.password, stranger=not tried.in_a_known_browser) or found is None:
            return self._not_together(request, typed)
        try:
            signed_in = await database.write(
                _DOOR,
                actions.sign_in,
                found.person_id,
                verified_hash=found.password_hash,
                name=name,
                address=address,
                counted=tried.counted,
                brought=brought_by(request),
                shared=typed.shared,
                device=device_of(request.headers.get("user-agent", "")),
                old=claim_of(request),
            )
        except NotSignedIn:
            return self._not_together(request, typed)
        if passwords.outdated(found.password_hash):
            anew = await passwords.in_thread(passwords.hash_password, typed.password)
            await database.write(_DOOR, actions.rehash, found.person_id, found.password_hash, anew)
        return _let_in(request, signed_in, local_path(typed.next))

    @post("/sign-out")
    async def sign_out(self, request: AnyRequest) -> Response[str]:
        await hub_of(request).database.write(System("sign out"), actions.sign_out, claim_of(request))
        return _let_out(request)

    @post("/sign-out-everywhere")
    async def sign_out_everywhere(self, request: AnyRequest) -> Response[str]:
        await hub_of(request).database.write(claim_of(request), actions.sign_out_everywhere)
        return _let_out(request)

    @get("/forgotten")
    async def forgotten_sheet(self, request: AnyRequest) -> Page:
        return show_stranger(request, "identity/forgotten.html", typed=Asked(), sent=False)

    @post("/forgotten")
    async def forgotten(self, request: AnyRequest) -> Page:
        typed = await form_of(request, Asked)
        name = normal_sign_in_name(typed.name)[:200]
        if not name:
            problem = Invalid("name", _("Please write your sign-in name here."))
            return show_stranger(request, "identity/forgotten.html", 422, typed=typed, sent=False, problem=problem)
        await hub_of(request).database.write(_DOOR, invitations.forget, name, address_of(request), brought_by(request))
        return show_stranger(request, "identity/forgotten.html", typed=typed, sent=True)

    @get("/join")
    async def code_sheet(self, request: AnyRequest) -> Page:
        return show_stranger(request, "identity/code.html", typed=Asked())

    @post("/join")
    async def code(self, request: AnyRequest) -> Response[str]:
        typed = await form_of(request, Asked)
        if not tidy(typed.code):
            return show_stranger(request, "identity/code.html", 422, typed=typed, problem=_("Please write the code from your paper here."))
        try:
            welcome = await self._welcome(request, typed.code)
        except (NotFound, Gone) as refusal:
            return self._no_code(request, typed.code, refusal)
        return see_other(f"/join/{welcome.code}")

    @get("/join/{code:str}")
    async def join_sheet(self, request: AnyRequest, code: FromPath[str]) -> Page:
        try:
            welcome = await self._welcome(request, code)
        except (NotFound, Gone) as refusal:
            return self._no_code(request, code, refusal)
        return show_stranger(request, "identity/join.html", it=welcome, shared=False)

    @post("/join/{code:str}")
    async def join(self, request: AnyRequest, code: FromPath[str]) -> Response[str]:
        typed = await form_of(request, NewPassword)
        try:
            welcome = await self._welcome(request, code)
            try:
                _check(typed.password, typed.again, welcome.sign_in_name, student=welcome.student)
            except Invalid as problem:
                return show_stranger(request, "identity/join.html", 422, it=welcome, shared=typed.shared, wrong=beside(problem))
            signed_in = await hub_of(request).database.write(
                _DOOR,
                invitations.use,
                code,
                await passwords.in_thread(passwords.hash_password, typed.password),
                shared=typed.shared,
                device=device_of(request.headers.get("user-agent", "")),
                old=claim_of(request),
                brought=brought_by(request),
            )
        except (NotFound, Gone) as refusal:
            return self._no_code(request, code, refusal)
        return _let_in(request, signed_in, "/")

    @get("/begin")
    async def begin_sheet(self, request: AnyRequest) -> Page:
        await hub_of(request).database.read(_DOOR, beginning.not_begun)
        return self._begin(request, Begun(languages=[language_of(request)]))

    @post("/begin")
    async def begin(self, request: AnyRequest) -> Response[str]:
        typed = await form_of(request, Begun)
        database = hub_of(request).database
        await database.write(_DOOR, beginning.knock, address_of(request))
        try:
            _check(typed.password, typed.again, tidy_sign_in_name(typed.sign_in_name), student=False)
            anew = await passwords.in_thread(passwords.hash_password, typed.password)
            device = device_of(request.headers.get("user-agent", ""))
            signed_in = await database.write(_DOOR, beginning.begin, typed, anew, device=device)
        except Invalid as problem:
            return self._begin(request, typed, problem)
        return _let_in(request, signed_in, "/")

    def _not_together(self, request: AnyRequest, typed: Typed) -> Page:
        return show_stranger(request, "identity/sign_in.html", 422, typed=typed, not_together=True)

    async def _welcome(self, request: AnyRequest, code: str) -> invitations.Welcome:
        database = hub_of(request).database
        counted = await database.write(_DOOR, invitations.knock, code, address_of(request))
        return await database.write(_DOOR, invitations.welcome, code, counted)

    def _no_code(self, request: AnyRequest, code: str, refusal: NotFound | Gone) -> Page:
        status = 410 if isinstance(refusal, Gone) else 404
        return show_stranger(request, "identity/code.html", status, typed=Asked(code=tidy(code)), problem=refusal.message)

    def _begin(self, request: AnyRequest, typed: Begun, problem: Invalid | None = None) -> Page:
        return show_stranger(
            request,
            "identity/begin.html",
            422 if problem else 200,
            typed=typed,
            wrong=beside(problem),
            time_zones=zone_choices(),
            zone_here=zone_here(),
            old_names=msgspec.json.encode(old_names()).decode(),
            languages=language_choices(),
        )


def _check(password: str, again: str, sign_in_name: str, *, student: bool) -> None:
    passwords.check_new(password, sign_in_name, student=student)
    if password != again:
        raise Invalid("again", _("These two aren't the same. Please type it once more."))


def _let_in(request: AnyRequest, signed_in: SignedIn, to: str) -> Response[str]:
    answer = see_other(to)
    let_in(answer, hub_of(request).settings, signed_in)
    return answer


def _let_out(request: AnyRequest) -> Response[str]:
    answer = see_other("/sign-in", done="signed-out")
    answer.set_cookie(session_cookie(hub_of(request).settings, "", 0))
    return answer
