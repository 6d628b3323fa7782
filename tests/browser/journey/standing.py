"""Her teacher sees on one screen where the teams stand, which keeps itself current; her father, what her team does, and no talk of it."""

from playwright.sync_api import expect

from tests.browser.journey.care import WRONG
from tests.browser.journey.finding import CARD, MADE
from tests.browser.journey.mentor import HELLO
from tests.browser.journey.project import FIRST, PROJECT, TEAM
from tests.browser.journey.room import ANSWER
from tests.browser.journey.stage import LIVE, Stage


def her_teacher_sees_where_the_teams_stand(stage: Stage) -> None:
    jonas, rivera = stage.jonas, stage.rivera
    rivera.goto(stage.project)
    rivera.get_by_role("link", name="Where the teams stand").click()
    kingfisher = rivera.locator(".standing > section", has_text=TEAM)
    expect(kingfisher).to_contain_text("waits for you")
    expect(kingfisher).to_contain_text(MADE)
    expect(kingfisher).to_contain_text("1 open, 1 answered")
    expect(kingfisher).to_contain_text("0 to do, 1 in hand, 0 done")
    stage.look(rivera, "where-the-teams-stand")
    jonas.goto(f"{stage.room}/board")
    jonas.locator(".card", has_text=CARD).get_by_text("Move to…").tap()
    jonas.get_by_label("Which column?").select_option("Done")
    jonas.get_by_role("button", name="Move", exact=True).tap()
    expect(kingfisher).to_contain_text("0 to do, 0 in hand, 1 done", timeout=LIVE)


def her_father_sees_what_her_team_does(stage: Stage) -> None:
    chidi = stage.chidi
    chidi.goto("/")
    together = chidi.locator(".child")
    expect(together).to_contain_text(PROJECT)
    for words in ("With Jonas", f"The team handed in: {FIRST}", "Maya found out"):
        expect(together).to_contain_text(words)
    for said in (ANSWER, HELLO, WRONG):
        expect(chidi.locator("main")).not_to_contain_text(said)
    stage.picture(chidi, "what-her-team-does-as-a-father-sees-it")
    stage.screens.allow("status of 404")
    chidi.goto(stage.room)
    expect(chidi.locator("main")).not_to_contain_text(TEAM)
