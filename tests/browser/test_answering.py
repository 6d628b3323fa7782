"""A teacher goes through those who wait, one after another: by keyboard alone, and without scripts."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, expect

from tests.browser.keys import press_on
from tests.browser.people import signed_in
from tests.support.browser import Screens, axe, holds_at_both_sizes
from tests.support.server import Server


def writes(screens: Screens, server: Server, name: str, words: str) -> None:
    """A reflection of theirs, shared with Ms Rivera."""
    page = signed_in(screens, server, name, "/reflections/new")
    page.get_by_label("What happened?").fill(words)
    page.get_by_label("Ms Rivera").check()
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/reflections/0*")


def arrived(page: Page, title: str) -> None:
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("h1")).to_be_focused()


def test_three_students_are_answered_by_keyboard_alone(screens: Screens, server: Server) -> None:
    for name in ("maya", "jonas", "amina"):
        writes(screens, server, name, f"By {name}, for the keyboard")
    page = signed_in(screens, server, "rivera")
    press_on(page, "link", "Answer one after another")
    page.wait_for_url("**/answering/*")
    page.evaluate("window.sameDocument = true")
    seen = []
    for _round in range(3):
        seen.append(page.locator("h1").inner_text())
        left = page.locator(".turn .says").inner_text()
        page.keyboard.press("r")
        expect(page.locator(".reply-box textarea")).to_be_focused()
        page.keyboard.type("Jolly good, keep it: r?")  # None of its letters is a shortcut here.
        page.keyboard.press("Control+Enter")
        expect(page.locator(".message.mine").last).to_contain_text("Jolly good, keep it: r?")
        expect(page.locator(".turn .next")).to_be_focused()
        expect(page.locator(".turn .says")).to_contain_text("answered")
        assert page.locator(".turn .says").inner_text() != left
        page.keyboard.press("j")
        expect(page.locator("h1")).not_to_have_text(seen[-1])
        expect(page.locator("h1")).to_be_focused()
    assert len(set(seen)) == 3
    page.keyboard.press("k")
    arrived(page, seen[-1])
    expect(page.locator(".message.mine")).to_contain_text("Jolly good")
    assert page.evaluate("window.sameDocument"), "The page was loaded anew"


def test_words_begun_for_one_are_there_when_one_comes_back(screens: Screens, server: Server) -> None:
    for name in ("maya", "jonas"):
        writes(screens, server, name, f"By {name}, to come back to")
    page = signed_in(screens, server, "rivera", "/answering")
    title = page.locator("h1").inner_text()
    page.keyboard.press("r")
    page.keyboard.type("Half a thought")
    page.keyboard.press("Escape")
    expect(page.locator(".turn .next")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("h1")).not_to_have_text(title)
    expect(page.locator(".reply-box textarea")).to_have_value("")
    page.keyboard.press("k")
    arrived(page, title)
    box = page.locator(".reply-box textarea")
    expect(box).to_have_value("Half a thought")
    # Gone on with elsewhere, there is one text: the desk has nothing that the server lacks.
    where = page.url
    page.keyboard.press("r")
    page.keyboard.type("…")
    page.keyboard.press("Escape")
    with page.expect_response("**/drafts/**"):
        page.keyboard.press("j")
    expect(page.locator("h1")).not_to_have_text(title)
    phone = signed_in(screens, server, "rivera", urlsplit(where).path, "phone")
    phone.get_by_label("Your answer").fill("A whole thought")
    expect(phone.locator(".save-state")).to_have_text("Saved as you type")
    page.keyboard.press("k")
    arrived(page, title)
    page.wait_for_timeout(500)
    expect(box).to_have_value("A whole thought")
    expect(page.locator(".clash")).to_have_count(0)
    page.go_back()
    expect(page.locator("h1")).not_to_have_text(title)


def test_words_that_reach_the_server_while_the_page_is_on_its_way_are_in_its_box(screens: Screens, server: Server) -> None:
    for name in ("maya", "jonas"):
        writes(screens, server, name, f"By {name}, on the way")
    page = signed_in(screens, server, "rivera", "/answering")
    title = page.locator("h1").inner_text()
    held: dict[str, list[Route]] = {"drafts": [], "answering": []}

    def hold(one: Route) -> None:
        waiting = held[urlsplit(one.request.url).path.split("/")[1]]
        # Only the first of each is held: what the page asks once it is there goes on.
        one.continue_() if waiting else waiting.append(one)

    page.route("**/drafts/**", hold)
    page.keyboard.press("r")
    page.keyboard.type("Only just in time")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("h1")).not_to_have_text(title)
    page.route("**/answering/**", hold)
    page.keyboard.press("k")
    while not held["answering"]:
        page.wait_for_timeout(20)
    on_its_way = held["answering"][0]
    drawn = on_its_way.fetch()
    with page.expect_response("**/drafts/**"):
        held["drafts"][0].continue_()
    on_its_way.fulfill(response=drawn)
    arrived(page, title)
    expect(page.locator(".reply-box textarea")).to_have_value(re.compile("Only just in time"))


def test_single_keys_are_listed_and_can_be_switched_off(screens: Screens, server: Server) -> None:
    for name in ("maya", "jonas"):
        writes(screens, server, name, f"By {name}, for the switch")
    page = signed_in(screens, server, "rivera", "/answering")
    title = page.locator("h1").inner_text()
    page.keyboard.press("?")
    expect(page.locator(".keys .panel")).to_be_visible()
    expect(page.locator(".keys .panel")).to_contain_text("the next one")
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#announcer")).to_have_text("Single keys do nothing here now.")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("#keys-on")).not_to_be_checked()
    expect(page.locator("h1")).to_have_text(title)
    page.keyboard.press("?")
    page.get_by_label("Use single keys here").check()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("h1")).not_to_have_text(title)


def test_without_scripts_links_lead_on_and_an_answer_comes_back_to_its_place(screens: Screens, server: Server) -> None:
    for name in ("maya", "jonas"):
        writes(screens, server, name, f"By {name}, without scripts")
    page = signed_in(screens, server, "rivera", size="phone", javascript=False)
    page.get_by_role("link", name="Answer one after another").click()
    title = page.locator("h1").inner_text()
    page.locator(".reply-box textarea").fill("Seen.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".turn .says")).to_contain_text("answered")
    page.locator(".turn .next").click()
    expect(page.locator("h1")).not_to_have_text(title)
    page.locator(".turn .back").click()
    expect(page.locator("h1")).to_have_text(title)


def test_what_a_colleague_answers_meanwhile_leaves_the_open_line(screens: Screens, server: Server) -> None:
    for name in ("maya", "jonas"):
        writes(screens, server, name, f"By {name}, for two windows")
    page = signed_in(screens, server, "rivera", "/answering")
    other = signed_in(screens, server, "rivera", "/answering")
    before = page.locator(".turn .says").inner_text()
    other.locator(".reply-box textarea").fill("From the other window.")
    other.get_by_role("button", name="Send").click()
    expect(page.locator(".turn .says")).not_to_have_text(before)
    expect(page.locator(".turn .says")).to_contain_text("answered")


def test_axe_finds_nothing_on_the_way(screens: Screens, server: Server) -> None:
    writes(screens, server, "maya", "By Maya, for axe")
    holds_at_both_sizes(signed_in(screens, server, "rivera", "/answering"))
