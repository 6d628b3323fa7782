"""Work in versions, in real browsers: added, grown, laid beside each other, seen growing by a teacher, with and without scripts."""

import re
from io import BytesIO
from typing import Any

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests import media
from tests.browser.people import signed_in
from tests.support.browser import Screens, axe, holds_at_both_sizes
from tests.support.server import Server

MAP = "Map of the river"


def photo(name: str = "river.jpg") -> Any:
    made = BytesIO()
    Image.effect_noise((640, 480), 50).convert("RGB").save(made, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": made.getvalue()}


def path_of(page: Page, title: str = MAP) -> str:
    page.goto("/space?kind=artifact")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/artifacts/0*")
    return page.url.split("?")[0]


def added(page: Page, title: str, words: str, *, shared: bool = True) -> str:
    """Adds a text by the sheet; returns its address."""
    page.goto("/artifacts/new")
    page.get_by_label("What is it called?").fill(title)
    page.get_by_label("Or write it here").fill(words)
    if shared:
        page.get_by_label("Ms Rivera").check()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/artifacts/0*")
    expect(page.locator(".work-words")).to_contain_text(words)
    return page.url.split("?")[0]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya")
    here, letter = path_of(page), path_of(page, "Letter to the council")
    for where in (
        *("/artifacts/new", "/space?kind=artifact", here, f"{here}/versions/1", f"{here}/versions/new", f"{here}/edit"),
        *(f"{here}/compare", f"{here}/compare?a=1&b=3", letter, f"{letter}/compare"),
    ):
        page.goto(where)
        expect(page.locator("h1"), where).to_have_count(1)
        holds_at_both_sizes(page, where)


def test_a_new_version_appears_on_the_teachers_open_page_by_itself(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya")
    here = added(maya, "A poem about water", "The river bends.")
    rivera = signed_in(screens, server, "rivera", "/people")
    rivera.goto(here)
    rivera.get_by_label("Your answer").fill("I am still writing this")
    maya.goto(f"{here}/versions/new")
    maya.get_by_label("What changed?").fill("It bends more often now.")
    maya.locator("[type=file]").set_input_files(photo())
    maya.get_by_label("What does this picture show?").fill("The second bend")
    maya.get_by_role("button", name="Add this version").click()
    maya.wait_for_url(f"{here}?*")
    expect(maya.locator(".notice")).to_contain_text("Added.")
    expect(rivera.locator("#version-title")).to_contain_text("Version 2")
    expect(rivera.locator(".photo img")).to_have_attribute("alt", "The second bend")
    expect(rivera.locator(".versions > li")).to_have_count(2)
    expect(rivera.get_by_label("Your answer")).to_have_value("I am still writing this")
    rivera.locator(".versions").get_by_role("link", name="Version 1").click()
    expect(rivera.locator(".work-words")).to_contain_text("The river bends.")
    rivera.get_by_role("link", name="Show the newest").click()
    expect(rivera.locator("#version-title")).to_contain_text("Version 2")
    maya.goto(f"{here}/edit")
    maya.get_by_label("What does this picture show?").fill("The second bend, from above")
    maya.locator("main form").get_by_role("button", name="Keep").click()
    maya.wait_for_url(f"{here}?*")
    rivera.goto(f"{here}/history")
    assert [words.split(": ")[1] for words in rivera.locator(".vine p.small").all_inner_texts()] == [
        "The second bend, from above",
        "The second bend",
    ]


def test_what_was_begun_comes_back_with_its_photo_and_its_tags(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "jonas", "/artifacts/new", "phone")
    page.get_by_label("What is it called?").fill("Half a map")
    page.locator("[type=file]").set_input_files(photo())
    page.get_by_label("What does this picture show?").fill("Half a river")
    page.get_by_role("button", name="measuring").click()
    expect(page.get_by_label("Tags", exact=False).first).to_have_value("measuring")
    expect(page.get_by_role("button", name="measuring")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".save-state")).to_contain_text("Saved")
    page.goto("/")
    page.get_by_role("link", name="Half a map").click()
    page.wait_for_url("**/artifacts/new")
    expect(page.get_by_label("What does this picture show?")).to_have_value("Half a river")
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/artifacts/0*")
    expect(page.locator(".tags")).to_contain_text("measuring")
    expect(page.locator(".photo img")).to_have_attribute("alt", "Half a river")


def test_by_keyboard_alone_work_is_added_and_its_versions_are_walked(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "amina", "/artifacts/new")
    page.get_by_label("What is it called?").focus()
    page.keyboard.type("A song")
    for _step in range(8):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "words":
            break
    page.keyboard.type("Under the bridge")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "link"
    page.keyboard.press("Enter")
    page.wait_for_url("**/artifacts/0*")
    page.get_by_role("link", name="Add a version").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/versions/new")
    page.get_by_label("Or write it here").fill("Over the bridge")
    page.get_by_role("button", name="Add this version").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/artifacts/0*?done=*")
    page.get_by_role("link", name="Side by side").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".changes del")).to_contain_text("Under")
    expect(page.locator(".changes ins")).to_contain_text("Over")
    assert "taken away: Under" in " ".join(page.locator(".changes").text_content().split())  # type: ignore[union-attr]


