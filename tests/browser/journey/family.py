"""Her father comes back on his phone: he sees what grew, begins a talk, encourages her; her mother never reads his words."""

from playwright.sync_api import expect

from tests.browser.journey.goal import WISH
from tests.browser.journey.programs import graphql
from tests.browser.journey.stage import LIVE, Stage, thread
from tests.browser.journey.work import SHEET

PROUD = "I’m proud of how you stick with this. Nana says so, too."
ASKED = "What made you change it? Tell me on Sunday."


def her_father_sees_what_grew(stage: Stage) -> None:
    chidi = stage.chidi
    chidi.goto("/")
    expect(chidi.locator(".news > li", has_text=WISH)).to_have_count(1)
    expect(chidi.locator(".child > .deeds")).to_contain_text("Maya did a step of")
    expect(chidi.locator(".starters")).to_contain_text("Maya wrote:")
    stage.look(chidi, "what-grew-since-a-father-looked")


def he_encourages_her_and_begins_a_talk(stage: Stage) -> None:
    maya, chidi = stage.maya, stage.chidi
    maya.goto(stage.goal)
    chidi.locator(".news > li", has_text=WISH).get_by_role("link", name="Say: I’m proud").tap()
    box = chidi.locator(".reply-box textarea")
    expect(box).to_have_value("I’m proud of how you stick with this.")
    box.fill(PROUD)
    stage.look(chidi, "a-kind-word")
    chidi.get_by_role("button", name="Send").tap()
    expect(thread(maya)).to_contain_text(PROUD, timeout=LIVE)

    maya.goto(stage.work)
    chidi.goto("/")
    starter = chidi.locator(".starter", has_text=SHEET)
    expect(starter).to_contain_text("What made you change it?")
    starter.get_by_role("link", name=SHEET).tap()
    chidi.wait_for_url(f"**{stage.work}**")
    stage.look(chidi, "work-as-a-father-sees-it")
    chidi.get_by_label("Your answer").fill(ASKED)
    chidi.get_by_role("button", name="Send", exact=True).tap()
    expect(thread(maya)).to_contain_text(ASKED, timeout=LIVE)


def her_mother_reads_none_of_it(stage: Stage) -> None:
    ada = stage.ada
    for path in ("/", stage.goal, stage.work, "/notifications"):
        ada.goto(path)
        expect(ada.locator("main")).to_contain_text("Maya")
        for his in (PROUD, ASKED, "Chidi"):
            expect(ada.locator("main")).not_to_contain_text(his)
    thread_of_work = graphql(stage.hub, "ada", "thread", {"item": _work_id(stage)})
    assert PROUD not in str(thread_of_work)
    assert ASKED not in str(thread_of_work)


def _work_id(stage: Stage) -> str:
    found: str = graphql(stage.hub, "maya", "my_artifacts", {"first": 1})["viewer"]["artifacts"]["nodes"][0]["id"]
    return found
