"""Maya sets herself a goal on her phone, and looks at it in a few taps; a program does the same with her token."""

from playwright.sync_api import expect

from tests.browser.journey.programs import graphql
from tests.browser.journey.stage import LIVE, Stage, sign_in

WISH = "Show the council where the mud comes from"


def a_goal_is_set(stage: Stage) -> None:
    maya = stage.maya = stage.opens("phone")
    stage.look(maya, "sign-in")
    sign_in(maya, "maya")
    stage.look(maya, "home-of-a-student")

    maya.get_by_role("link", name="My space").first.tap()
    maya.get_by_role("link", name="A new goal").first.tap()
    maya.get_by_label("My wish").fill(WISH)
    maya.get_by_label("The best that could come of it").fill("They come to the river and see it with their own eyes.")
    maya.get_by_label("What in me could get in the way").fill("I put off writing to people whom I don’t know.")
    maya.get_by_label("If that happens, then I will").fill("If I put it off, then I write only the first line, and show it to Jonas.")
    maya.get_by_label("How I will know that I got there").fill("Somebody of the council answers\nThey can see it without me beside them")
    maya.get_by_label("My first steps").fill("Take a third jar above the bridge\nPut all of it on one sheet")
    maya.get_by_label("Ms Rivera").check()
    maya.get_by_label("Your family").check()
    expect(maya.locator(".who-reads")).to_have_text("Besides you, Ms Rivera and your family (Ada, Chidi) can read this.")
    stage.look(maya, "a-goal-is-written")
    maya.get_by_role("button", name="Let it grow").tap()
    maya.wait_for_url("**/goals/0*")
    stage.goal = stage.path_of(maya)
    expect(maya.locator("#goal-plan")).to_contain_text("show it to Jonas")


def it_is_looked_at(stage: Stage) -> None:
    maya = stage.maya
    maya.get_by_role("button", name="Done: Take a third jar above the bridge").tap()
    expect(maya.locator("#steps-count")).to_have_text("1 of 2 done")
    maya.get_by_label("3 half").tap()
    maya.get_by_label("In a line").fill("The jar is clear. Now they need to believe it.")
    maya.get_by_role("button", name="Check in").tap()
    # One look is no line yet.
    expect(maya.locator(".plot figcaption")).to_contain_text("One check-in.")
    expect(maya.locator(".plot circle")).to_have_count(0)

    # The same from a program, such as a watch with her token.
    goal = graphql(stage.hub, "maya", "my_goals", {"first": 1})["viewer"]["goals"]["edges"][0]["node"]
    assert goal["title"] == WISH
    looked = graphql(stage.hub, "maya", "check_in", {"input": {"goal": goal["id"], "confidence": 4, "words": "Jonas helps me."}})
    assert [one["confidence"] for one in looked["checkIn"]["checkIns"]] == [3, 4]
    expect(maya.locator(".plot circle")).to_have_count(2, timeout=LIVE)
    expect(maya.locator(".plot figcaption")).to_contain_text("Last time: quite sure")
    stage.look(maya, "a-goal-grows")
