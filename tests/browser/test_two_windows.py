"""Two windows on the same words, and a page that is opened again: both texts are shown, nothing is lost, nothing is called new twice."""

import re
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import JARS, signed_in, work_of_maya
from tests.support.browser import Screens, axe
from tests.support.server import Server

DAYS = timedelta(hours=47)
"""After the last thing of the demo's that a family was told."""
LAST_HERE = re.compile(r"Since you were last here,\s+(2 days ago|yesterday)", re.IGNORECASE)


def another(page: Page, path: str) -> Page:
    """The same person, in a second tab."""
    tab = page.context.new_page()
    tab.goto(path)
    return tab


def own_message(page: Page, words: str) -> str:
    """Sends an answer on the jars, and gives the path where it can be changed."""
    page.get_by_role("link", name=JARS).first.click()
    page.wait_for_url("**/reflections/**")
    page.get_by_label("Your answer").fill(words)
    page.get_by_role("button", name="Send").click()
    said = page.locator(".message", has_text=words)
    expect(said).to_have_count(1)
    return f"/messages/{(said.get_attribute('id') or '').removeprefix('message-')}/edit"


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_a_message_changed_in_two_tabs_shows_both_texts(screens: Screens, server: Server, keep: str) -> None:
    screens.allow("status of 409")
    page = signed_in(screens, server, "chidi")
    path = own_message(page, f"As it was at first, {keep}.")
    one, two = another(page, path), another(page, path)
    one.get_by_label("Your message").fill(f"From the first tab, {keep}.")
    two.get_by_label("Your message").fill(f"From the second tab, {keep}.")
    one.get_by_role("button", name="Keep the change").click()
    one.wait_for_url("**/reflections/**")
    two.get_by_role("button", name="Keep the change").click()
    clash = two.get_by_role("alert").filter(has_text="There are two versions.")
    expect(clash).to_contain_text(f"From the first tab, {keep}.")
    expect(two.get_by_label("Your message")).to_have_value(f"From the second tab, {keep}.")
    if keep == "mine":
        axe(two)
    # Nothing is decided yet: what stands is what came first.
    page.reload()
    expect(page.locator(".thread")).to_contain_text(f"From the first tab, {keep}.")
    if keep == "mine":
        clash.get_by_role("button", name="Keep mine").click()
    else:
        clash.get_by_role("link", name="Leave it as it stands").click()
    two.wait_for_url("**/reflections/**")
    kept, gone = ("second", "first") if keep == "mine" else ("first", "second")
    expect(two.locator(".thread")).to_contain_text(f"From the {kept} tab, {keep}.")
    expect(two.locator(".thread")).not_to_contain_text(f"From the {gone} tab, {keep}.")
    if keep == "mine":
        two.goto(path.replace("/edit", "/history"))
        expect(two.locator("main")).to_contain_text(f"From the first tab, {keep}.")


def test_a_step_changed_in_two_tabs_shows_both_texts_and_what_is_typed_outlives_what_others_do(screens: Screens, server: Server) -> None:
    screens.allow("status of 409")
    one = signed_in(screens, server, "jonas", "/goals/new")
    one.get_by_label("My wish").fill("Hear the river")
    one.get_by_label("My first steps").fill("Sit still")
    one.get_by_role("button", name="Let it grow").click()
    one.wait_for_url("**/goals/0*")
    two = another(one, one.url.split("?")[0])
    for tab in (one, two):
        tab.locator(".step summary").click()
    two.get_by_label("What will you do?").first.fill("Sit still at dawn")
    about_to_write = one.get_by_label("What will you do?").first
    about_to_write.select_text()
    for done in ("true", "false"):  # Its line is put anew, and what is typed in it stays.
        two.locator(".step .tick").click()
        for tab in (one, two):
            expect(tab.locator(f".step .tick[aria-pressed={done}]")).to_have_count(1)
        expect(two.get_by_label("What will you do?").first).to_have_value("Sit still at dawn")
    assert about_to_write.evaluate("box => [box === document.activeElement, box.selectionStart, box.selectionEnd]") == [True, 0, 9]
    about_to_write.fill("Sit still at night")
    one.get_by_role("button", name="Keep it").click()
    expect(one.locator(".step .words")).to_have_text("Sit still at night")
    two.wait_for_timeout(800)  # It hears of it, and touches nothing.
    expect(two.get_by_label("What will you do?").first).to_have_value("Sit still at dawn")
    two.get_by_role("button", name="Keep it").click()
    clash = two.get_by_role("alert").filter(has_text="There are two versions.")
    expect(clash).to_contain_text("Sit still at night")
    expect(two).to_have_url(re.compile("/change#step-"))  # On a phone it stands far below the top.
    expect(two.get_by_label("What will you do?").first).to_have_value("Sit still at dawn")
    axe(two)
    for done in ("1 of 1 done", "0 of 1 done"):  # The page stands at an address that can't be read: it hears all the same.
        one.locator(".step .tick").click()
        expect(two.locator("#steps-count")).to_have_text(done)
    expect(clash).to_be_visible()
    expect(two.get_by_label("What will you do?").first).to_have_value("Sit still at dawn")
    clash.get_by_role("button", name="Keep mine").click()
    expect(one.locator(".step > .said > .words")).to_have_text("Sit still at dawn")
    # Taken away elsewhere, what was typed stands where one more step is added.
    two.locator(".step summary").click()
    two.get_by_label("What will you do?").first.fill("Sit in the rain")
    one.locator(".step summary").click()
    one.get_by_role("button", name="Take it away").click()
    expect(one.locator(".step")).to_have_count(0)
    two.get_by_role("button", name="Keep it").click()
    expect(two.get_by_role("alert")).to_contain_text("another window")
    expect(two.locator("#step")).to_have_value("Sit in the rain")


