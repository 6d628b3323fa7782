"""You: your language, password and email, where you are signed in, and your keys for programs."""

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.errors import Invalid
from hub.identity import actions, passwords, queries
from hub.ids import parse_id
from hub.notifications import actions as notifications
from hub.notifications import saying
from hub.notifications.hours import Hours
from hub.web.answers import see_other
from hub.web.browser import device_of
from hub.web.claims import brought_by, claim_of, let_in
from hub.web.forms import beside, form_of
from hub.web.hub import hub_of
from hub.web.languages import language_choices
from hub.web.show import Page, show_again
from hub.words import _
from hub.you.queries import You, you

AnyRequest = Request[Any, Any, Any]


class Changed(msgspec.Struct, frozen=True):
    """Boxes of the small forms of this page."""

    language: str = ""
    current: str = ""
    password: str = ""
    again: str = ""
    email: str = ""


class KeyAsked(msgspec.Struct, frozen=True):
    """A name to know the key by, and how many days it works."""

    name: str = ""
    days: int = 30


class YouPages(Controller):
    """Whatever changes how one signs in asks for a browser session, and most of it for the password."""

    path = "/you"

    @get("/")
    async def you(self, request: AnyRequest) -> Page:
        return await self._show(request)

    @post("/language")
    async def language(self, request: AnyRequest) -> Response[str]:
        typed = await form_of(request, Changed)
        try:
            await hub_of(request).database.write(claim_of(request), actions.choose_language, typed.language)
        except Invalid as problem:
            return await self._show(request, typed, problem)
        return see_other("/you", done="saved", by="language")

    @post("/password")
    async def password(self, request: AnyRequest) -> Response[str]:
        typed = await form_of(request, Changed)
        database, claim = hub_of(request).database, claim_of(request)
        try:
            kept = await _right_password(request, typed.current)
            me = await database.read(claim, queries.my_account)
            passwords.check_new(typed.password, me.sign_in_name, student=me.student)
            if typed.password != typed.again:
                raise Invalid("again", _("These two aren't the same. Please type it once more."))
            anew = await passwords.in_thread(passwords.hash_password, typed.password)
            device = device_of(request.headers.get("user-agent", ""))
            signed_in = await database.write(claim, actions.change_password, kept, anew, device=device, brought=brought_by(request))
        except Invalid as problem:
            return await self._show(request, typed, problem)
        answer = see_other("/you", done="password", by="password-change")
        let_in(answer, hub_of(request).settings, signed_in)
        return answer

    @post("/email")
    async def email(self, request: AnyRequest) -> Response[str]:
        typed = await form_of(request, Changed)
        try:
            kept = await _right_password(request, typed.current, box="email-current")
            await hub_of(request).database.write(claim_of(request), actions.change_email, kept, typed.email)
        except Invalid as problem:
            return await self._show(request, typed, problem)
        return see_other("/you", done="saved", by="email-change")

    @post("/letters")
    async def letters(self, request: AnyRequest) -> Response[str]:
        chosen = Hours()
        try:
            chosen = await form_of(request, Hours)
            await hub_of(request).database.write(claim_of(request), notifications.choose_rhythm, chosen)
        except Invalid as problem:
            return await self._show(request, problem=problem, chosen=chosen)
        return see_other("/you", done="rhythm", by="letters")

    @post("/places/{place_id:str}/end")
    async def end_place(self, request: AnyRequest, place_id: FromPath[str]) -> Response[str]:
        await hub_of(request).database.write(claim_of(request), actions.end_one_session, parse_id(place_id))
        return see_other("/you", done="place-ended", by="places")

    @get("/tokens")
    async def keys(self, request: AnyRequest) -> Page:
        return await self._keys(request)

    @post("/tokens")
    async def make_key(self, request: AnyRequest) -> Page:
        typed = KeyAsked()
        try:
            typed = await form_of(request, KeyAsked)
            _token, secret = await hub_of(request).database.write(claim_of(request), actions.make_my_token, typed.name, typed.days)
        except Invalid as problem:
            return await self._keys(request, typed, problem)
        return await self._keys(request, secret=secret)

    @post("/tokens/{token_id:str}/end")
    async def end_key(self, request: AnyRequest, token_id: FromPath[str]) -> Response[str]:
        await hub_of(request).database.write(claim_of(request), actions.revoke_token, parse_id(token_id))
        return see_other("/you/tokens", done="key-ended")

    async def _show(
        self, request: AnyRequest, typed: Changed | None = None, problem: Invalid | None = None, chosen: Hours | None = None
    ) -> Page:
        also: dict[str, Any] = {"typed": typed, "wrong": beside(problem), "chosen": chosen}

        def look(tx: Tx) -> You:
            found = you(tx)
            also.update(languages=[(one.value, one.label) for one in language_choices()], **saying.choices(found.letters.hours))
            return found

        return await show_again(request, "you/you.html", also, 422 if problem else 200, look)

    async def _keys(self, request: AnyRequest, typed: KeyAsked | None = None, problem: Invalid | None = None, secret: str = "") -> Page:
        also = {"typed": typed or KeyAsked(), "wrong": beside(problem), "secret": secret, "days": actions.TOKEN_DAYS}
        return await show_again(request, "you/tokens.html", also, 422 if problem else 200, queries.my_account)


async def _right_password(request: AnyRequest, typed: str, box: str = "current") -> str:
    """The hash of one's own password, when it was typed rightly. Raises Invalid(box), and TooMany after many wrong ones."""
    kept = await hub_of(request).database.write(claim_of(request), actions.knock_with_old_password)
    if not await passwords.in_thread(passwords.verify, kept, typed) or kept is None:
        raise Invalid(box, _("That isn't your password. Please type it once more."))
    return kept
