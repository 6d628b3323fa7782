"""What happens elsewhere appears here, what is seen counts as read, and what is chosen is said in names."""

from playwright.sync_api import Page, expect

from tests.browser.people import JARS, signed_in, work_of_maya
from tests.support.browser import Screens
from tests.support.server import Server


def on_the_jars(screens: Screens, server: Server, name: str) -> Page:
    page = signed_in(screens, server, name, "/space" if name == "maya" else "/")
    page.get_by_role("link", name=JARS).first.click()
    page.wait_for_url("**/reflections/**")
    return page


def say(page: Page, words: str) -> None:
    page.get_by_label("Your answer").fill(words)
    page.get_by_role("button", name="Send").click()


def test_an_answer_appears_on_open_pages_once_and_is_read_by_being_seen(screens: Screens, server: Server) -> None:
    rivera, maya = on_the_jars(screens, server, "rivera"), signed_in(screens, server, "maya", "/space")
    with maya.expect_response("**/read"):  # What was new to her before.
        maya.get_by_role("link", name=JARS).first.click()
        maya.locator(".thread").scroll_into_view_if_needed()
    with maya.expect_response("**/read"):
        say(rivera, "Seen at once.")
    for page in (maya, rivera):
        expect(page.locator(".message", has_text="Seen at once.")).to_have_count(1)
    expect(rivera.get_by_label("Your answer")).to_have_value("")
    expect(rivera.locator(".message", has_text="Seen at once.").get_by_text("Reply")).to_be_hidden()
    for page, react in ((maya, True), (rivera, False), (maya, False)):
        message = page.locator(".message", has_text="Seen at once.")
        if react:
            message.get_by_text("React").click()
        message.get_by_role("button", name="That helps").first.click()
        if not react:
            expect(message.get_by_role("button", name="That helps:")).to_be_focused()
        expect(message.get_by_role("button", name="That helps:")).to_have_count(1)
    for page in (maya, rivera):
        signs = page.locator(".message", has_text="Seen at once.").get_by_role("button", name="That helps:")
        expect(signs).to_have_accessible_name("1 That helps: Ms Rivera")
    maya.goto("/")
    expect(maya.locator("#answered > li")).to_have_count(0)
    expect(maya.locator("main")).to_contain_text("Nothing new since you last looked.")


def test_an_empty_answer_is_refused_beside_the_box(screens: Screens, server: Server) -> None:
    maya = on_the_jars(screens, server, "maya")
    maya.get_by_label("Say something").fill("   ")
    maya.get_by_role("button", name="Send").click()
    expect(maya.locator(".reply-box .wrong")).to_have_text("Write a few words first.")


def test_who_waits_appears_on_the_open_home_with_its_count(screens: Screens, server: Server) -> None:
    rivera = signed_in(screens, server, "rivera")
    waits = rivera.locator("#waiting > li")
    before = waits.count()
    amina = signed_in(screens, server, "amina", "/reflections/new", "phone")
    amina.get_by_label("What happened?").fill("The *blue* came out right.")
    amina.get_by_label("Ms Rivera").check()
    amina.get_by_role("button", name="Post").click()
    expect(waits).to_have_count(before + 1)
    expect(waits.last).to_contain_text("The blue came out right.")
    expect(rivera.locator(".tabs .count").first).to_contain_text(str(before + 1))


def test_the_count_beside_my_week_follows_on_every_page(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya")
    jars = work_of_maya(maya)
    count = maya.locator("#counted-1")
    maya.goto(jars)
    expect(count).to_have_text("")  # What waited here is read by now.
    maya.goto("/you")
    rivera = signed_in(screens, server, "rivera", jars)
    say(rivera, "How do you know that?")
    expect(count).to_have_text("1 waiting")

    sockets: list[str] = []
    maya.on("websocket", lambda socket: sockets.append(socket.url))
    with maya.expect_response("**/read"):
        maya.goto(jars)
    expect(count).to_have_text("")
    with maya.expect_response("**/read"):
        say(rivera, "And who else saw it?")
    expect(maya.locator(".message", has_text="And who else saw it?")).to_be_visible()
    expect(count).to_have_text("")
    assert len(sockets) == 1, "one for all that a page follows"


def test_the_line_beside_the_button_says_who_will_read(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya", "/reflections/new")
    line = page.locator(".who-reads span")
    expect(line).to_have_text("Only you can read this.")
    page.get_by_label("Ms Rivera").check()
    page.get_by_label("Your family").check()
    expect(line).to_have_text("Besides you, Ms Rivera and your family (Ada, Chidi) can read this.")
    page.get_by_label("Your family").uncheck()
    expect(line).to_have_text("Besides you, Ms Rivera can read this.")


def test_other_questions_keep_what_was_typed_and_all_of_it_comes_back(screens: Screens, server: Server) -> None:
    # Not Maya: what her page above still saves as it is left would be another window's.
    page = signed_in(screens, server, "jonas", "/reflections/new")
    page.get_by_label("What happened?").fill("First words.")
    page.get_by_label("Rose, bud, thorn").check()
    page.get_by_label("Bud: what is just beginning?").fill("Second words.")
    page.get_by_label("Ms Rivera").check()
    expect(page.locator(".save-state")).to_have_text("Saved as you type")
    page.goto("/")
    page.locator("#unfinished a").first.click()
    expect(page.get_by_label("Bud: what is just beginning?")).to_have_value("Second words.")
    expect(page.locator(".who-reads span")).to_have_text("Besides you, Ms Rivera can read this.")
    page.get_by_label("What? So what? Now what?").check()
    expect(page.get_by_label("What happened?")).to_have_value("First words.")
