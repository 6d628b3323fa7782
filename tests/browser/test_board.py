"""A team's board in two browsers: by keyboard with what is spoken, by mouse, by both at once, and without scripts."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import signed_in
from tests.browser.test_rooms import room_of
from tests.support.browser import Screens
from tests.support.server import Server


def card(page: Page, title: str, column: str = "") -> Locator:
    return page.locator(f"#cards-{column} .card" if column else ".card", has_text=title)


def titles(page: Page, column: str) -> Locator:
    return page.locator(f"#cards-{column} h3")


def test_cards_are_moved_live_by_keyboard_and_by_mouse_and_two_hands_lose_none(screens: Screens, server: Server) -> None:
    board = f"{room_of(server, 'Team Bees')}/board"
    maya, jonas = (signed_in(screens, server, name, board) for name in ("maya", "jonas"))
    spoken = maya.locator("#announcer")

    grip = card(maya, "Draw the fields").locator(".grip")
    grip.focus()
    maya.keyboard.press("Space")
    expect(spoken).to_have_text("Lifted. Draw the fields and their drains on the map: 2 of 3 in To do.")
    maya.keyboard.press("ArrowRight")
    expect(spoken).to_have_text("2 of 3 in Doing.")
    expect(maya.locator("#count-doing")).to_have_text("3")
    maya.keyboard.press("ArrowUp")
    expect(spoken).to_have_text("1 of 3 in Doing.")
    maya.keyboard.press("Escape")
    expect(spoken).to_have_text("Put back. Draw the fields and their drains on the map: 2 of 3 in To do.")
    expect(grip).to_be_focused()

    # What Jonas does while she holds it takes nothing out of her hand, and is there when she has put it down.
    maya.keyboard.press("Space")
    maya.keyboard.press("ArrowRight")
    jonas.get_by_label("One more card in “To do”").fill("Buy string")
    jonas.locator(".add-card", has=jonas.get_by_label("One more card in “To do”")).get_by_role("button").click()
    expect(jonas.get_by_label("One more card in “To do”")).to_be_focused()
    moving = card(jonas, "Draw the fields")
    moving.get_by_text("Move to…").click()
    moving.get_by_label("Which column?").select_option("Done")
    moving.get_by_role("button", name="Move", exact=True).click()
    expect(card(jonas, "Draw the fields", "done")).to_have_count(1)
    expect(card(maya, "Draw the fields", "doing")).to_have_class("sheet card held")
    maya.keyboard.press("Space")
    expect(spoken).to_have_text("Put down. Draw the fields and their drains on the map: 2 of 3 in Doing.")
    expect(card(maya, "Buy string", "todo")).to_be_visible()
    for page in (maya, jonas):
        expect(card(page, "Draw the fields", "doing")).to_have_count(1)
        expect(card(page, "Draw the fields")).to_have_count(1)
    expect(grip).to_be_focused()

    # Who goes elsewhere with a card in their hand writes there: it is back where it was, and takes nothing.
    maya.keyboard.press("Space")
    maya.keyboard.press("ArrowUp")
    expect(maya.locator("#board-how")).to_be_in_viewport(ratio=1)
    writing = maya.get_by_label("One more card in “Doing”")
    writing.click()
    expect(spoken).to_contain_text("Put back.")
    maya.keyboard.type("Ask the farmer")
    expect(writing).to_have_value("Ask the farmer")

    card(maya, "Find out whom").scroll_into_view_if_needed()
    lifted, column = card(maya, "Find out whom").bounding_box(), maya.locator("#cards-review").bounding_box()
    assert lifted
    assert column
    maya.mouse.move(lifted["x"] + 30, lifted["y"] + 5)
    maya.mouse.down()
    maya.mouse.move(lifted["x"] + 60, lifted["y"] + 60, steps=3)
    maya.mouse.move(column["x"] + 60, lifted["y"] + 60, steps=3)
    maya.mouse.up()
    for page in (maya, jonas):
        expect(titles(page, "review")).to_have_text(["First version of the letter", "Find out whom the letter goes to"])

    # A card that was taken away meanwhile: she is told so, and it is nowhere twice.
    card(jonas, "Photos of").get_by_role("link").click()
    card(maya, "Photos of").locator(".grip").focus()
    maya.keyboard.press("Space")
    maya.keyboard.press("ArrowRight")
    jonas.get_by_role("button", name="Take it away").click()
    expect(card(jonas, "Photos of")).to_have_count(0)
    screens.allow("status of 409")
    maya.keyboard.press("Space")
    expect(maya.locator("#toasts")).to_contain_text("Somebody took this card away meanwhile.")
    expect(card(maya, "Photos of")).to_have_count(0)


def test_without_scripts_a_card_is_made_handed_on_moved_taken_away_and_put_back(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "rivera", f"{room_of(server, 'Team Otters')}/board", "phone", javascript=False)
    page.get_by_label("One more card in “To do”").fill("Find a pond")
    page.get_by_role("button", name="Add").first.click()
    expect(page.locator(".grip")).to_be_hidden()
    page.get_by_role("link", name="Find a pond").click()
    page.get_by_label("Who does it?").select_option("Amina")
    page.get_by_label("By when").fill("2001-05-01")
    page.get_by_role("button", name="Keep it").click()
    expect(card(page, "Find a pond")).to_contain_text("Late: 1 May 2001")
    expect(card(page, "Find a pond")).to_contain_text("Amina")
    page.get_by_text("Move to…").click()
    page.get_by_label("Which column?").select_option("In review")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(card(page, "Find a pond", "review")).to_have_count(1)
    page.get_by_role("link", name="Find a pond").click()
    page.get_by_role("button", name="Take it away").click()
    expect(card(page, "Find a pond")).to_have_count(0)
    page.get_by_text("Cards that were taken away").click()
    page.get_by_role("button", name="Put back: Find a pond").click()
    expect(card(page, "Find a pond", "review")).to_have_count(1)
