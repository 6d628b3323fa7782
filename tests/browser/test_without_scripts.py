"""JavaScript off: every form works, and loses nothing that was typed."""

from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.people import signed_in
from tests.support.browser import Screens
from tests.support.server import Server


def photo() -> Any:
    made = BytesIO()
    Image.effect_noise((640, 480), 50).convert("RGB").save(made, "JPEG")
    return {"name": "river.jpg", "mimeType": "image/jpeg", "buffer": made.getvalue()}


def posted(screens: Screens, server: Server, name: str, words: str) -> Page:
    page = signed_in(screens, server, name, "/reflections/new", "phone", javascript=False)
    page.get_by_label("What happened?").fill(words)
    page.get_by_label("Ms Rivera").check()
    page.get_by_role("button", name="Post").click()
    expect(page.locator(".answers")).to_contain_text(words)
    return page


def menu(page: Page, act: str) -> None:
    page.locator(".item-menu > summary").click()
    page.locator(".item-menu").get_by_text(act).click()


def test_other_questions_and_a_refusal_keep_words_and_photos(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "jonas", "/reflections/new", "phone", javascript=False)
    page.get_by_label("What happened?").fill("Kept.")
    page.get_by_label("Rose, bud, thorn").check()
    page.get_by_role("button", name="Show these questions").click()
    page.locator("[name=photos]").set_input_files(photo())
    page.get_by_label("A name for it").fill("x" * 200)
    for box in page.locator("textarea").all():
        box.evaluate("one => { one.value = '' }")
    page.get_by_role("button", name="Post").click()
    expect(page.locator(".wrong")).to_contain_text("Answer at least one question")
    expect(page.get_by_label("A name for it")).to_have_value("x" * 200)
    expect(page.locator("[data-photo]")).to_have_count(1)
    page.get_by_label("Rose: what went well?").fill("We measured.")
    page.get_by_role("button", name="Post").click()
    expect(page.locator(".photo")).to_have_count(1)
    expect(page.locator(".answers")).to_contain_text("We measured.")


def test_questions_are_changed_without_losing_what_was_typed(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "jonas", "/reflections/new", javascript=False)
    page.get_by_label("What happened?").fill("Still here.")
    for name in ("My own words", "What? So what? Now what?"):
        page.get_by_label(name).check()
        page.get_by_role("button", name="Show these questions").click()
    expect(page.get_by_label("What happened?")).to_have_value("Still here.")


def test_a_stale_change_shows_both_texts_and_lets_one_choose(screens: Screens, server: Server) -> None:
    page = posted(screens, server, "jonas", "First.")
    here = page.url.split("?")[0]
    menu(page, "Change it")
    other = signed_in(screens, server, "jonas", javascript=False)
    other.goto(f"{here}/edit")
    other.get_by_label("What happened?").fill("From the other window.")
    other.get_by_role("button", name="Keep the change").click()
    page.get_by_label("What happened?").fill("From this window.")
    screens.allow("status of 409")
    page.get_by_role("button", name="Keep the change").click()
    expect(page.locator(".clash")).to_contain_text("From the other window.")
    expect(page.get_by_label("What happened?")).to_have_value("From this window.")
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator(".answers")).to_contain_text("From this window.")
    page.goto(f"{here}/history")
    expect(page.locator(".vine")).to_contain_text("From the other window.")


def test_what_is_taken_back_and_deleted_comes_back(screens: Screens, server: Server) -> None:
    page = posted(screens, server, "jonas", "Here and gone.")
    menu(page, "Take it back")
    expect(page.locator(".audience")).to_contain_text("Only you")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".audience")).to_contain_text("Ms Rivera")
    menu(page, "Delete it")
    page.get_by_role("button", name="Bring it back").click()
    expect(page.locator(".answers")).to_contain_text("Here and gone.")


def test_who_sees_it_is_changed(screens: Screens, server: Server) -> None:
    page = posted(screens, server, "jonas", "For one, then for none.")
    page.locator(".audience > summary").click()
    page.get_by_role("link", name="Change who sees it").click()
    page.get_by_label("Ms Rivera").uncheck()
    page.get_by_role("button", name="Keep it like this").click()
    expect(page.locator(".audience > summary")).to_contain_text("Only you")


def test_messages_are_sent_changed_taken_back_reported_and_hidden(screens: Screens, server: Server) -> None:
    page = posted(screens, server, "jonas", "What do you think?")
    here = page.url.split("?")[0]
    teacher = signed_in(screens, server, "rivera", javascript=False)
    teacher.goto(here)
    teacher.get_by_label("Your answer").fill("Well seen.")
    teacher.get_by_role("button", name="Send").click()
    page.goto(here)
    page.get_by_role("button", name="I have read this").click()
    expect(page.locator(".message.unread")).to_have_count(0)
    page.get_by_role("link", name="Reply to Ms Rivera").click()
    page.get_by_label("Your answer").fill("Thank you")
    page.get_by_role("button", name="Send").click()
    mine = page.locator(".message.mine")
    mine.locator(".message-menu > summary").click()
    mine.get_by_text("Change it").click()
    page.get_by_label("Your message").fill("Thank you!")
    page.get_by_role("button", name="Keep the change").click()
    expect(mine).to_contain_text("Thank you!")

    theirs = page.locator(".message:not(.mine)")
    theirs.get_by_text("React").click()
    theirs.get_by_role("button", name="That helps").click()
    expect(theirs.get_by_role("button", name="1 That helps: Jonas")).to_be_visible()
    theirs.locator(".message-menu > summary").click()
    theirs.get_by_text("Something is wrong with it").click()
    page.get_by_label("What is wrong with it?").fill("It is about somebody else.")
    page.get_by_role("button", name="Tell staff").click()
    expect(page.locator(".notices")).to_contain_text("Staff will look at it")
    author = signed_in(screens, server, "rivera", "/reports", javascript=False)
    assert "about somebody else" not in author.locator("main").inner_text()
    admin = signed_in(screens, server, "haddad", "/reports", javascript=False)
    expect(admin.locator("main")).to_contain_text("It is about somebody else.")
    admin.get_by_role("link", name="Look at the words").click()
    expect(admin.locator("main")).to_contain_text("Well seen.")
    expect(admin.locator("main")).to_contain_text("The rest of the conversation stays private.")
    assert "Thank you!" not in admin.locator("main").inner_text()
    admin.get_by_label("Why do you hide them?").fill("Jonas asked.")
    admin.get_by_role("button", name="Hide these words").click()
    expect(admin.locator(".notices")).to_contain_text("Hidden.")
    page.goto(here)
    expect(page.locator(".message:not(.mine)")).to_contain_text("These words are hidden.")
    admin.get_by_role("button", name="Let them be read again").click()
    page.goto(here)
    expect(page.locator(".message:not(.mine)")).to_contain_text("Well seen.")

    teacher.goto(here)
    words = teacher.locator(".message", has_text="Thank you!")
    words.locator(".message-menu > summary").click()
    words.get_by_text("Hide it").click()
    teacher.get_by_label("Why do you hide it?").fill("A try.")
    teacher.get_by_role("button", name="Hide it").click()
    page.goto(here)
    expect(page.locator(".message.mine")).to_contain_text("These words are hidden.")
