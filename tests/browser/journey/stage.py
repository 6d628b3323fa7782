"""Where the journey is played: a fresh server, everybody on a screen of their own, and pictures of what they see."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from hub.database import Database, Tx
from hub.demo.people import PASSWORD
from hub.homes.models import Visit
from hub.identity.queries import recognise
from hub.people.models import Person
from hub.viewer import System
from tests.support.browser import JOURNEY, Scheme, Screens, Size, axe, pictures
from tests.support.mail import MailServer, mail_server
from tests.support.server import Server, StartServer

BOX = re.compile("Your answer|Say something")
"""What the box under a thread is called: by who looks."""
LIVE = 5_000
"""Milliseconds within which what happened must be on the other screens: generous, for machines that do other work."""


class Stage:
    """`maya` and `chidi` hold phones, his is dark; `rivera` sits at a desk and touches no mouse. `looks`: whether axe looks,
    which once is enough for; `pictured`: whether pictures are taken of what it looks at."""

    maya: Page
    rivera: Page
    chidi: Page
    ada: Page
    jonas: Page
    reis: Page

    goal: str
    """The path of Maya's goal, her reflection, her work, her project, her team's room and what it made, as soon as there is one."""
    reflection: str
    work: str
    project: str
    room: str
    made: str

    def __init__(self, hub: Server, screens: Screens, mail: MailServer, folder: Path, *, looks: bool, pictured: bool) -> None:
        self.hub, self.screens, self.mail, self.folder = hub, screens, mail, folder
        self.looks, self.pictured = looks, pictured
        self.seen = 0
        if pictured:
            for old in JOURNEY.glob("*.png"):
                old.unlink()

    def look(self, page: Page, name: str) -> None:
        """Axe looks at the page, and with --pictures it is kept as four of them."""
        if self.looks:
            axe(page)
        self.picture(page, name)

    def picture(self, page: Page, name: str) -> None:
        """Of what test_pages.py has axe look at."""
        self.seen += 1
        if self.pictured:
            page.wait_for_timeout(1_000)  # What is in sight that long was read, and what was typed is saved.
            pictures(page, f"{self.seen:02}-{name}")

    def opens(self, size: Size, scheme: Scheme = "light") -> Page:
        return self.screens.open(self.hub.url + "/", size, scheme)

    def path_of(self, page: Page) -> str:
        """Where it stands, without what is only said about the way there."""
        return page.url.removeprefix(self.hub.url).split("?")[0].split("#")[0]

    def behind(self, work: Callable[[Tx], None]) -> None:
        """What time does, and no person: done in the database, while the server runs."""
        database = Database(self.hub.settings.get("DATABASE_URL") or f"sqlite:///{self.hub.folder / 'data' / 'trellis.sqlite3'}", recognise)
        try:
            database.write_now(System("the journey"), work)
        finally:
            database.close()

    def looked_in_yesterday(self, guardian: str, child: str) -> None:
        def look(tx: Tx) -> None:
            who, whose = (tx.scalars(select(Person.id).where(Person.sign_in_name == name)).one() for name in (guardian, child))
            tx.add(Visit(person_id=who, about_id=whose, last=tx.now - timedelta(days=1)))

        self.behind(look)


@contextmanager
def staged(
    start_server: StartServer, screens: Screens, folder: Path, *, looks: bool = False, pictured: bool = False, **settings: str
) -> Iterator[Stage]:
    """A fresh server with the demo school, which sends its letters here."""
    with mail_server() as mail:
        hub = start_server("--demo", MAIL_URL=f"smtp://127.0.0.1:{mail.port}", **settings)
        yield Stage(hub, screens, mail, folder, looks=looks, pictured=pictured)


def sign_in(page: Page, name: str, *, keys_only: bool = False) -> None:
    page.get_by_label("Sign-in name").focus()
    page.keyboard.type(name)
    if keys_only:
        page.keyboard.press("Tab")
    else:
        page.locator("input[name=password]").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


def say(page: Page, words: str) -> None:
    page.get_by_label(BOX).fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(thread(page)).to_contain_text(words, timeout=LIVE)
    expect(page.get_by_label(BOX)).to_have_value("")


def press(page: Page, name: str) -> None:
    """Waits for the next page as well: what is live may stand on this one before it is left."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).press("Enter")


def thread(page: Page) -> Locator:
    return page.locator(".thread")
