"""My week, what led to what, and a guardian's page, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import signed_in
from tests.browser.test_goals import RIVER, on_the_goal
from tests.browser.test_keyboard import tab_to
from tests.support.browser import SIZES, Screens, Size, axe_by_day_and_night
from tests.support.server import Server

STEP = "Done: Take a third jar from above the bridge"


def _whole(page: Page) -> None:
    for fold in page.locator("main details:not(.menu, .audience)").all():
        fold.evaluate("one => { one.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"
    axe_by_day_and_night(page)


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(screens: Screens, server: Server, size: Size) -> None:
    _whole(signed_in(screens, server, "maya", size=size))
    chidi = signed_in(screens, server, "chidi", size=size)
    chidi.get_by_role("link", name="Say: ").first.click()
    expect(chidi.locator(".reply-box textarea").first).to_be_focused()
    _whole(chidi)
    for title in ("Letter to the council", "Map of the river"):
        page = signed_in(screens, server, "maya", "/space", size)
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url("**/artifacts/**")
        expect(page.locator(".vine.line > li").first).to_be_visible()
        _whole(page)


def test_a_step_is_ticked_on_the_home_and_seen_at_once_where_the_goal_is_open(screens: Screens, server: Server) -> None:
    rivera = on_the_goal(screens, server, "rivera")
    expect(rivera.locator("#steps-count")).to_have_text("2 of 4 done")
    elsewhere = signed_in(screens, server, "maya")
    maya = signed_in(screens, server, "maya", size="phone")
    maya.get_by_role("button", name=STEP).tap()
    expect(maya.get_by_role("button", name=STEP)).to_have_attribute("aria-pressed", "true")
    expect(maya.get_by_role("button", name=STEP)).to_be_focused()
    expect(rivera.locator("#steps-count")).to_have_text("3 of 4 done")
    expect(elsewhere.get_by_role("button", name=STEP)).to_have_attribute("aria-pressed", "true")
    maya.get_by_role("button", name=STEP).tap()
    expect(rivera.locator("#steps-count")).to_have_text("2 of 4 done")
    assert maya.url.rstrip("/") == server.url


def test_by_keyboard_alone(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya")
    button = maya.get_by_role("button", name=STEP)
    tab_to(maya, "button", STEP)
    maya.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    maya.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_without_scripts(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya", size="phone", javascript=False)
    for pressed in ("true", "false"):
        maya.get_by_role("button", name=STEP).click()
        maya.wait_for_url("**/#doing")
        expect(maya.get_by_role("button", name=STEP)).to_have_attribute("aria-pressed", pressed)
    chidi = signed_in(screens, server, "chidi", size="phone", javascript=False)
    chidi.get_by_role("link", name="Say: I’m proud").first.click()
    box = chidi.get_by_label("Your answer")
    expect(box).to_have_value("I’m proud of how you stick with this.")
    box.fill("I’m proud of how you stuck with this, Maya.")
    chidi.get_by_role("button", name="Send").click()
    expect(chidi.locator(".thread")).to_contain_text("stuck with this, Maya.")


def test_a_kind_word_reaches_the_childs_open_page_and_never_the_other_guardian(screens: Screens, server: Server) -> None:
    maya = on_the_goal(screens, server, "maya")
    ada = signed_in(screens, server, "ada")
    ada.goto(maya.url)
    chidi = signed_in(screens, server, "chidi", size="phone")
    chidi.locator(".news > li", has_text=RIVER).get_by_role("link", name="Say: I’m proud").tap()
    box = chidi.locator(".reply-box textarea")
    expect(box).to_have_value("I’m proud of how you stick with this.")
    expect(chidi.locator(".reply-box .readers")).not_to_contain_text("Ada")
    box.fill("I’m proud. Nana is coming, too.")
    chidi.get_by_role("button", name="Send").tap()
    expect(maya.locator(".thread")).to_contain_text("Nana is coming, too.")
    expect(maya.locator("#vine")).to_contain_text("Nana is coming, too.")
    expect(chidi.locator(".reply-box textarea")).to_have_value("")
    assert chidi.url.rstrip("/") == server.url
    ada.reload()
    expect(ada.locator("#vine h2")).to_have_text("What led to what")
    expect(ada.locator("body")).not_to_contain_text("Nana is coming")


def test_what_could_come_next_is_an_outlined_leaf_for_its_owner_alone(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya", "/space")
    maya.get_by_role("link", name="Map of the river").first.click()
    maya.wait_for_url("**/artifacts/**")
    next_one = maya.locator(".vine.line > .next")
    expect(next_one).to_have_count(1)
    chidi = signed_in(screens, server, "chidi")
    chidi.goto(maya.url)
    expect(chidi.locator(".vine.line > .mine").first).to_be_visible()
    expect(chidi.locator(".vine.line > .next")).to_have_count(0)
    next_one.get_by_role("link").click()
    expect(maya.locator("h1")).to_be_visible()
