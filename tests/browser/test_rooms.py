"""A team's room in the browser: talk that is there at once, a member who goes while typing, the keyboard alone, and no scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hub.database import Tx
from hub.people.models import Person
from hub.rooms.models import Room
from hub.teams.models import Team
from tests import photos
from tests.browser.keys import press_on, tab_to
from tests.browser.people import signed_in
from tests.support import many
from tests.support.browser import Screens, axe
from tests.support.server import Server

BOX = re.compile("Say something|Your answer")


def room_of(server: Server, team: str) -> str:
    found: list[str] = []

    def find(tx: Tx) -> None:
        found.append(f"/rooms/{tx.scalars(select(Room.id).where(Room.title == team)).one()}")

    server.work(find)
    return found[0]


def say(page: Page, words: str) -> None:
    page.get_by_label(BOX).fill(words)
    page.get_by_role("button", name="Send").click()


def test_what_is_said_is_on_the_other_screen_at_once_and_the_count_beside_the_room_follows(screens: Screens, server: Server) -> None:
    room = room_of(server, "Team Bees")
    maya = signed_in(screens, server, "maya", room)
    jonas = signed_in(screens, server, "jonas", room)
    here = jonas.locator(".here")
    expect(here).to_contain_text("Maya")
    maya.get_by_label(BOX).press_sequentially("The m")
    expect(here.get_by_text("Maya is writing…")).to_be_visible()
    expect(maya.get_by_text("Maya is writing…")).to_be_hidden()
    teacher = signed_in(screens, server, "rivera", "/projects")
    teacher.get_by_role("link", name="Our river").first.click()
    teacher.get_by_role("link", name="Where the teams stand").click()
    bees = teacher.locator(".standing > section", has_text="Team Bees")
    expect(bees).to_contain_text("4 new messages")
    count = jonas.locator("nav li", has=jonas.get_by_role("link", name="Team Bees")).locator(".counted").first
    say(maya, "The mud has a colour!")
    expect(jonas.locator(".message", has_text="The mud has a colour!")).to_be_in_viewport(ratio=1)
    expect(maya.get_by_label(BOX)).to_have_value("")
    expect(bees).to_contain_text("5 new messages")
    expect(here.get_by_text("Maya is writing…")).to_have_count(0)

    expect(count).to_have_text("")
    jonas.goto("/space")
    expect(count).to_have_text("")
    say(maya, "And a smell.")
    expect(count).to_contain_text("1")
    reading = jonas.context.new_page()
    reading.add_init_script("const right = Date.now; Date.now = () => right() + 3_600_000;")
    with reading.expect_response("**/read"):
        reading.goto(room)
    expect(count).to_have_text("")
    reading.locator(".talk").evaluate("one => one.scrollTo({ top: -9999, behavior: 'instant' })")
    say(maya, "Who comes along?")
    reading.get_by_role("button", name="1 new").click()
    expect(reading.locator(".message", has_text="Who comes along?")).to_be_in_viewport(ratio=1)
    expect(reading.get_by_role("button", name="new")).to_have_count(0)
    # By a device whose clock is an hour ahead, it wasn't said an hour ago.
    expect(reading.locator(".message", has_text="And a smell.").locator("time").first).to_have_text(re.compile("now|second"))
    maya.close()
    expect(reading.locator(".here")).to_contain_text("Jonas")
    expect(reading.locator(".here")).not_to_contain_text("Maya")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_said_last_and_the_box_are_in_the_first_screen(screens: Screens, server: Server, javascript: bool) -> None:
    room = room_of(server, "Team Bees")
    for size in ("phone", "desktop"):
        page = signed_in(screens, server, "maya", room, size=size, javascript=javascript)
        for shown in (page.locator(".thread > li").last, page.get_by_label(BOX), page.get_by_role("button", name="Send")):
            expect(shown).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="Go to where you write").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label(BOX)).to_be_focused()
    page.get_by_role("link", name="Tell staff about Jonas").click()
    page.get_by_role("link", name="Not now").click()
    expect(page).to_have_url(server.url + room)


@pytest.mark.parametrize("javascript", [True, False])
def test_what_is_pinned_is_above_the_other_talk_at_once_and_leads_to_what_was_said(
    screens: Screens, server: Server, javascript: bool
) -> None:
    room = room_of(server, "Team Bees")
    jonas = signed_in(screens, server, "jonas", room)
    maya = signed_in(screens, server, "maya", room, javascript=javascript)
    said = maya.locator(".message", has_text="The bridge works!").last
    said.locator("summary", has=maya.locator("[href$='#ellipsis']")).click()
    said.get_by_role("button", name="Pin it above the talk").click()
    for page in (jonas, maya):
        expect(page.locator(".pins li", has_text="The bridge works!")).to_contain_text("Pinned by Maya")
    jonas.get_by_role("link", name="The bridge works!").click()
    expect(jonas.locator(".message", has_text="The bridge works!").last).to_be_in_viewport()
    maya.get_by_role("button", name="Take down what Maya said").click()
    expect(jonas.locator(".pins li", has_text="The bridge works!")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_picture_goes_with_what_is_said_and_stays_in_the_box_until_then(
    screens: Screens, server: Server, tmp_path: Path, javascript: bool
) -> None:
    hive, torn = tmp_path / "hive.jpg", tmp_path / "torn.jpg"
    hive.write_bytes(photos.jpeg(image=photos.corners(320, 240)))
    torn.write_bytes(b"No picture at all")
    room = room_of(server, "Team Bees")
    jonas = signed_in(screens, server, "jonas", room)
    maya = signed_in(screens, server, "maya", room, javascript=javascript)
    words = f"Our hive, {javascript}"
    maya.get_by_label(BOX).fill(words)
    maya.get_by_text("Pictures and files").click()
    if javascript:
        maya.locator("input[name=photos]").set_input_files(hive)
        expect(maya.locator("li[data-photo]")).to_have_count(1)
        maya.get_by_label("What does this picture show?").fill("The hive, open")
        expect(maya.locator(".save-state")).to_have_text("Saved as you type")
        maya.reload()
        expect(maya.get_by_label("What does this picture show?")).to_have_value("The hive, open")
    else:
        maya.locator("input[name=photos]").set_input_files([hive, torn])
        maya.get_by_role("button", name="Send").click()
        expect(maya.locator("#photos-wrong")).to_be_visible()
        expect(maya.get_by_label(BOX)).to_have_value(words)
        maya.get_by_label("What does this picture show?").fill("The hive, open")
    maya.get_by_role("button", name="Send").click()
    said = jonas.locator(".message", has_text=words)
    expect(said.get_by_role("img", name="The hive, open")).to_be_visible()
    expect(maya.locator("li[data-photo]")).to_have_count(0)
    expect(maya.locator(".message", has_text=words).get_by_role("link", name="Large picture: The hive, open")).to_be_visible()
    if javascript:
        axe(maya)


def test_who_is_named_is_found_by_the_keyboard_and_marked_on_every_screen(screens: Screens, server: Server) -> None:
    room = room_of(server, "Team Bees")
    jonas, maya = (signed_in(screens, server, name, room) for name in ("jonas", "maya"))
    box, names = maya.get_by_label(BOX), maya.get_by_role("option")
    box.press_sequentially("Mail x@j, @")
    expect(names).to_have_text(["Jonas", "Ms Brandt", "Ms Rivera"])
    expect(maya.get_by_text("3 names. The arrow keys choose")).to_have_attribute("role", "status")
    for key, called in (("ArrowUp", "Ms Rivera"), ("ArrowDown", "Jonas"), ("ArrowDown", "Ms Brandt")):
        maya.keyboard.press(key)
        chosen = maya.get_by_role("option", selected=True)
        expect(chosen).to_have_text(called)
        expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    axe(maya)
    box.press_sequentially("RIV")
    expect(names).to_have_text(["Ms Rivera"])
    maya.keyboard.press("Enter")
    box.press_sequentially("and @j")
    maya.keyboard.press("Tab")
    box.press_sequentially("or @")
    maya.keyboard.press("Escape")
    box.press_sequentially("j")
    expect(names).to_have_count(0)
    expect(box).to_have_value("Mail x@j, @Ms Rivera and @Jonas or @j")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    box.press_sequentially(" @")
    names.first.click()
    expect(box).to_be_focused()
    maya.keyboard.press("Control+Enter")
    for page, weight in ((maya, "mention"), (jonas, "mention mine")):
        marks = page.locator(".message", has_text="Mail x@j").locator(".mention")
        expect(marks).to_have_text(["@Ms Rivera", "@Jonas", "@Jonas"])
        expect(marks.last).to_have_class(weight)
    box.press_sequentially("@j")
    expect(names).to_have_text(["Jonas"])


def test_who_is_taken_out_while_typing_is_told_kindly_and_keeps_the_words(screens: Screens, server: Server) -> None:
    room = room_of(server, "Team Bees")
    maya, jonas = (signed_in(screens, server, name, room) for name in ("maya", "jonas"))
    who = maya.locator("#room-around")
    expect(who).to_contain_text("the measuring")
    teacher = signed_in(screens, server, "rivera", room)
    teacher.get_by_role("link", name="Put it together").click()
    teacher.get_by_text("Change Jonas").click()
    jonas.get_by_label(BOX).press_sequentially("I was going to say")
    expect(jonas.locator(".save-state")).to_have_text("Saved as you type")
    jonas.get_by_label(BOX).press_sequentially(" that it was me.")
    teacher.get_by_role("button", name="Take Jonas out").click()
    expect(jonas.locator("#thread .notice")).to_be_visible(timeout=2_000)
    expect(jonas.get_by_label(BOX)).to_have_count(0)
    expect(who).not_to_contain_text("the measuring")

    teacher.get_by_label("One more in this team").select_option("Jonas")
    teacher.get_by_role("button", name="Put in").click()
    expect(teacher.locator("#members")).to_contain_text("Jonas")
    jonas.goto(room)
    expect(jonas.get_by_label(BOX)).to_have_value("I was going to say that it was me.")
    expect(who).to_contain_text("Jonas")


def test_a_room_is_a_place_for_the_keyboard_alone(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya", room_of(server, "Team Bees"))
    talk = page.get_by_role("region", name="Talk")
    tab_to(page, "region", "Talk")
    assert talk.evaluate("one => getComputedStyle(one).overflowY") == "auto"
    tab_to(page, "textbox", "Say something")
    page.keyboard.type("By keyboard.")
    press_on(page, "button", "Send")
    said = page.locator(".message", has_text="By keyboard.")
    expect(said).to_have_count(1)
    tab_to(page, "link", "Reply to Ms Rivera", back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your answer")).to_be_focused()
    page.keyboard.type("You are right.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message", has_text="You are right.")).to_have_count(1)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_room_opens_where_it_ends_and_leads_to_what_was_said_before(screens: Screens, server: Server, javascript: bool) -> None:
    room = room_of(server, "Team Otters")

    def talk(tx: Tx) -> None:
        rivera = tx.scalars(select(Person).where(Person.sign_in_name == "rivera")).one()
        found = tx.scalars(select(Room).where(Room.title == "Team Otters")).one()
        team = tx.scalars(select(Team.id).where(Team.name == "Team Otters")).one()
        many.messages(tx, rivera, [found.id] * 60, team, form="free", parts={}, words="Look at the bank.")

    if javascript:  # First; the second finds them there.
        server.work(talk)
    page = signed_in(screens, server, "amina", room, "phone", javascript=javascript)
    newest = page.locator(".message").last
    seen = newest.evaluate(
        """one => { const box = one.getBoundingClientRect(), talk = one.closest(".talk").getBoundingClientRect();
                    return box.bottom <= talk.bottom + 1 && box.top >= talk.top - 1 }"""
    )
    assert seen, "The newest is at hand without scrolling in the talk."
    expect(page.locator(".message")).to_have_count(50)
    page.get_by_role("link", name="What was said before").click()
    expect(page.locator(".message")).to_have_count(10)


def test_without_scripts_a_team_is_made_left_joined_and_talked_in(screens: Screens, server: Server) -> None:
    teacher = signed_in(screens, server, "rivera", "/projects", javascript=False)
    teacher.get_by_role("link", name="Our river").click()
    teacher.get_by_text("One more team").click()
    teacher.get_by_label("What is it called?").last.fill("Team Swifts")
    teacher.get_by_label("Students may join it by themselves").check()
    teacher.get_by_role("button", name="Make this team").click()
    expect(teacher.get_by_role("heading", name="Team Swifts")).to_be_visible()

    amina = signed_in(screens, server, "amina", room_of(server, "Team Otters"), "phone", javascript=False)
    amina.get_by_role("link", name="What you look after").click()
    amina.get_by_text("Change Amina").click()
    amina.get_by_role("button", name="Leave this team").click()
    team = amina.locator("#teams-list > section", has_text="Team Swifts")
    team.get_by_role("button", name="Join").click()
    amina.wait_for_url("**/rooms/**")
    expect(amina.locator(".nobody-yet")).to_be_visible()
    say(amina, "Is anybody here?")
    expect(amina.locator(".message.mine")).to_contain_text("Is anybody here?")
