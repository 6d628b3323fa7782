"""Goals in a real browser: ticked with a thumb, seen at once by who looks on, by keyboard alone, and without scripts."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from hub.clock import now
from tests.browser.keys import press_on, tab_to
from tests.browser.people import signed_in
from tests.support.browser import Screens, Size, axe, holds_at_both_sizes
from tests.support.server import Server

OURS = {"sec-fetch-site": "same-origin"}
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


def one_more(page: Page) -> Locator:
    """The box of one more step: it stands open where a step was begun in an earlier visit."""
    fold = page.locator("details", has=page.locator("#step"))
    if not fold.evaluate("one => one.open"):
        fold.locator("summary").click()
    return page.locator("#step")


def test_axe_finds_nothing_and_nothing_scrolls_sideways(screens: Screens, server: Server) -> None:
    maya = on_the_goal(screens, server, "maya")
    here = maya.url.split("?")[0].split("#")[0]
    rivera = signed_in(screens, server, "rivera", "/space")
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
            holds_at_both_sizes(page, path)


def test_a_step_is_ticked_in_two_taps_and_seen_at_once(screens: Screens, server: Server) -> None:
    rivera = on_the_goal(screens, server, "rivera")
    expect(rivera.locator("#steps-count")).to_have_text("2 of 4 done")
    maya = signed_in(screens, server, "maya", "/space?kind=goal", "phone")
    maya.get_by_role("link", name=RIVER).first.tap()
    one_more(maya).fill("Half a st")
    maya.get_by_role("button", name="Done: Say it to Jonas").tap()
    for page in (maya, rivera):
        expect(page.locator("#steps-count")).to_have_text("3 of 4 done")
        expect(page.locator(".step.done")).to_have_count(3)
    expect(maya.get_by_role("button", name="Done: Say it to Jonas")).to_be_focused()
    expect(maya.locator("#step")).to_have_value("Half a st")
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
    expect(maya.get_by_text("Your check-in is kept.")).to_be_in_viewport()
    expect(maya.get_by_label("In a line")).to_have_value("")
    assert maya.locator("#goal-going").bounding_box()["y"] < 844, "She sees what came of it."  # type: ignore[index]


def test_a_step_and_its_end_arrive_while_somebody_looks(screens: Screens, server: Server) -> None:
    rivera = on_the_goal(screens, server, "rivera")
    maya = on_the_goal(screens, server, "maya")
    one_more(maya).fill("Write to the mayor")
    maya.get_by_role("button", name="Add it").click()
    expect(rivera.locator("#steps")).to_contain_text("Write to the mayor")
    mayor = maya.locator(".step", has_text="Write to the mayor")
    mayor.locator("summary").click()
    mayor.get_by_label("By when").fill("2031-03-04")
    mayor.get_by_role("button", name="Keep it").click()
    expect(rivera.locator(".step", has_text="Write to the mayor")).to_contain_text("4 March 2031")
    mayor.locator("summary").click()
    mayor.get_by_role("button", name="Earlier").click()
    expect(rivera.locator(".step").nth(3)).to_contain_text("Write to the mayor")
    expect(mayor.get_by_role("button", name="Earlier")).to_be_focused()
    mayor.get_by_role("button", name="Take it away").click()
    expect(rivera.locator("#steps")).not_to_contain_text("Write to the mayor")
    expect(maya.locator("#steps-count")).to_have_text("2 of 4 done")
    maya.get_by_role("button", name="Put it back").click()
    expect(rivera.locator(".step").nth(3)).to_contain_text("Write to the mayor")
    mayor.locator("summary").click()
    mayor.get_by_role("button", name="Take it away").click()
    rivera.get_by_label("Your answer").fill("Half a sen")
    maya.get_by_text("Bring it to an end").click()
    maya.get_by_label("Let go").check()
    maya.get_by_label("Why, in a few words").fill("The council moved.")
    maya.get_by_role("button", name="Keep this").click()
    expect(rivera.locator("#goal-state")).to_contain_text("The council moved.")
    expect(rivera.get_by_label("Your answer")).to_have_value("Half a sen")
    maya.get_by_text("Let it grow again").first.click()
    maya.get_by_label("Why, if you like").fill("It moved next door.")
    maya.get_by_role("button", name="Let it grow again").click()
    expect(rivera.locator("#goal-state")).to_contain_text("It moved next door.")
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
    press_on(page, "link", "A new goal")
    page.wait_for_url("**/goals/new")
    tab_to(page, "textbox", "My wish")
    page.keyboard.type("Learn the tides")
    tab_to(page, "textbox", "My first steps")
    page.keyboard.type("Find a table of tides")
    page.keyboard.press("Enter")
    page.keyboard.type("Ask a sailor")
    press_on(page, "button", "Let it grow")
    page.wait_for_url("**/goals/0*")
    press_on(page, "button", "Done: Find a table of tides", "Space")
    expect(page.locator("#steps-count")).to_have_text("1 of 2 done")
    more = page.locator(".step", has_text="Ask a sailor").locator("summary")
    while not more.evaluate("one => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "textbox", "What will you do?")
    page.keyboard.press("End")
    page.keyboard.type(" about the moon")
    page.keyboard.press("Enter")
    expect(page.locator(".step").nth(1)).to_contain_text("Ask a sailor about the moon")
    more.focus()
    page.keyboard.press("Enter")
    press_on(page, "button", "Earlier")
    expect(page.locator(".step").first).to_contain_text("Ask a sailor about the moon")
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
    puddle = page.locator(".step", has_text="Look at a puddle")
    puddle.locator("summary").click()
    puddle.get_by_role("button", name="Later").click()
    expect(page.locator(".step").nth(1)).to_contain_text("Look at a puddle")
    puddle.get_by_label("What will you do?").fill("Look at two puddles")
    puddle.get_by_role("button", name="Keep it").click()
    page.locator(".step", has_text="two puddles").locator("summary").click()
    page.get_by_role("button", name="Take it away").last.click()
    expect(page.locator("#steps-count")).to_have_text("0 of 1 done")
    page.get_by_role("button", name="Put it back").click()
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


def test_a_goal_becomes_a_part_of_another_while_both_are_looked_at(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya", "/goals/new")
    maya.get_by_label("My wish").fill("Speak so that all hear it")
    maya.get_by_label("Ms Rivera").check()
    maya.get_by_role("button", name="Let it grow").click()
    maya.wait_for_url("**/goals/0*")
    larger, small = on_the_goal(screens, server, "rivera", "Speak so that all hear it"), on_the_goal(screens, server, "rivera")
    maya.goto(f"{small.url}/edit")
    maya.get_by_label("Is it part of a larger goal?").select_option("Speak so that all hear it")
    maya.get_by_role("button", name="Keep the change").click()
    expect(larger.locator("#around-parts")).to_contain_text(RIVER)
    expect(small.locator("#around-larger")).to_contain_text("Speak so that all hear it")
    maya.goto(f"{small.url}/edit")
    maya.get_by_label("Is it part of a larger goal?").select_option("No")
    maya.get_by_role("button", name="Keep the change").click()
    expect(larger.locator("#around-parts")).to_have_count(0)
    expect(small.locator("#around-larger")).to_have_count(0)


def test_work_is_found_by_its_title_and_shows_how_a_goal_goes(screens: Screens, server: Server) -> None:
    page = on_the_goal(screens, server, "jonas", "Measure how clear")
    for n in range(12):
        page.request.post("/artifacts", multipart={"title": f"Day {n}", "words": "…"}, headers=OURS)
    page.reload()
    page.evaluate("window.here = true")
    page.get_by_text("Link something that shows it").click()
    expect(page.locator("#may-show-list > li")).to_have_count(10)
    page.get_by_role("link", name="Show more").click()
    expect(page.get_by_text("Day 0")).to_be_visible()
    expect(page.locator("#may-show-list > li:nth-child(11) button")).to_be_focused()
    axe(page)
    page.get_by_label("Find by title").fill("DAY 1")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator("#may-show-list > li")).to_have_count(3)
    expect(page.get_by_role("status").filter(has_text="Found: 3")).to_have_count(1)
    assert page.evaluate("window.here"), "Nothing but the list is read anew."
    page.get_by_role("button", name="Link it: Day 11").click()
    expect(page.locator("#goal-evidence")).to_contain_text("Day 11")


def test_a_day_that_is_still_to_come_is_refused_kindly(screens: Screens, server: Server) -> None:
    page = on_the_goal(screens, server, "jonas", "Measure how clear", javascript=False)
    page.get_by_label("3 half").check(force=True)
    page.get_by_text("It was another day").click()
    page.get_by_label("Which day?").fill("2031-03-04")
    page.get_by_label("Which day?").evaluate("one => one.removeAttribute('max')")
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("#day-wrong")).to_contain_text("still to come")
    expect(page.get_by_label("3 half")).to_be_checked()
    page.get_by_label("Which day?").fill("")
    page.get_by_role("button", name="Check in").click()
    expect(page.locator(".plot figcaption")).to_contain_text("Last time: half sure")