def test_help_asked_for_in_two_tabs_shows_both_wishes(screens: Screens, server: Server) -> None:
    screens.allow("status of 4(09|10)")
    one = signed_in(screens, server, "maya", "/goals/new")
    one.get_by_label("My wish").fill("Build a second hive")
    one.get_by_label("Ms Rivera").check()
    one.get_by_role("button", name="Let it grow").click()
    one.wait_for_url("**/goals/0*")
    one.get_by_text("I need help").click()
    with one.expect_response("**/drafts/help/*"):
        one.get_by_label("What would help?").fill("Who has wood?")
    two = another(one, one.url.split("?")[0])  # It holds the same piece of writing.
    expect(two.get_by_label("What would help?")).to_have_value("Who has wood?")
    one.get_by_role("button", name="Ask for help").click()
    expect(one.locator("#goal-help")).to_contain_text("Who has wood?")
    for words, status in (("Who has", 410), ("Who has bees?", 200)):
        with two.expect_response("**/drafts/help/*") as answer:
            two.get_by_label("What would help?").fill(words)
        assert answer.value.status == status
    two.get_by_role("button", name="Ask for help").click()
    clash = two.get_by_role("alert").filter(has_text="There are two versions.")
    expect(clash).to_contain_text("Who has wood?")
    expect(two.get_by_label("What would help?")).to_have_value("Who has bees?")
    axe(two)
    clash.get_by_role("button", name="Keep mine").click()
    expect(one.locator("#goal-help")).to_contain_text("Who has bees?")
    expect(two.locator("#goal-help")).to_contain_text("Who has bees?")


@pytest.mark.parametrize("choice", ["Keep mine", "Use this one"])
def test_a_draft_written_on_two_devices_shows_both_texts(screens: Screens, server: Server, choice: str) -> None:
    screens.allow("status of 409")
    phone = signed_in(screens, server, "amina", "/reflections/new", "phone")
    phone.get_by_label("What happened?").fill("")
    desk = signed_in(screens, server, "amina", "/reflections/new")
    phone.get_by_label("What happened?").fill(f"On the bus, {choice}.")
    expect(phone.locator(".save-state")).to_have_text("Saved as you type")
    desk.get_by_label("What happened?").fill(f"At the desk, {choice}.")
    clash = desk.get_by_role("group", name="There are two versions.")
    expect(clash).to_contain_text(f"On the bus, {choice}.")
    expect(clash).to_contain_text(f"At the desk, {choice}.")
    expect(desk.get_by_label("What happened?")).to_have_value(f"At the desk, {choice}.")
    if choice == "Keep mine":
        axe(desk)
    # Whatever is typed on meanwhile stays on the device, and is what "mine" means then.
    desk.get_by_label("What happened?").press_sequentially(" More.")
    clash.get_by_role("button", name=choice).click()
    expect(clash).to_have_count(0)
    kept = f"At the desk, {choice}. More." if choice == "Keep mine" else f"On the bus, {choice}."
    expect(desk.get_by_label("What happened?")).to_have_value(kept)
    expect(desk.locator(".save-state")).to_have_text("Saved as you type")
    desk.reload()
    expect(desk.get_by_label("What happened?")).to_have_value(kept)


def test_a_guardian_is_told_what_is_new_since_the_last_visit(screens: Screens, server: Server) -> None:
    first = signed_in(screens, server, "ada", size="phone")
    child = first.locator(".child")
    expect(child).to_contain_text("You are here for the first time. Welcome!")
    expect(child.locator(".news > li")).not_to_have_count(0)
    expect(child.locator(".news .tag", has_text="new")).not_to_have_count(0)
    # Reloading, or going to and fro, is the same visit: what came stays where it is, and is new no longer.
    first.reload()
    expect(child.locator(".news > li")).not_to_have_count(0)
    expect(child.locator(".news .tag", has_text="new")).to_have_count(0)
    expect(child).not_to_contain_text("Welcome!")

    # Two days later …
    visited(server, DAYS)
    maya = signed_in(screens, server, "maya", "/reflections/new")
    maya.get_by_label("What happened?").fill("Something new for mum.")
    maya.get_by_label("Your family").check()
    maya.get_by_role("button", name="Post").click()
    maya.wait_for_url("**/reflections/0*")

    first.reload()
    expect(child).to_contain_text(LAST_HERE)
    expect(child.locator(".news > li")).to_have_count(1)
    expect(child.locator(".news")).to_contain_text("Something new for mum.")
    expect(child).to_contain_text("From before")
    expect(child.get_by_role("link", name=JARS)).to_be_visible()


