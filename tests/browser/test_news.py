"""The bell and what stands behind it, in a browser: live, by keyboard, without scripts, on paper-white and at night."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from hub.database import Database, Tx
from hub.identity.queries import recognise
from hub.notifications import letters
from hub.notifications.actions import sign_off_key
from hub.notifications.models import Notification
from hub.people.models import Person
from hub.viewer import System
from tests.browser.keys import press_on
from tests.browser.people import JARS, signed_in, work_of_maya
from tests.support.browser import Screens, axe, holds_at_both_sizes
from tests.support.server import Server


def in_database(server: Server, work: Callable[[Tx], str]) -> str:
    database = Database(f"sqlite:///{server.folder / 'data' / 'trellis.sqlite3'}", recognise)
    try:
        return database.write_now(System("a test"), work)
    finally:
        database.close()


def address_of(server: Server, name: str) -> str:
    """Gives somebody an email address; answers with the link at the end of their letters."""

    def give(tx: Tx) -> str:
        tx.execute(update(Person).where(Person.sign_in_name == name).values(email=f"{name}@example.org"))
        return "/letters/" + sign_off_key(tx.scalars(select(Person).where(Person.sign_in_name == name)).one())

    return in_database(server, give)


def letter_to(server: Server, name: str) -> str:
    """As a mail program draws it: all that they were ever told."""

    def write(tx: Tx) -> str:
        person = tx.scalars(select(Person).where(Person.sign_in_name == name)).one()
        tx.execute(update(Notification).where(Notification.person_id == person.id).values(mailed=tx.now, seen=None))
        letter = letters.digest(tx, server.url, person.id, tx.now.isoformat())
        assert letter
        return letter.html

    return in_database(server, write)


def bell(page: Page) -> int:
    found = re.search(r"\d+", page.locator('nav a[href="/notifications"] .counted').inner_text())
    return int(found[0]) if found else 0


def says(page: Page, words: str) -> None:
    page.locator(".reply-box textarea").fill(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message").last).to_contain_text(words)


def test_the_bell_rings_on_an_open_page_and_is_quiet_when_it_was_seen(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya", "/notifications", "phone")
    rivera = signed_in(screens, server, "rivera")
    before = bell(maya)
    rivera.goto(work_of_maya(rivera))
    says(rivera, "What would you measure next?")
    expect(maya.locator('nav a[href="/notifications"] .count')).to_contain_text(str(before + 1))
    expect(maya.locator("#days .told").first).to_contain_text("Ms Rivera answered you")
    assert "What would you measure next?" not in maya.locator("main").inner_text()
    other = signed_in(screens, server, "maya", "/space")
    maya.get_by_role("link", name=JARS).first.click()
    maya.wait_for_url("**/reflections/**")
    maya.locator(".message").last.scroll_into_view_if_needed()
    expect(other.locator('nav a[href="/notifications"] .counted')).not_to_contain_text(str(before + 1))
    maya.goto("/notifications")
    if maya.get_by_role("button", name="I have seen all").count():
        maya.get_by_role("button", name="I have seen all").click()
    expect(maya.locator('nav a[href="/notifications"] .count')).to_have_count(0)
    expect(other.locator('nav a[href="/notifications"] .count')).to_have_count(0)


def test_an_item_that_was_shared_is_seen_by_opening_it_without_reaching_its_end(screens: Screens, server: Server) -> None:
    rivera = signed_in(screens, server, "rivera", "/notifications", "phone")
    line = rivera.locator(".unseen-news", has_text="Painting the map")
    expect(line).to_have_count(1)
    before = bell(rivera)
    line.get_by_role("link").click()
    rivera.wait_for_url("**/reflections/**")
    expect(rivera.locator('nav a[href="/notifications"] .count')).to_contain_text(str(before - 1))
    rivera.goto("/notifications")
    expect(rivera.locator(".unseen-news", has_text="Painting the map")).to_have_count(0)


def test_news_and_rhythm_work_by_keyboard(screens: Screens, server: Server) -> None:
    address_of(server, "ada")
    page = signed_in(screens, server, "ada")
    press_on(page, "link", "News")
    page.wait_for_url("**/notifications")
    press_on(page, "button", "I have seen all")
    expect(page.locator(".unseen-news")).to_have_count(0)
    press_on(page, "link", "Choose when letters come")
    page.wait_for_url("**/you#letters")
    press_on(page, "radio", "Once a day", "ArrowDown")
    press_on(page, "button", "Keep it like this")
    said = page.locator("#letters").get_by_role("status")
    expect(said).to_contain_text("Your letters come like this")
    expect(said).to_be_focused()
    expect(page.locator("#letters")).to_contain_text("once a week, on Friday")


def test_news_rhythm_and_the_way_out_work_without_scripts(screens: Screens, server: Server) -> None:
    way = address_of(server, "karin")
    page = signed_in(screens, server, "karin", "/notifications", "phone", javascript=False)
    page.get_by_role("button", name="I have seen all").click()
    expect(page.locator(".unseen-news")).to_have_count(0)
    page.goto("/you")
    clocks = {name: page.get_by_label(name, exact=True) for name in ("At", "On", "Quiet from", "Quiet until")}
    stands = {"at_once": "Quiet from, Quiet until", "daily": "At, Quiet from, Quiet until", "never": ""}
    for rhythm, theirs in {**stands, "weekly": "At, On, Quiet from, Quiet until"}.items():
        page.locator(f"[name=kind][value={rhythm}]").check()
        assert ", ".join(name for name, box in clocks.items() if box.is_visible()) == theirs, rhythm
    page.get_by_label("At", exact=True).select_option("22")
    page.get_by_role("button", name="Keep it like this").click()
    expect(page.locator("#letters .wrong")).to_contain_text("At that hour you want to be left in peace")
    expect(page.get_by_label("Once a week")).to_be_checked()
    page.get_by_label("At", exact=True).select_option("9")
    page.get_by_role("button", name="Keep it like this").click()
    expect(page.locator("#letters .notice")).to_be_in_viewport()
    stranger = screens.open(f"{server.url}{way}", "phone", javascript=False)
    stranger.get_by_role("button", name="Stop the letters").click()
    expect(stranger.locator("h1")).to_have_text("No more letters")
    stranger.get_by_role("button", name="Send them again").click()
    expect(stranger.locator("h1")).to_have_text("The letters come again")


def test_axe_finds_nothing_on_any_of_these_pages(screens: Screens, server: Server) -> None:
    way = address_of(server, "chidi")
    page = signed_in(screens, server, "chidi")

    def looks(where: str) -> None:
        expect(page.locator("h1"), where).to_have_count(1)
        holds_at_both_sizes(page, where)

    for path in ("/notifications", "/you"):
        page.goto(path)
        looks(path)
    page.goto("/notifications")
    if page.get_by_role("button", name="I have seen all").count():
        page.get_by_role("button", name="I have seen all").click()
    looks("all seen")
    page = screens.open(f"{server.url}{way}")
    looks("the question")
    page.get_by_role("button", name="Stop the letters").click()
    looks("stopped")
    page.get_by_role("button", name="Send them again").click()
    looks("again")
    page = screens.open("about:blank")
    page.set_content(letter_to(server, "chidi"))
    expect(page.get_by_role("link", name="What the jars showed me")).to_be_visible()
    looks("the letter")


def test_nothing_new_says_so_kindly(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "haddad", "/notifications", "phone")
    expect(page.locator(".empty")).to_contain_text("Nothing has happened for you yet")
    axe(page)
