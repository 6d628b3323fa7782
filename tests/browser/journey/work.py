"""Maya adds a piece of work, links it to her goal and asks for feedback; her teacher finds and answers it by keyboard alone."""

from datetime import timedelta

from playwright.sync_api import expect

from hub.clock import now
from hub.demo import drawings
from tests.browser.journey import camera
from tests.browser.journey.stage import LIVE, Stage
from tests.browser.keys import press_on, tab_to

SHEET = "Our sheet for the council"
QUESTION = "Would somebody who was not there know where the mud comes from?"


def work_is_added(stage: Stage) -> None:
    maya = stage.maya
    maya.goto("/")
    maya.get_by_role("link", name="Add work").tap()
    maya.get_by_label("What is it called?").fill(SHEET)
    maya.locator("input[type=file][name=photos]").set_input_files(camera.jpeg(stage.folder, "IMG_2050.JPG", drawings.two_jars()))
    expect(maya.locator("photo-picker li[data-photo]")).to_have_count(1, timeout=30_000)
    maya.get_by_label("What does this picture show?").fill("Two jars side by side: one brown, one almost clear")
    maya.get_by_label("What is it about?").fill("It is what they get to see when they come on Friday.")
    maya.get_by_label("Ms Rivera").check()
    maya.get_by_label("Your family").check()
    stage.look(maya, "work-is-added")
    maya.get_by_role("button", name="Add it").tap()
    maya.wait_for_url("**/artifacts/0*")
    stage.work = stage.path_of(maya)
    expect(maya.locator("article .photo img")).to_have_attribute("alt", "Two jars side by side: one brown, one almost clear")
    camera.assert_no_trace(maya, stage.hub)

    maya.goto(stage.goal)
    maya.get_by_text("Link something that shows it").tap()
    maya.get_by_role("button", name=f"Link it: {SHEET}").tap()
    expect(maya.locator("#goal-evidence")).to_contain_text(SHEET)


def feedback_is_asked_for(stage: Stage) -> None:
    maya = stage.maya
    maya.goto(stage.work)
    maya.get_by_role("link", name="Ask for feedback").tap()
    maya.get_by_label("Ms Rivera").check()
    maya.get_by_label("What do you want to know?").fill(QUESTION)
    maya.get_by_label("By when").fill((now() + timedelta(days=3)).date().isoformat())
    stage.look(maya, "feedback-is-asked-for")
    maya.get_by_role("button", name="Ask them").tap()
    maya.wait_for_url(f"**{stage.work}**")
    expect(maya.locator(".requests .request")).to_contain_text(QUESTION)
    expect(maya.locator(".requests .request")).to_contain_text("You asked Ms Rivera")


def it_is_answered_by_keyboard(stage: Stage) -> None:
    """From one who waits to the next, in one document."""
    rivera = stage.rivera
    rivera.goto("/")
    expect(rivera.locator("#waiting li").filter(has_text=SHEET)).to_contain_text(QUESTION)
    press_on(rivera, "link", "Answer one after another")
    rivera.wait_for_url("**/answering/*")
    rivera.evaluate("window.sameDocument = true")
    rivera.keyboard.press("r")
    rivera.keyboard.type("I read this on the bus and had to smile.")
    rivera.keyboard.press("Control+Enter")
    expect(rivera.locator(".turn .says")).to_contain_text("answered")
    head = rivera.locator("h1")
    for _one in range(12):
        if head.inner_text() == SHEET:
            break
        before = rivera.url
        rivera.keyboard.press("j")
        rivera.wait_for_function("before => location.href !== before", arg=before)
        expect(head).to_be_focused()
    expect(head).to_have_text(SHEET)
    expect(rivera.locator(".asked-here")).to_contain_text(QUESTION)

    rivera.keyboard.press("r")
    tab_to(rivera, "button", "Tell, ask, give", back=True)
    rivera.keyboard.press("Enter")
    expect(rivera.get_by_label("Something I like")).to_be_focused()
    rivera.keyboard.type("The two jars stop everybody who walks past.")
    rivera.keyboard.press("Tab")
    rivera.keyboard.type("Where along the river did you fill each of them?")
    rivera.keyboard.press("Tab")
    rivera.keyboard.type("Put their places on your map, so that one sees what lies in between.")
    stage.look(rivera, "one-after-another")
    rivera.keyboard.press("Control+Enter")
    expect(rivera.locator(".form-parts")).to_contain_text("Put their places on your map")
    expect(rivera.locator(".asked-here")).to_have_count(0)
    assert rivera.evaluate("window.sameDocument"), "The page was loaded anew"
    expect(stage.maya.locator(".form-parts")).to_contain_text("Where along the river did you fill each of them?", timeout=LIVE)
    stage.look(stage.maya, "feedback-arrives")
    stage.maya.get_by_role("button", name="Thank Ms Rivera").tap()
    expect(stage.maya.locator(".requests")).to_contain_text("thanked")
