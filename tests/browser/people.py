"""People of the demo school in browsers of their own."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Cookie, Page
from sqlalchemy import select

from hub.database import Database, Tx
from hub.identity.actions import OWN, new_session
from hub.identity.queries import recognise
from hub.people.models import Person
from hub.viewer import System
from tests.support.browser import Scheme, Screens, Size
from tests.support.server import Server

JARS = "What the jars showed me"
_let_in: dict[tuple[Path, str], list[Cookie]] = {}
"""The cookies of those who came in, by the log of their server, which no two share."""


def signed_in(
    screens: Screens,
    server: Server,
    name: str,
    path: str = "/",
    size: Size = "desktop",
    scheme: Scheme = "light",
    *,
    javascript: bool = True,
) -> Page:
    """Stands on `path`. Without scripts they come by the door the first time. With them, a session is made for them, which spares two
    pages and a password that is meant to be dear: so the journey comes in, and everybody in a new school."""
    key = (server.log_path, name)
    if javascript and key not in _let_in:
        _let_in[key] = [_session(server, name)]
    page = screens.open(server.url + path, size, scheme, javascript=javascript, cookies=_let_in.get(key, ()))
    if "/sign-in" in page.url:
        password = next(one["password"] for one in server.people if one["sign_in_name"] == name)
        page.get_by_label("Your sign-in name").fill(name)
        page.get_by_label("Your password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        _let_in[key] = page.context.cookies()
    return page


def _session(server: Server, name: str) -> Cookie:
    """What the door would give them, written into the server's database while it runs."""

    def begin(tx: Tx) -> str:
        person = tx.scalars(select(Person.id).where(Person.sign_in_name == name)).one()
        return new_session(tx, person, OWN, "Chrome · Linux", shared=False).secret

    database = Database(server.settings.get("DATABASE_URL") or f"sqlite:///{server.folder / 'data' / 'trellis.sqlite3'}", recognise)
    try:
        secret = database.write_now(System("a test"), begin)
    finally:
        database.close()
    return Cookie(name="trellis", value=secret, domain=urlsplit(server.url).hostname or "", path="/")


def work_of_maya(page: Page, title: str = JARS) -> str:
    """The path of one of Maya's reflections; the page of anybody who may see it is left where it was."""
    here = page.url
    page.goto("/space" if page.locator("body").get_by_text("Maya Okafor").count() else "/")
    link = page.get_by_role("link", name=title).first
    found = re.sub(r"^https?://[^/]+|\?.*", "", link.evaluate("link => link.href"))
    page.goto(here)
    return str(found)
