"""People of the demo school in browsers of their own."""

import re
from pathlib import Path

from playwright.sync_api import Cookie, Page

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
    """Stands on `path`: by the door, or with what it gave the first time, which spares two pages."""
    page = screens.open(server.url + path, size, scheme, javascript=javascript, cookies=_let_in.get((server.log_path, name), ()))
    if "/sign-in" in page.url:
        password = next(one["password"] for one in server.people if one["sign_in_name"] == name)
        page.get_by_label("Your sign-in name").fill(name)
        page.get_by_label("Your password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        _let_in[server.log_path, name] = page.context.cookies()
    return page


def work_of_maya(page: Page, title: str = JARS) -> str:
    """The path of one of Maya's reflections; the page of anybody who may see it is left where it was."""
    here = page.url
    page.goto("/space" if page.locator("body").get_by_text("Maya Okafor").count() else "/")
    link = page.get_by_role("link", name=title).first
    found = re.sub(r"^https?://[^/]+|\?.*", "", link.evaluate("link => link.href"))
    page.goto(here)
    return str(found)