def test_without_scripts_work_is_added_changed_and_compared(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya", "/artifacts/new", "phone", javascript=False)
    page.get_by_label("What is it called?").fill("A plan")
    page.get_by_label("Tags", exact=False).first.fill("plans")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".wrong")).to_contain_text("There is nothing to show yet")
    expect(page.get_by_label("What is it called?")).to_have_value("A plan")
    page.get_by_label("Or link a page").fill("javascript:alert(1)")
    page.locator("[name=photos]").set_input_files(photo())
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".wrong")).to_contain_text("doesn't look like the address of a page")
    expect(page.locator("[data-photo]")).to_have_count(1)
    page.get_by_label("Or link a page").fill("https://example.org/plan")
    page.get_by_role("button", name="Add it").click()
    expect(page.locator(".elsewhere strong")).to_have_text("example.org")
    expect(page.locator(".photo")).to_have_count(1)
    page.get_by_role("link", name="Add a version").click()
    page.locator("[name=photos]").set_input_files(photo())
    page.get_by_label("What changed?").fill("A better picture")
    page.get_by_role("button", name="Add this version").click()
    expect(page.locator("#version-title")).to_contain_text("Version 2")
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator(".beside").first.locator("img")).to_have_count(2)
    page.get_by_label("and version").select_option("1")
    page.get_by_role("button", name="Show these").click()
    expect(page.get_by_text("Version 1").first).to_be_visible()


def test_two_windows_overwrite_nothing(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya", javascript=False)
    here = added(page, "A story", "It began.", shared=False)
    page.goto(f"{here}/versions/new")
    other = signed_in(screens, server, "maya", javascript=False)
    other.goto(f"{here}/versions/new")
    other.get_by_label("Or write it here").fill("It began at night.")
    other.get_by_role("button", name="Add this version").click()
    page.get_by_label("Or write it here").fill("It began at noon.")
    screens.allow("status of 409")
    page.get_by_role("button", name="Add this version").click()
    expect(page.locator(".clash")).to_contain_text("It began at night.")
    expect(page.get_by_label("Or write it here")).to_have_value("It began at noon.")
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#version-title")).to_contain_text("Version 3")
    page.goto(f"{here}/edit")
    other.goto(f"{here}/edit")
    other.get_by_label("What is it called?").fill("A long story")
    other.get_by_role("button", name="Keep the change").click()
    page.get_by_label("What is it called?").fill("A short story")
    page.get_by_role("button", name="Keep the change").click()
    expect(page.locator(".clash")).to_contain_text("A long story")
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("h1")).to_have_text("A short story")


def test_every_kind_of_file_can_be_seen_heard_and_laid_beside_another(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "maya", "/artifacts/new", "phone")
    page.get_by_label("What is it called?").fill("A talk")
    picked: list[FilePayload] = [
        {"name": "slides.pdf", "mimeType": "application/pdf", "buffer": media.pdf(2)},
        {"name": "talk.mp3", "mimeType": "audio/mpeg", "buffer": media.sound("mp3")},
        {"name": "river.mp4", "mimeType": "video/mp4", "buffer": media.film("mp4")},
    ]
    page.locator("[type=file]").set_input_files(picked)
    expect(page.locator("[data-photo]")).to_have_count(3, timeout=30_000)
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/artifacts/0*")
    here = page.url.split("?")[0]
    expect(page.locator(".pdf-pages img")).to_have_count(2)
    expect(page.locator("audio")).to_have_js_property("controls", True)
    expect(page.locator("video")).to_have_attribute("poster", re.compile("/page$"))
    for player in ("audio", "video"):
        page.locator(player).evaluate("player => player.load()")
        expect(page.locator(player)).to_have_js_property("error", None)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.goto(f"{here}/versions/new")
    page.locator("[type=file]").set_input_files({"name": "slides.pdf", "mimeType": "application/pdf", "buffer": media.pdf(3, links=False)})
    expect(page.locator("[data-photo]")).to_have_count(1, timeout=30_000)
    page.get_by_role("button", name="Add this version").click()
    page.wait_for_url(f"{here}?*")
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator(".beside")).to_have_count(5)
    expect(page.locator(".beside").first.locator("img")).to_have_count(2)
    expect(page.locator(".beside").nth(2)).to_contain_text("There was no such page.")
    expect(page.locator(".beside").nth(3).locator("audio")).to_have_count(1)
    axe(page)
    page.goto("/space?kind=artifact")
    expect(page.get_by_text("PDF · 2 versions")).to_be_visible()


def test_a_film_that_is_made_ready_appears_on_open_pages_by_itself(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya")
    here = added(maya, "The bridge sways", "Look at the film.")
    rivera = signed_in(screens, server, "rivera")
    ours = {"sec-fetch-site": "same-origin"}
    # Behind two others, so that it isn't ready before anybody looks.
    answers = [maya.request.post("/files", data=media.film("hevc", 1), headers=ours | {"accept": "application/json"}) for _ in range(3)]
    film = answers[-1].json()["id"]
    maya.request.post(f"{here}/versions", form={"photo": film, "version": "1"}, headers=ours)
    rivera.goto(here)
    rivera.get_by_label("Your answer").fill("Half a sen")
    expect(rivera.locator(".piece.video")).to_contain_text("is being made ready")
    expect(rivera.locator("video")).to_have_attribute("src", f"/files/{film}/full", timeout=30_000)
    expect(rivera.get_by_label("Your answer")).to_have_value("Half a sen")
