"""The main job by keyboard alone: no mouse is touched from signing in to reading the answer."""

from playwright.sync_api import expect

from tests.browser.keys import press_on, tab_to
from tests.browser.people import JARS, signed_in
from tests.support.browser import Screens
from tests.support.server import Server


def test_a_student_writes_shares_and_posts(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "jonas")
    press_on(page, "link", "Reflect")
    page.wait_for_url("**/reflections/new")
    press_on(page, "radio", "What? So what? Now what?", "ArrowDown")
    tab_to(page, "textbox", "Rose: what went well?")
    page.keyboard.type("The kit works.")
    press_on(page, "checkbox", "Ms Rivera", "Space")
    expect(page.locator(".who-reads span")).to_have_text("Besides you, Ms Rivera can read this.")
    press_on(page, "button", "Post")
    page.wait_for_url("**/reflections/0*")
    expect(page.locator(".answers")).to_contain_text("The kit works.")


def test_a_teacher_finds_who_waits_and_answers(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "rivera")
    press_on(page, "link", JARS)
    page.wait_for_url("**/reflections/**")
    press_on(page, "link", "Reply to Maya")
    expect(page.locator(".reply-box [name=reply_to]")).to_have_count(1)
    expect(page.locator(".reply-box textarea")).to_be_focused()
    page.keyboard.type("Do that on Monday.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message").last).to_contain_text("Do that on Monday.")
    expect(page.locator(".reply-box textarea")).to_have_value("")


def test_a_menu_opens_closes_and_gives_the_focus_back(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya", "/space")
    press_on(page, "link", JARS)
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
