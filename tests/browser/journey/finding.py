"""What the team needs to know, and what it does about it: asked by each alone, shown, picked and answered; a card on the board that
the keyboard moves before the eyes of the other; a milestone handed in."""

from datetime import timedelta

from playwright.sync_api import expect

from hub.clock import now
from tests.browser.journey.project import FIRST, IN_DAYS, PRODUCT
from tests.browser.journey.stage import LIVE, Stage, press

HERS = "Who crosses the bridge, and at what hour?"
HIS = "How does one hang jars over water so that none falls?"
CARD = "Count who crosses the bridge, half past three to five"
MADE = "Ten answers at the bridge"


def each_asks_alone(stage: Stage) -> None:
    maya, jonas = stage.maya, stage.jonas
    for page in (maya, jonas):
        page.goto(f"{stage.room}/questions")
    jonas.get_by_label("What do you need to find out?").fill(HIS)
    press(jonas, "Write it down")
    expect(maya.get_by_text("1 of 2 have written theirs.")).to_be_visible(timeout=LIVE)
    expect(maya.get_by_text(HIS)).to_have_count(0)
    maya.get_by_label("What do you need to find out?").fill(HERS)
    press(maya, "Write it down")
    expect(maya.get_by_text("2 of 2 have written theirs.")).to_be_visible()
    expect(maya.locator("#mine")).to_contain_text(HERS)
    stage.picture(maya, "questions-asked-alone")


def they_show_pick_and_answer(stage: Stage) -> None:
    """What is being typed stays, and who reads it is said anew."""
    maya, jonas = stage.maya, stage.jonas
    typing = jonas.get_by_label("What do you need to find out?")
    typing.fill("Do they stop?")
    expect(jonas.locator("#ask-readers")).to_contain_text("Only you see it")
    press(maya, "Show them to each other")
    expect(jonas.get_by_role("link", name=HERS)).to_be_visible(timeout=LIVE)
    expect(jonas.locator("#ask-readers")).to_contain_text("Who sees it at once: Team Kingfisher (Jonas, Maya) and Ms Rivera")
    expect(typing).to_have_value("Do they stop?")
    jonas.locator("li", has_text=HERS).get_by_role("button", name="Pick this one").tap()
    expect(maya.locator("#picked").get_by_role("link", name=HERS)).to_be_visible(timeout=LIVE)
    stage.picture(maya, "questions-shown-and-picked")

    for page in (maya, jonas):
        page.get_by_role("link", name=HERS).tap()
    press(maya, "I’ll find out")
    expect(jonas.get_by_text("Maya is finding out")).to_be_visible(timeout=LIVE)
    maya.get_by_label("What you found out").fill(
        "**214 people** between half past three and five. Most of them walk home from school or work."
    )
    maya.get_by_label("Where it comes from").fill("We counted, on Tuesday, from the bench")
    stage.picture(maya, "an-answer-is-written")
    press(maya, "This is our answer")
    expect(jonas.locator("#question-stands")).to_contain_text("214 people", timeout=LIVE)
    expect(jonas.locator("#question-stands")).to_contain_text("from the bench")
    expect(jonas.locator("#finding")).to_contain_text("Change the answer")
    expect(jonas.get_by_text("This isn’t enough yet")).to_be_visible()
    stage.look(jonas, "a-question-is-answered")


def a_card_moves_by_keyboard(stage: Stage) -> None:
    maya, jonas = stage.maya, stage.jonas
    for page in (maya, jonas):
        page.goto(f"{stage.room}/board")
    maya.get_by_label("One more card in “To do”").fill(CARD)
    maya.keyboard.press("Enter")
    for page in (maya, jonas):
        expect(page.locator("#cards-todo .card")).to_contain_text(CARD, timeout=LIVE)
    stage.picture(maya, "a-board-with-its-first-card")
    jonas.get_by_role("button", name=f"Move “{CARD}”").focus()
    jonas.keyboard.press("Space")
    expect(jonas.locator("#announcer")).to_contain_text("1 of 1 in To do.")
    jonas.keyboard.press("ArrowRight")
    jonas.keyboard.press("Space")
    expect(jonas.locator("#announcer")).to_contain_text("1 of 1 in Doing.")
    expect(maya.locator("#cards-doing .card")).to_contain_text(CARD, timeout=LIVE)
    maya.get_by_role("link", name=CARD).tap()
    maya.get_by_label("Who does it?").select_option("Jonas")
    maya.get_by_label("For which milestone?").select_option(label=FIRST)
    stage.picture(maya, "a-card-and-who-does-it")
    press(maya, "Keep it")
    expect(jonas.locator("#cards-doing .card")).to_contain_text(FIRST, timeout=LIVE)
    stage.picture(jonas, "a-card-was-moved")


def a_milestone_is_handed_in(stage: Stage) -> None:
    """Maya makes it for the milestone, Jonas hands it in from his own screen."""
    maya, jonas = stage.maya, stage.jonas
    for page in (maya, jonas):
        page.goto(f"{stage.room}/milestones")
    maya.locator("#steps-list > li").first.get_by_role("link", name="Make something for it").tap()
    expect(maya.locator(".page-head")).to_contain_text(PRODUCT)
    maya.get_by_label("What is it called?").fill(MADE)
    maya.get_by_label("Or write it here").fill("**Eight of ten** said: the rain makes it brown, and nobody can help that.")
    maya.get_by_label("What is it about?").fill("We asked everybody the same three questions.")
    stage.picture(maya, "work-of-a-team-is-added")
    maya.get_by_role("button", name="Add it").tap()
    maya.wait_for_url("**/artifacts/0*")
    stage.made = stage.path_of(maya)
    expect(maya.locator(".notice")).to_contain_text("your team’s")
    expect(maya.get_by_role("button", name="Hand it in")).to_be_visible()

    first = jonas.locator("#steps-list > li").first
    first.locator("summary", has_text="Hand in").tap(timeout=LIVE)
    first.get_by_label("What do you hand in?").select_option(index=0)
    first.get_by_role("button", name="Hand it in").tap()
    expect(first.get_by_role("button", name="Take it back")).to_be_visible()
    expect(first).to_contain_text(f"{MADE}, version 1")
    second = now() + timedelta(days=IN_DAYS[1])
    expect(jonas.locator(".timeline figcaption")).to_contain_text(
        f"1 is handed in. The next is due on {second:%A} {second.day} {second:%B}"
    )
    stage.picture(jonas, "a-milestone-is-handed-in")
