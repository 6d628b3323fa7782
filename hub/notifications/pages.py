"""What one was told, how often a letter comes, and the way out of letters that needs no sign-in."""

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from hub.database import Tx
from hub.ids import parse_id
from hub.notifications import actions, letters, queries
from hub.people.models import Person, School
from hub.viewer import System
from hub.web.answers import see_other, wants_json
from hub.web.claims import claim_of
from hub.web.forms import form_of
from hub.web.hub import hub_of
from hub.web.show import Page, show, show_stranger

AnyRequest = Request[Any, Any, Any]
BY_LETTER = System("sign-off from letters")


class Seen(msgspec.Struct, frozen=True):
    """All up to the newest on a page, or what was told about one item that has been looked at."""

    newest: str = ""
    item: str = ""


class NotificationPages(Controller):
    """For whoever is signed in."""

    path = "/notifications"

    @get("/")
    async def inbox(self, request: AnyRequest) -> Page:
        return await show(request, "notifications/notifications.html", queries.inbox, request.query_params.get("before", ""))

    @post("/seen")
    async def seen(self, request: AnyRequest) -> Response[str]:
        """A script wants no page for an answer."""
        given = await form_of(request, Seen)
        database, claim = hub_of(request).database, claim_of(request)
        if given.item:
            await database.write(claim, actions.look_at, parse_id(given.item))
        else:
            await database.write(claim, actions.see_all, given.newest)
        return Response("", status_code=204) if wants_json(request) else see_other("/notifications")


class LetterPages(Controller):
    """What a link in a letter opens. Its key is all that it asks for: whoever has the letter may stop such letters."""

    path = letters.PATH

    @get("/")
    async def ask(self, request: AnyRequest, key: FromPath[str]) -> Page:
        """Looking stops nothing: programs look at every link of a letter before a person does."""
        return await _about(request, key, "")

    @post("/")
    async def stop(self, request: AnyRequest, key: FromPath[str]) -> Page:
        """By the button of the page, or by a mail program in one click (RFC 8058), which reads nothing of the answer."""
        await hub_of(request).database.write(BY_LETTER, actions.sign_off, key)
        return await _about(request, key, "stopped")

    @post("/again")
    async def again(self, request: AnyRequest, key: FromPath[str]) -> Page:
        await hub_of(request).database.write(BY_LETTER, actions.sign_on_again, key)
        return await _about(request, key, "again")


async def _about(request: AnyRequest, key: str, done: str) -> Page:
    school, on = await hub_of(request).database.read(BY_LETTER, _standing, key)
    return show_stranger(request, "notifications/letters.html", key=key, done=done, school=school, on=on)


def _standing(tx: Tx, key: str) -> tuple[str, bool]:
    """The school's name, and whether letters come. Whose they are, the page does not say."""
    person: Person = actions.whose(tx, key)
    return tx.get_one(School, person.school_id).name, actions.comes(tx, person)
