"""The main job by keyboard alone: no mouse is touched from signing in to reading the answer."""

from playwright.sync_api import Page, expect

from tests.browser.people import JARS, signed_in
from tests.support.browser import Screens
from tests.support.server import Server


def tab_to(page: Page, role: str, name: str, most: int = 80, *, back: bool = False) -> None:
    """Presses Tab (with Shift: `back`) until this has the focus, as somebody would who sees where it is."""
    wanted = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    for _press in range(most):
        if wanted.evaluate("one => one === document.activeElement"):
            assert page.evaluate("document.activeElement.matches(':focus-visible')"), f"{name} has the focus and doesn't show it"
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{name} is out of the keyboard's reach")


def test_a_student_writes_shares_and_posts(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "jonas")
    tab_to(page, "link", "Reflect")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reflections/new")
    tab_to(page, "radio", "What? So what? Now what?")
    page.keyboard.press("ArrowDown")
    tab_to(page, "textbox", "Rose: what went well?")
    page.keyboard.type("The kit works.")
    tab_to(page, "checkbox", "Ms Rivera")
    page.keyboard.press("Space")
    expect(page.locator(".who-reads span")).to_have_text("Besides you, Ms Rivera can read this.")
    tab_to(page, "button", "Post")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reflections/0*")
    expect(page.locator(".answers")).to_contain_text("The kit works.")


def test_a_teacher_finds_who_waits_and_answers(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "rivera")
    tab_to(page, "link", JARS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/reflections/**")
    tab_to(page, "link", "Reply to Maya")
    page.keyboard.press("Enter")
    expect(page.locator(".reply-box [name=reply_to]")).to_have_count(1)
    expect(page.locator(".reply-box textarea")).to_be_focused()
    page.keyboard.type("Do that on Monday.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message").last).to_contain_text("Do that on Monday.")
    expect(page.locator(".reply-box textarea")).to_have_value("")


def test_a_menu_opens_closes_and_gives_the_focus_back(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya", "/space")
    tab_to(page, "link", JARS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/reflections/**")
    menu = page.locator(".item-menu > summary")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".item-menu .panel")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".item-menu .panel")).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_first_tab_leads_past_the_rail(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "haddad")
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
