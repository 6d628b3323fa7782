"""Goals in a real browser: ticked with a thumb, seen at once by who looks on, by keyboard alone, and without scripts."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hub.clock import now
from tests.browser.people import signed_in
from tests.browser.test_keyboard import tab_to
from tests.support.browser import SIZES, Screens, Size, axe_by_day_and_night
from tests.support.server import Server

RIVER = "Explain what happens to our river"


def on_the_goal(
    screens: Screens, server: Server, name: str, title: str = RIVER, size: Size = "desktop", *, javascript: bool = True
) -> Page:
    page = signed_in(screens, server, name, size=size, javascript=javascript)
    if name in ("rivera", "chidi"):
        maya = signed_in(screens, server, "maya", "/space?kind=goal")
        page.goto(maya.get_by_role("link", name=title).first.get_attribute("href") or "")
    else:
        page.goto("/space?kind=goal")
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url("**/goals/0*")
    return page


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(screens: Screens, server: Server, size: Size) -> None:
    maya = on_the_goal(screens, server, "maya", size=size)
    here = maya.url.split("?")[0].split("#")[0]
    rivera = signed_in(screens, server, "rivera", "/space", size)
    for page, paths in (
        (
            maya,
            (here, f"{here}/edit", f"{here}/history", "/goals/new", f"/reflections/new?about={here.rsplit('/', 1)[1]}", "/space?kind=goal"),
        ),
        (rivera, (here, "/space?kind=goal")),
    ):
        for path in paths:
            page.goto(path)
            for fold in page.locator("main details:not(.menu, .audience)").all():
                fold.evaluate("one => { one.open = true }")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
            axe_by_day_and_night(page)


def test_a_step_is_ticked_in_two_taps_and_seen_at_once(screens: Screens, server: Server) -> None:
    rivera = on_the_goal(screens, server, "rivera")
    expect(rivera.locator("#steps-count")).to_have_text("2 of 4 done")
    maya = signed_in(screens, server, "maya", "/space?kind=goal", "phone")
    maya.get_by_role("link", name=RIVER).first.tap()
    maya.get_by_role("button", name="Done: Say it to Jonas").tap()
    for page in (maya, rivera):
        expect(page.locator("#steps-count")).to_have_text("3 of 4 done")
        expect(page.locator(".step.done")).to_have_count(3)
    expect(maya.get_by_role("button", name="Done: Say it to Jonas")).to_be_focused()
    maya.get_by_role("button", name="Done: Say it to Jonas").tap()
    expect(rivera.locator("#steps-count")).to_have_text("2 of 4 done")


def test_a_check_in_takes_three_touches_and_is_drawn_on_every_open_page(screens: Screens, server: Server) -> None:
    chidi = on_the_goal(screens, server, "chidi")
    before = chidi.locator(".plot circle").count()
    maya = on_the_goal(screens, server, "maya", size="phone")
    began = now()
    maya.get_by_label("5 very").tap()
    maya.get_by_label("In a line").fill("I said it to Nana.")
    maya.get_by_role("button", name="Check in").tap()
    for page in (maya, chidi):
        expect(page.locator(".plot circle")).to_have_count(before + 1)
        expect(page.locator(".plot figcaption")).to_contain_text("Last time: very sure")
        expect(page.locator("#goal-looks")).to_contain_text("I said it to Nana.")
    assert now() - began < timedelta(seconds=10)
    expect(maya.get_by_label("In a line")).to_have_value("")
    assert maya.locator("#goal-going").bounding_box()["y"] < 844, "She sees what came of it."  # type: ignore[index]


def test_a_step_and_its_end_arrive_while_somebody_looks(screens: Screens, server: Server) -> None:
    rivera = on_the_goal(screens, server, "rivera")
    maya = on_the_goal(screens, server, "maya")
    maya.get_by_text("One more step").click()
    maya.get_by_label("What will you do?").fill("Write to the mayor")
    maya.get_by_role("button", name="Add it").click()
    expect(rivera.locator("#steps")).to_contain_text("Write to the mayor")
    maya.get_by_role("button", name="Take this step away: Write to the mayor").click()
    expect(rivera.locator("#steps")).not_to_contain_text("Write to the mayor")
    rivera.get_by_label("Your answer").fill("Half a sen")
    maya.get_by_text("Bring it to an end").click()
    maya.get_by_label("Let go").check()
    maya.get_by_label("Why, in a few words").fill("The council moved.")
    maya.get_by_role("button", name="Keep this").click()
    expect(rivera.locator("#goal-state")).to_contain_text("The council moved.")
    expect(rivera.get_by_label("Your answer")).to_have_value("Half a sen")
    maya.get_by_text("Let it grow again").first.click()
    maya.get_by_role("button", name="Let it grow again").click()
    expect(rivera.locator("#goal-state")).not_to_contain_text("The council moved.")


def test_a_wish_for_help_comes_to_the_teacher_and_goes_when_it_is_met(screens: Screens, server: Server) -> None:
    rivera = on_the_goal(screens, server, "rivera")
    home = signed_in(screens, server, "rivera")
    maya = on_the_goal(screens, server, "maya", size="phone")
    maya.get_by_text("I need help").tap()
    maya.get_by_label("What would help?").fill("Who listens to me say it?")
    maya.get_by_role("button", name="Ask for help").tap()
    expect(maya.locator("#goal-help")).to_contain_text("You asked for help")
    expect(rivera.locator("#goal-help")).to_contain_text("Who listens to me say it?")
    expect(rivera.locator(".page-head [id^=waits-]")).to_contain_text("waits")
    expect(home.locator("main")).to_contain_text(RIVER)
    rivera.get_by_label("Your answer").fill("I do, on Monday.")
    rivera.get_by_role("button", name="Send").click()
    expect(maya.locator(".message").last).to_contain_text("I do, on Monday.")
    expect(rivera.locator("#goal-help")).to_be_visible()
    expect(rivera.locator(".page-head [id^=waits-]")).to_have_text("")
    maya.get_by_role("button", name="I have what I need").tap()
    expect(rivera.locator("#goal-help")).to_have_count(0)


def test_by_keyboard_alone(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "jonas", "/space")
    tab_to(page, "link", "A new goal")
    page.keyboard.press("Enter")
    page.wait_for_url("**/goals/new")
    tab_to(page, "textbox", "My wish")
    page.keyboard.type("Learn the tides")
    tab_to(page, "textbox", "My first steps")
    page.keyboard.type("Find a table of tides")
    tab_to(page, "button", "Let it grow")
    page.keyboard.press("Enter")
    page.wait_for_url("**/goals/0*")
    tab_to(page, "button", "Done: Find a table of tides")
    page.keyboard.press("Space")
    expect(page.locator("#steps-count")).to_have_text("1 of 1 done")
    tab_to(page, "radio", "1 not at all")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    tab_to(page, "textbox", "In a line")
    page.keyboard.type("Neap is a funny word.")
    page.keyboard.press("Enter")
    expect(page.locator(".plot figcaption")).to_contain_text("Last time: half sure")


def test_without_scripts(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "amina", "/goals/new", "phone", javascript=False)
    page.get_by_label("My wish").fill("Paint water that looks wet")
    page.get_by_label("My first steps").fill("Look at a puddle\nMix three blues")
    page.get_by_label("Ms Rivera").check()
    page.get_by_role("button", name="Let it grow").click()
    page.get_by_role("button", name="Done: Look at a puddle").click()
    expect(page.locator("#steps-count")).to_have_text("1 of 2 done")
    page.get_by_label("4 quite").check(force=True)
    page.get_by_label("In a line").fill("w" * 500)
    page.get_by_label("In a line").evaluate("one => { one.maxLength = 600; one.value += 'w' }")
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("#look-words-wrong")).to_contain_text("fewer words")
    expect(page.get_by_label("4 quite")).to_be_checked()
    page.get_by_label("In a line").fill("The third blue is right.")
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("#goal-looks")).to_contain_text("The third blue is right.")
    page.get_by_text("I need help").click()
    page.get_by_role("button", name="Ask for help").click()
    expect(page.locator("#goal-help")).to_contain_text("You asked for help")


def test_words_on_a_new_goal_come_back(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "jonas", "/goals/new")
    page.get_by_label("My wish").fill("Keep this wish")
    expect(page.locator(".save-state")).to_contain_text(re.compile("saved", re.IGNORECASE))
    page.goto("/")
    page.get_by_role("link", name="Keep this wish").click()
    expect(page.get_by_label("My wish")).to_have_value("Keep this wish")
