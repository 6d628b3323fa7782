"""The work grows by what was said: a second version, beside the first; what became of the feedback; and a thought that leads on."""

from playwright.sync_api import expect

from hub.demo import maps
from tests.browser.journey import camera
from tests.browser.journey.goal import WISH
from tests.browser.journey.programs import graphql
from tests.browser.journey.stage import LIVE, Stage
from tests.browser.journey.work import SHEET

NEXT_STEP = "Practise the five minutes with Jonas"


def a_second_version_is_added(stage: Stage) -> None:
    maya = stage.maya
    maya.get_by_role("link", name="Add a version").tap()
    maya.get_by_label("What changed?").fill("The map tells where each jar was filled: the mud comes in between 2 and 3.")
    maya.locator("input[type=file][name=photos]").set_input_files(camera.jpeg(stage.folder, "IMG_2061.JPG", maps.labelled()))
    expect(maya.locator("photo-picker li[data-photo]")).to_have_count(1, timeout=30_000)
    maya.get_by_label("What does this picture show?").fill("A map of the river with the places of three jars, numbered 1 to 3")
    maya.get_by_role("button", name="Add this version").tap()
    maya.wait_for_url(f"**{stage.work}?*")
    expect(maya.locator("#version-title")).to_contain_text("Version 2")
    stage.look(maya, "a-second-version")
    maya.get_by_role("link", name="Side by side").tap()
    expect(maya.locator(".beside img")).to_have_count(2)
    stage.look(maya, "side-by-side")


def the_loop_is_closed(stage: Stage) -> None:
    """Ms Rivera has the work open, and sees what became of her words."""
    maya, rivera = stage.maya, stage.rivera
    maya.goto("/")
    expect(maya.locator("#open-loops")).to_contain_text(SHEET)
    maya.locator("#open-loops").get_by_role("link").first.tap()
    maya.get_by_role("radio", name="I took it up", exact=True).check()
    maya.get_by_label("Why, in a few words").fill("Now nobody has to ask where. One sees that only the path lies in between.")
    expect(maya.get_by_label("In which version can one see it?")).to_have_value("2")
    stage.look(maya, "what-became-of-it")
    maya.get_by_role("button", name="Tell Ms Rivera").tap()
    maya.wait_for_url(f"**{stage.work}**")
    expect(maya.locator(".became")).to_contain_text("You took this up")
    became = rivera.locator(".became")
    expect(became).to_contain_text("Taken up", timeout=LIVE)
    expect(became).to_contain_text("in version 2")
    expect(became).to_contain_text("only the path lies in between")
    expect(rivera.get_by_text("hasn’t said yet what became of it")).to_have_count(0)
    stage.look(rivera, "a-loop-is-closed")


def a_thought_leads_on(stage: Stage) -> None:
    maya = stage.maya
    maya.locator(".vine .next").get_by_role("link", name="Look back on it").tap()
    maya.get_by_role("textbox", name="What happened?").fill("I thought the jars say it all. They do, but only to me.")
    maya.get_by_role("textbox", name="So what?").fill("A map is a way to take somebody along who wasn’t there.")
    maya.get_by_label("One thing I will do next").fill(NEXT_STEP)
    maya.get_by_label("What it belongs to").select_option(label=WISH)
    maya.get_by_label("Ms Rivera").check()
    maya.get_by_label("Your family").check()
    stage.look(maya, "a-thought-about-it")
    maya.get_by_role("button", name="Post").tap()
    maya.wait_for_url("**/reflections/0*")
    maya.goto(stage.goal)
    expect(maya.locator("#steps")).to_contain_text(NEXT_STEP)
    maya.goto("/")
    expect(maya.locator("#promises")).to_contain_text(NEXT_STEP)


def the_vine_tells_it(stage: Stage) -> None:
    """What led to what, on the work's page and to programs, in the same words and order."""
    maya = stage.maya
    maya.goto(stage.work)
    fold = maya.locator("#vine details.between > summary")
    if fold.count():
        fold.tap()
    told = [" ".join(words.split()) for words in maya.locator(".vine.line > li h3").all_inner_texts()]
    story = [
        WISH,
        SHEET,
        "Asked for feedback",
        "Ms Rivera answered",
        f"{SHEET}, version 2",
        "Took up what Ms Rivera said",
        "I thought the jars say it all.",
    ]
    places = [next(place for place, words in enumerate(told) if words.startswith(one)) for one in story]
    assert places == sorted(places), told
    stage.look(maya, "what-led-to-what")

    work = graphql(stage.hub, "maya", "my_artifacts", {"first": 1})["viewer"]["artifacts"]["nodes"][0]
    vine = graphql(stage.hub, "maya", "vine", {"id": work["id"]})["node"]["vine"]["edges"]
    assert [edge["node"]["title"] for edge in vine] == [words for words in told if not words.startswith("What could come next")]
    steps = [edge["node"]["step"] for edge in vine]
    assert steps == ["GOAL", "VERSION", "REQUEST", "FEEDBACK", "VERSION", "RESPONSE", "REFLECTION"]


def her_teacher_sees_the_class_at_a_glance(stage: Stage) -> None:
    rivera = stage.rivera
    rivera.goto("/classes")
    rivera.get_by_role("link", name="7B").first.click()
    expect(rivera.locator("main")).to_contain_text(WISH)
    stage.look(rivera, "a-class-at-a-glance")
