"""Staff look after them: a number in a message waits for a teacher, a student tells of words that she doesn't like, and what was said
is kept where staff look."""

from playwright.sync_api import expect

from tests.browser.journey.stage import LIVE, Stage, press, say, thread

NUMBER = "The railing is the town’s. Their office is 020 7946 0123, until noon."
WRONG = "Come to my workshop on Saturday, it is quicker without the school."


def a_number_waits_for_a_teacher(stage: Stage) -> None:
    maya, jonas, rivera, reis = stage.maya, stage.jonas, stage.rivera, stage.reis
    jonas.goto(stage.room)
    say(maya, NUMBER)
    held = thread(maya).locator(".message", has_text="020 7946")
    expect(held).to_contain_text("Until a teacher lets it through", timeout=LIVE)
    stage.look(maya, "a-number-is-held")
    rivera.goto("/reports")
    expect(rivera.locator("#held")).to_contain_text("020 7946")
    stage.picture(rivera, "what-waits-for-a-teacher-to-look")
    rivera.locator("#held").get_by_role("link", name="Look at it").click()
    for page in (jonas, reis):
        expect(page.get_by_text("020 7946")).to_have_count(0)
    rivera.get_by_role("button", name="Let it through").click()
    for page in (jonas, reis):
        expect(thread(page)).to_contain_text("020 7946", timeout=LIVE)


def words_are_told_of(stage: Stage) -> None:
    """By her, and nobody learns that it was her."""
    maya, jonas, rivera, reis = stage.maya, stage.jonas, stage.rivera, stage.reis
    say(reis, WRONG)
    said = thread(maya).locator(".message", has_text=WRONG)
    expect(said).to_have_count(1, timeout=LIVE)
    said.locator("details.message-menu > summary").tap()
    said.get_by_role("link", name="Something is wrong with it").tap()
    maya.get_by_label("What is it about?").select_option(label="Somebody wants to meet or write elsewhere")
    maya.get_by_label("What is wrong with it?").fill("We are to meet in the room, aren’t we? I don’t want to go there.")
    stage.picture(maya, "words-are-told-of")
    press(maya, "Tell staff")
    stage.picture(maya, "staff-was-told")

    rivera.goto("/reports")
    rivera.locator("#queue").get_by_role("link", name="Look at the words").click()
    expect(rivera.locator("main")).to_contain_text(WRONG)
    expect(rivera.locator("main")).not_to_contain_text("Maya")
    stage.look(rivera, "words-are-looked-at")
    rivera.get_by_label("Why do you hide them?").fill("Meeting outside is against what we agreed. I called him, and told the head.")
    press(rivera, "Hide these words")
    for page in (jonas, reis):
        expect(thread(page)).not_to_contain_text(WRONG, timeout=LIVE)
    stage.picture(rivera, "words-were-looked-after")


def his_days_end_at_once(stage: Stage) -> None:
    """His teacher ends it: of all he had open, nothing stays; what he said stays with the team, under his name."""
    jonas, rivera, reis = stage.jonas, stage.rivera, stage.reis
    rivera.goto(f"{stage.project}/mentors")
    press(rivera, "End it now")
    expect(reis.get_by_text("This isn't shared with you any more.")).to_be_visible(timeout=LIVE)
    stage.picture(reis, "a-mentor-s-days-are-over")
    expect(jonas.locator(".audience-row")).not_to_contain_text("Mr Reis", timeout=LIVE)
    stage.picture(jonas, "a-room-after-a-mentor")
