"""Maya writes what she saw; her teacher and her father answer, each sees the others' words without reloading, her mother not his."""

from playwright.sync_api import expect

from hub.demo import drawings
from tests.browser.journey import camera
from tests.browser.journey.stage import LIVE, Stage, say, sign_in, thread


def a_reflection_is_written(stage: Stage) -> None:
    maya = stage.maya
    maya.goto("/")
    maya.get_by_role("link", name="Reflect").first.click()
    maya.get_by_role("textbox", name="What happened?").fill("We took the **third jar** above the bridge today.")
    maya.get_by_role("textbox", name="So what?").fill("It is clear! So the mud comes in between.")
    expect(maya.locator("draft-box .save-state")).to_have_text("Saved as you type", timeout=LIVE)

    # A closed tab loses nothing.
    maya.goto("/")
    maya.locator("#unfinished").get_by_text("third jar").click()
    expect(maya.get_by_role("textbox", name="So what?")).to_have_value("It is clear! So the mud comes in between.")

    # Real photos: a JPEG that says where it was taken, and a HEIC.
    taken = [
        camera.jpeg(stage.folder, "IMG_2041.JPG", drawings.two_jars()),
        camera.heic(stage.folder, "IMG_2042.HEIC", drawings.river_bank()),
    ]
    maya.locator("input[type=file][name=photos]").set_input_files(taken)
    expect(maya.locator("photo-picker li[data-photo]")).to_have_count(2, timeout=30_000)
    for number, words in enumerate(("A jar of clear water in front of the bridge", "The bridge, with reeds in front")):
        maya.locator("photo-picker li[data-photo] input[name^=alt-]").nth(number).fill(words)

    # She sees who will read it, in names, before she posts.
    maya.get_by_label("Ms Rivera").check()
    maya.get_by_label("your family").check()
    expect(maya.locator(".who-reads")).to_have_text("Besides you, Ms Rivera and your family (Ada, Chidi) can read this.")
    stage.look(maya, "a-reflection-is-written")
    maya.get_by_role("button", name="Post").click()
    maya.wait_for_url("**/reflections/*-*")
    stage.reflection = stage.path_of(maya)
    expect(maya.locator("summary", has_text="3 people besides you")).to_be_visible()
    expect(maya.locator("article .photo img")).to_have_count(2)
    stage.look(maya, "posted")
    camera.assert_no_trace(maya, stage.hub)


def her_teacher_answers(stage: Stage) -> None:
    """She finds it among those who wait, and touches no mouse."""
    rivera = stage.rivera = stage.opens("desktop")
    sign_in(rivera, "rivera", keys_only=True)
    stage.look(rivera, "home-of-a-teacher")
    expect(rivera.locator("#waiting li").filter(has_text="third jar")).to_have_count(1)
    rivera.goto(stage.reflection)
    expect(rivera.locator(".reply-box .readers")).to_contain_text("Maya and Maya’s family (Ada, Chidi)")
    rivera.get_by_label("Your answer").focus()
    rivera.keyboard.type("Now you know more than the map does. Who should hear of it?")
    rivera.keyboard.press("Control+Enter")
    expect(thread(rivera)).to_contain_text("Who should hear of it?")
    stage.look(rivera, "answered")
    expect(thread(stage.maya)).to_contain_text("Who should hear of it?", timeout=LIVE)
    expect(stage.maya.get_by_text("waits for an answer")).to_have_count(0)


def her_father_answers(stage: Stage) -> None:
    stage.looked_in_yesterday("chidi", "maya")
    chidi = stage.chidi = stage.opens("phone", "dark")
    sign_in(chidi, "chidi")
    stage.look(chidi, "home-of-a-father")
    chidi.locator(f'a[href^="{stage.reflection}"]').first.click()
    expect(chidi.locator(".reply-box .readers")).not_to_contain_text("Ada")
    say(chidi, "Nana wants to see the jars on Sunday.")
    for page in (stage.maya, stage.rivera):
        expect(thread(page)).to_contain_text("Nana wants to see the jars", timeout=LIVE)
    stage.look(chidi, "a-father-answered")
    stage.look(stage.maya, "answers-arrived")

    # Her mother sees the reflection and the teacher's words, and not what he said.
    ada = stage.ada = stage.opens("phone")
    sign_in(ada, "ada")
    ada.goto(stage.reflection)
    expect(thread(ada)).to_contain_text("Who should hear of it?")
    expect(thread(ada)).not_to_contain_text("Nana")
