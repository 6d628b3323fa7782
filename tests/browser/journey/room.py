"""The team talks in its room, each on a screen of their own: who is there, who writes, what is said, answered and given a sign."""

from playwright.sync_api import expect

from tests.browser.journey.stage import LIVE, Stage, say, thread

IDEA = "What if we hang the jars **on the railing**, in the light of the lanterns?"
ANSWER = "Then they glow brown. Nobody walks past that."


def they_talk_in_their_room(stage: Stage) -> None:
    maya, jonas = stage.maya, stage.jonas
    for page in (maya, jonas):
        page.goto(stage.room)
    here = jonas.locator(".here")
    expect(here).to_contain_text("Maya", timeout=LIVE)
    stage.picture(jonas, "a-room-where-nothing-was-said")
    box = maya.get_by_label("Say something")
    box.press_sequentially("What")
    expect(here.get_by_text("Maya is writing…")).to_be_visible(timeout=LIVE)
    box.fill(IDEA)
    maya.get_by_role("button", name="Send", exact=True).tap()
    said = thread(jonas).locator(".message", has_text="on the railing")
    expect(said).to_have_count(1, timeout=LIVE)

    said.get_by_role("link", name="Reply to Maya").tap()
    jonas.get_by_label("Your answer").fill(ANSWER)
    jonas.get_by_role("button", name="Send", exact=True).tap()
    answered = thread(maya).locator(".message", has_text=ANSWER)
    expect(answered).to_contain_text("To Maya:", timeout=LIVE)
    answered.locator("summary", has_text="React").tap()
    stage.look(maya, "a-sign-is-given")
    answered.locator("button.chip").first.tap()
    sign = thread(jonas).locator(".message.mine .my-tags")
    expect(sign).to_contain_text("Maya", timeout=LIVE)
    expect(answered.locator("details.menu .chip").first).to_be_hidden()

    rivera = stage.rivera
    rivera.goto(stage.room)
    say(rivera, "I only read along. Ask whoever owns the railing first.")
    for page in (maya, jonas):
        expect(thread(page).locator(".message", has_text="I only read along")).to_contain_text("teacher", timeout=LIVE)
    stage.picture(maya, "a-team-talks")
