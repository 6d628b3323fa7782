"""Every page of the spine, for everyone who comes to it: nothing for axe to find, and nothing that scrolls sideways."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import JARS, signed_in
from tests.support.browser import Screens, axe_by_day_and_night, holds_at_both_sizes
from tests.support.server import Server, StartServer

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 3


def _pages_of(page: Page, name: str) -> Iterator[str]:
    """Walks through the pages that this person can come to; the page stands on the one that is named."""
    for path in ("/", "/space", "/reflections/new") if name != "brandt" else ():
        page.goto(path)
        yield path
    if name in ("maya", "rivera", "chidi"):
        page.goto("/" if name != "maya" else "/space")
        page.get_by_role("link", name=JARS).first.click()
        page.wait_for_url("**/reflections/**")
        work = page.url.split("?")[0].split("#")[0]
        item = work.replace("/reflections/", "/items/")
        yield work
        page.locator(".audience > summary").first.click()
        # How much of a message's time lies under the panel hangs on its words, "yesterday" or "2 days ago": nobody aims at it then.
        page.locator(".thread").evaluate("one => { one.inert = true }")
        yield "who sees it, opened"
        page.locator(".thread").evaluate("one => { one.inert = false }")
        page.keyboard.press("Escape")
        message = page.locator(".message:not(.mine)").first.get_attribute("id") or ""
        page.locator(".message-menu > summary").last.click()
        page.locator(".message .foot").last.evaluate("one => { one.inert = true }")  # As above: it lies half under the menu.
        yield "a message's menu, opened"
        said = message.removeprefix("message-")
        more = [
            f"{work}/history",
            f"{item}/earlier",
            f"{item}/reply",
            f"{item}/reply?to={said}",
            f"/messages/{said}/report",
            f"/messages/{said}/history",
        ]
        if name == "maya":
            more += [f"{work}/edit", f"{item}/audience"]
        if name == "rivera":
            more += [f"/messages/{said}/hide", "/reports"]
        for path in more:
            page.goto(path)
            yield path
        if name == "rivera":
            page.goto(f"/messages/{said}/report")
            page.get_by_label("What is wrong with it?").fill("Please look.")
            page.get_by_role("button", name="Tell staff").click()
            for path in ("/reports", _report(page)):
                page.goto(path)
                yield path
    if name in ("maya", "rivera", "chidi"):
        page.goto("/projects")
        yield "/projects"
    if name in ("maya", "rivera"):
        page.get_by_role("link", name="Our river").click()
        page.wait_for_url("**/projects/0*")
        project = page.url
        if name == "rivera":
            page.get_by_text("One more team").click()
        yield "a project"
        room = page.locator("#teams-list a").first.get_attribute("href") or ""
        page.goto(room)
        yield "a room"
        page.get_by_role("link", name="Board", exact=True).click()
        page.wait_for_url("**/board")
        yield "a board"
        page.locator(".card h3 a").first.click()
        page.wait_for_url("**/tasks/**")
        yield "a card"
        page.goto(room)
        page.get_by_role("link", name="Milestones").click()
        page.wait_for_url("**/milestones")
        if name == "maya":
            page.get_by_text("Hand in", exact=False).first.click()
        yield "a team's milestones"
        if name == "maya":
            page.get_by_role("link", name="Make something for it").first.click()
            page.wait_for_url("**/artifacts/new?**")
            yield "a new piece of work of a team"
            page.goto("/you/calendar")
            page.get_by_role("button", name="Make an address").click()
            yield "the address of a calendar"
        for there in (f"{room}/questions", *((f"{project}/questions",) if name == "rivera" else ())):
            page.goto(there)
            yield "questions"
        page.goto(f"{room}/questions")
        page.locator(".wonder a").nth(1).click()
        page.wait_for_url("**/need-to-knows/**")
        yield "a question"
        page.goto(room)
        page.get_by_role("link", name=re.compile("Put it together|What you look after")).click()
        page.wait_for_url("**/teams/**")
        yield "a team"
        if name == "maya":
            page.goto("/join-team/bcdfgh")
            yield "/join-team"
        for path in ("/projects/new", *((f"{project}/edit", f"{project}/standing", f"{project}/mentors") if name == "rivera" else ())):
            page.goto(path)
            yield path
    if name in ("rivera", "boateng"):
        page.goto("/answering")
        yield "one of those who wait"
        page.goto("/classes")
        class_ = page.locator("main .waiting a").first.get_attribute("href") or ""
        for path in (class_, f"{class_}/roster"):
            page.goto(path)
            yield path
    if name == "brandt":
        page.goto("/")
        page.get_by_text("I can’t this time").click()
        yield "what a mentor is asked, opened"
        page.get_by_role("link", name="Answer where it stands").click()
        page.wait_for_url("**/need-to-knows/**")
        yield "a question that a mentor is asked"
    if name == "haddad":
        page.goto("/mentors")
        page.get_by_role("link", name="Brandt").first.click()
        page.wait_for_url("**/mentors/0*")
        yield "what the school keeps about a mentor"
        for path in ("/people/school", "/reports", "/mentors"):
            page.goto(path)
            yield path


def _report(page: Page) -> str:
    page.goto("/reports")
    return page.get_by_role("link", name="Look at the words").first.get_attribute("href") or ""


@pytest.mark.parametrize("name", ["maya", "rivera", "chidi", "haddad", "boateng", "brandt"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(screens: Screens, server: Server, name: str) -> None:
    page = signed_in(screens, server, name)
    for where in _pages_of(page, name):
        expect(page.locator("h1"), where).to_have_count(1)
        folds = page.locator("details[open]").count()
        holds_at_both_sizes(page, where)
        assert page.locator("details[open]").count() == folds, "What was open shut while the page was turned, and wasn't looked at"


def test_a_page_without_words_that_break_holds_on_a_phone(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "amina", "/reflections/new", "phone")
    page.get_by_label("My own words").check()
    page.get_by_label("What is on your mind?").fill(f"{LONG}\n\nhttps://example.org/{LONG}\n\n```\n{'code ' * 80}\n```")
    page.get_by_label("A name for it").fill(LONG)
    page.get_by_label("Ms Rivera").check()
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/reflections/0*")
    teacher = signed_in(screens, server, "rivera", size="phone")
    for one, path in ((page, page.url), (page, "/"), (page, "/space"), (teacher, "/")):
        one.goto(path)
        assert one.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize("width", [320, 800, 1000])
def test_between_phone_and_desk_the_heading_keeps_its_room(screens: Screens, server: Server, width: int) -> None:
    page = signed_in(screens, server, "maya", "/space")
    page.get_by_role("link", name=JARS).first.click()
    page.wait_for_url("**/reflections/**")
    page.set_viewport_size({"width": width, "height": 900})
    box = page.locator("h1").bounding_box()
    assert box
    assert box["width"] >= 250
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_each_home_says_first_who_waits(screens: Screens, server: Server) -> None:
    for name, first in (
        ("maya", "New for me"),
        ("rivera", "Who is waiting for me"),
        ("chidi", "Maya"),
        ("haddad", "Who is waiting for me"),
    ):
        page = signed_in(screens, server, name, size="phone")
        assert page.locator("main h2:visible").first.inner_text().endswith(first), name


def test_a_guardian_sees_neither_the_other_guardian_nor_other_children(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "chidi")
    page.get_by_role("link", name=JARS).first.click()
    page.wait_for_url("**/reflections/**")
    assert "Maya and Ms Rivera" in page.locator(".readers").inner_text()
    assert "Ada" not in page.locator("main").inner_text()


def test_a_teacher_reads_whose_family_it_is(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "rivera")
    page.get_by_role("link", name=JARS).first.click()
    page.wait_for_url("**/reflections/**")
    readers = page.locator(".readers").inner_text()
    assert "Maya’s family" in readers
    assert "your family" not in readers


def test_the_sheet_of_a_reflection_is_its_owners_alone(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "rivera")
    page.get_by_role("link", name=JARS).first.click()
    page.wait_for_url("**/reflections/**")
    screens.allow("status of 403")
    answer = page.goto(page.url.split("?")[0].split("#")[0] + "/edit")
    assert answer
    assert answer.status == 403


def test_on_paper_the_work_stands_alone_with_what_was_said(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya", "/space")
    page.get_by_role("link", name=JARS).first.click()
    page.wait_for_url("**/reflections/**")
    page.emulate_media(media="print")
    for gone in (".rail", ".reply-box", ".message-menu", ".item-menu", ".crumbs"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".photo img").first.is_visible()
    assert page.locator(".message").first.is_visible()


def test_the_styleguide_is_for_development_only(screens: Screens, server: Server, start_server: StartServer) -> None:
    screens.allow("status of 404")
    hidden = screens.open(f"{server.url}/sign-in").goto("/styleguide")
    assert hidden
    assert hidden.status == 404
    page = screens.open(start_server(demo=True, DEVELOPMENT="1").url + "/styleguide")
    axe_by_day_and_night(page)
