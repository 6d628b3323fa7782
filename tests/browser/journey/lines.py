"""The line between them: lost and found again, shared with programs, and cut at once when something is no longer shared."""

from playwright.sync_api import expect

from tests.browser.journey.programs import Program, graphql
from tests.browser.journey.stage import LIVE, Stage, say, thread


def a_line_is_lost(stage: Stage) -> None:
    """What was said meanwhile is there when it is back; a program hears it, too, and says something."""
    maya, rivera, chidi, hub = stage.maya, stage.rivera, stage.chidi, stage.hub
    item = graphql(hub, "maya", "my_reflections", {"first": 1})["viewer"]["reflections"]["nodes"][0]["id"]
    begun = graphql(hub, "maya", "thread", {"item": item})["node"]["thread"]["liveCursor"]
    stage.screens.allow("ERR_INTERNET_DISCONNECTED|WebSocket connection")
    chidi.context.set_offline(True)
    say(maya, "The council, I think. And Nana.")
    expect(thread(rivera)).to_contain_text("The council, I think.", timeout=LIVE)
    chidi.wait_for_timeout(300)
    expect(thread(chidi)).not_to_contain_text("The council, I think.")
    chidi.context.set_offline(False)
    expect(thread(chidi)).to_contain_text("The council, I think.", timeout=15_000)
    for page in (maya, rivera, chidi):
        expect(page.locator(".thread > li", has_text="The council, I think.")).to_have_count(1)

    listening = Program(hub, "maya", item, begun, until="I will ask Mr Boateng to invite them.")
    say(rivera, "I will ask Mr Boateng to invite them.")
    assert listening.hears(), listening.heard
    assert "The council, I think. And Nana." in listening.heard, "what was said before is told first"
    answered = graphql(hub, "rivera", "add_message", {"input": {"item": item, "words": "Done, they come on Friday."}})
    assert answered["addMessage"]["words"] == "Done, they come on Friday."
    expect(thread(maya)).to_contain_text("Done, they come on Friday.", timeout=LIVE)


def it_is_shared_no_more(stage: Stage) -> None:
    """It is gone from his open page and from his reach, at once."""
    maya, chidi = stage.maya, stage.chidi
    maya.goto(f"/items/{stage.reflection.rsplit('/', 1)[1]}/audience")
    stage.look(maya, "who-sees-it")
    maya.get_by_label("your family").uncheck()
    maya.locator("main form button[type=submit]").first.click()
    expect(maya.locator("summary", has_text="1 person besides you")).to_be_visible()
    expect(chidi.get_by_text("This isn't shared with you any more.")).to_be_visible(timeout=LIVE)
    expect(chidi.get_by_text("We took the third jar")).to_have_count(0)
    expect(chidi).to_have_title("This isn't shared with you any more.")
    stage.screens.allow("status of 404")
    chidi.goto(stage.reflection)
    expect(chidi.get_by_role("heading", name="There is nothing here")).to_be_visible()
    stage.look(chidi, "not-shared-any-more")
