"""Her teacher begins a project before the eyes of the class, and puts a team together; a team mate joins it with a code."""

from datetime import timedelta

from playwright.sync_api import expect

from hub.clock import now
from tests.browser.journey.stage import LIVE, Stage, press
from tests.browser.people import signed_in

PROJECT = "An evening on the bridge"
ASKED = "What must somebody see here, so that they do something about the mud?"
TEAM = "Team Kingfisher"
FIRST = "What do people believe about our river?"
PRODUCT = "Ten answers from people who walk past, with their leave"
IN_DAYS = 9, 23
"""When its two milestones are due."""


def a_project_begins(stage: Stage) -> None:
    rivera, maya = stage.rivera, stage.maya
    rivera.goto("/projects/new")
    rivera.get_by_label("What it is called").fill(PROJECT)
    rivera.get_by_label("The driving question").fill(ASKED)
    rivera.get_by_label("How it starts").fill("A walk to the bridge with closed eyes. What do we hear before we see it?")
    rivera.get_by_label("What is made in public").fill("An evening on the bridge, with lanterns, jars and our voices.")
    rivera.get_by_label("For whom").fill("Everybody who walks past it, and the council")
    rivera.get_by_label("The class 7B").check()
    stage.picture(rivera, "a-project-is-designed")
    rivera.get_by_role("button", name="Begin it").click()
    rivera.wait_for_url("**/projects/0*")
    stage.project = stage.path_of(rivera)

    maya.goto("/projects")
    maya.get_by_role("link", name=PROJECT).tap()
    expect(maya.locator(".driving")).to_have_text(ASKED)
    expect(maya.locator("#project-state")).to_contain_text("draft")
    asked = (FIRST, PRODUCT), ("What do we show them, and how?", "A plan of the evening, tried out once")
    for (question, product), days in zip(asked, IN_DAYS, strict=True):
        rivera.get_by_label("Its key question").last.fill(question)
        rivera.get_by_label("What is handed in").last.fill(product)
        rivera.get_by_label("By when").last.fill((now() + timedelta(days=days)).date().isoformat())
        press(rivera, "Add it")
        expect(maya.get_by_role("heading", name=question)).to_be_visible(timeout=LIVE)
        rivera.locator("summary", has_text="One more milestone").click()
    expect(maya.locator(".timeline")).to_have_count(1)
    rivera.get_by_role("radio", name="under way").check()
    press(rivera, "Keep this")
    expect(maya.locator("#project-state")).to_contain_text("under way", timeout=LIVE)
    expect(maya.get_by_text("One more milestone")).to_have_count(0)


def a_team_is_put_together(stage: Stage) -> None:
    rivera, maya = stage.rivera, stage.maya
    rivera.locator("summary", has_text="One more team").click()
    rivera.get_by_label("What is it called?").fill(TEAM)
    rivera.locator("#teams").get_by_label("Maya").check()
    press(rivera, "Make this team")
    expect(rivera.locator("#teams-list")).to_contain_text("Maya")
    stage.picture(rivera, "a-project-with-its-team")
    mine = maya.locator("#teams-list > section", has_text=TEAM)
    expect(mine).to_contain_text("your team", timeout=LIVE)
    stage.picture(maya, "a-project-as-a-student-sees-it")
    mine.get_by_role("link", name="Go in").tap()
    maya.wait_for_url("**/rooms/0*")
    stage.room = stage.path_of(maya)


def a_team_mate_joins_with_a_code(stage: Stage) -> None:
    maya = stage.maya
    maya.get_by_role("link", name="What you look after").tap()
    press(maya, "Make a code")
    code = maya.locator(".join-code").inner_text()
    jonas = stage.jonas = signed_in(stage.screens, stage.hub, "jonas", "/join-team", "phone", "dark")
    jonas.get_by_label("The team’s code").fill(code.lower().replace("-", " "))
    stage.picture(jonas, "a-code-is-typed")
    jonas.get_by_role("button", name="Join the team").tap()
    jonas.wait_for_url(f"**{stage.room}*")
    expect(maya.locator("#members")).to_contain_text("Jonas", timeout=LIVE)


def they_agree_on_how_they_work(stage: Stage) -> None:
    """Maya writes it, Jonas signs; each sees the other's name come."""
    maya, jonas = stage.maya, stage.jonas
    maya.get_by_label("What we agree on").fill(
        "We say it when we are late. Whoever doesn’t agree says why. Nobody works alone on a Sunday."
    )
    with maya.expect_navigation():
        maya.locator("#contract-form").get_by_role("button", name="Keep it").tap()
    press(maya, "Put my name under it")
    expect(maya.locator("#contract")).to_contain_text("Signed by Maya.")
    jonas.get_by_role("link", name="What you look after").tap()
    jonas.get_by_role("button", name="Put my name under it").tap()
    expect(maya.locator("#contract")).to_contain_text("Jonas", timeout=LIVE)
    expect(maya.locator("#contract")).not_to_contain_text("Not signed yet", timeout=LIVE)
    stage.look(maya, "a-team-agrees")