def visited(server: Server, ago: timedelta) -> None:
    """As if a guardian had looked for the last time so long ago, and for the first."""
    hub = sqlite3.connect(server.folder / "data" / "trellis.sqlite3")
    with hub:
        earlier = datetime.now(UTC) - ago
        hub.execute("UPDATE visit SET last = ?, before = NULL", (earlier.strftime("%Y-%m-%d %H:%M:%S.%f"),))
    hub.close()


def last_visits(server: Server) -> list[tuple[str, str | None]]:
    hub = sqlite3.connect(server.folder / "data" / "trellis.sqlite3")
    found = hub.execute("SELECT last, before FROM visit").fetchall()
    hub.close()
    return found


def test_a_page_that_is_only_held_open_does_not_make_old_what_nobody_has_looked_at(screens: Screens, server: Server) -> None:
    ada = signed_in(screens, server, "ada", size="phone")
    expect(ada.locator(".child")).to_have_count(1)
    visited(server, DAYS)
    before = last_visits(server)
    maya = signed_in(screens, server, "maya", "/reflections/new")
    for words in ("While the kitchen is empty.", "Still nobody there."):
        maya.goto("/reflections/new")
        maya.get_by_label("What happened?").fill(words)
        maya.get_by_label("Your family").check()
        maya.get_by_role("button", name="Post").click()
        maya.wait_for_url("**/reflections/0*")
        expect(ada.locator(".child .news")).to_contain_text(words)
    assert last_visits(server) == before
    ada.reload()
    expect(ada.locator(".child")).to_contain_text(LAST_HERE)
    expect(ada.locator(".child .news")).to_contain_text("While the kitchen is empty.")


def test_what_happens_for_somebody_reads_their_open_page_once(screens: Screens, server: Server) -> None:
    """Two parts of it follow the reader's home: what was asked, and what led to what."""
    maya = signed_in(screens, server, "maya")
    jars, river = work_of_maya(maya), work_of_maya(maya, "Explain what happens to our river")
    maya.goto(jars)
    assert maya.locator("main live-topic[topic^=home]").count() == 2
    maya.wait_for_timeout(1500)  # To have read it is something that happens, too.
    read: list[str] = []
    maya.on("request", lambda request: read.append(request.url) if request.method == "GET" else None)
    # Elsewhere, so that nothing but the lines of her home has something to tell.
    chidi = signed_in(screens, server, "chidi", river)
    chidi.get_by_label("Your answer").fill("One thing happens, and it is read once.")
    with maya.expect_request(lambda request: request.url.endswith(jars)):
        chidi.get_by_role("button", name="Send").click()
    maya.wait_for_timeout(1000)
    assert [url for url in read if url.endswith(jars)] == [f"{server.url}{jars}"]
    assert [url for url in read if url.endswith("/waiting")] == [f"{server.url}/waiting"]


def test_a_message_being_changed_is_saved_as_one_types(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "chidi")
    path = own_message(page, "To be changed at leisure.")
    page.goto(path)
    page.get_by_label("Your message").fill("Changed, but not yet kept.")
    expect(page.locator(".save-state")).to_have_text("Saved as you type")
    page.goto("/")
    page.goto(path)
    expect(page.get_by_label("Your message")).to_have_value("Changed, but not yet kept.")


def test_on_a_shared_computer_words_leave_with_their_person_and_wait_for_them_at_the_hub(screens: Screens, server: Server) -> None:
    elsa = signed_in(screens, server, "elsa", "/goals/new")
    elsa.get_by_label("My wish").fill("Draw the heron")
    elsa.locator("details.me > summary").click()
    elsa.get_by_role("button", name="Sign out").click()
    elsa.wait_for_url("**/sign-in**")
    assert elsa.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('trellis-draft:'))") == []
    elsa.goto("/sign-in")
    elsa.get_by_label("Your sign-in name").fill("elsa")
    elsa.get_by_label("Your password").fill("trellis-demo")
    elsa.get_by_role("button", name="Sign in").click()
    elsa.wait_for_url(lambda url: "/sign-in" not in url)
    elsa.goto("/goals/new")
    expect(elsa.get_by_label("My wish")).to_have_value("Draw the heron")
