"""The whole loop by keyboard alone, and without scripts: asked, answered in a row, thanked for, and what became of it."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.browser.keys import press_on, tab_to
from tests.browser.people import signed_in
from tests.browser.test_answering import arrived
from tests.graphql.test_schema_following import Program
from tests.support.browser import Screens
from tests.support.server import Server

STUDENTS = ("jonas", "amina", "maya")


def goal_of(server: Server, name: str, title: str, question: str = "") -> str:
    """A goal of theirs that their teachers see, by a program; with a question, Ms Rivera is asked about it. Returns its path."""
    student = Program(server, name)
    teachers = [one["id"] for one in student.run("begin_reflection")["audienceChoices"] if one["hint"] == "7B"]
    goal = student.run("begin_goal", input={"title": title, "criteria": ["One can follow it"], "audience": teachers})["id"]
    if question:
        rivera = next(one["id"] for one in student.run("viewer")["classes"][0]["teachers"] if one["called"] == "Ms Rivera")
        student.run("request_feedback", input={"item": goal, "people": [rivera], "question": question})
    return f"/items/{goal}"


def begun(screens: Screens, server: Server, title: str, *, javascript: bool = True) -> Page:
    """Jonas on the page of a goal that his teachers see."""
    goal_of(server, "jonas", title)
    page = signed_in(screens, server, "jonas", "/space", "desktop" if javascript else "phone", javascript=javascript)
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/goals/**")
    return page


def test_asked_answered_in_a_row_and_responded_to_by_keyboard_alone(screens: Screens, server: Server) -> None:
    jonas = begun(screens, server, "The first question")
    press_on(jonas, "link", "Ask for feedback")
    jonas.wait_for_url("**/ask")
    press_on(jonas, "checkbox", "Ms Rivera", "Space")
    tab_to(jonas, "textbox", "What do you want to know?")
    jonas.keyboard.type("Is the first part clear?")
    press_on(jonas, "button", "Ask them")
    jonas.wait_for_url("**/goals/**")
    expect(jonas.locator(".requests .request")).to_contain_text("You asked Ms Rivera")

    more = [f"Question {number}" for number in range(2, 11)]
    with ThreadPoolExecutor(3) as programs:
        list(programs.map(lambda at: goal_of(server, STUDENTS[at % 3], more[at], f"And number {at + 2}?"), range(9)))
    rivera = signed_in(screens, server, "rivera")
    press_on(rivera, "link", "Answer one after another")
    rivera.wait_for_url("**/answering/*")
    rivera.evaluate("window.sameDocument = true")
    waiting = {"The first question", *more}
    later = more[4]
    for _step in range(40):
        title = rivera.locator("h1").inner_text()
        if title in waiting:
            rivera.keyboard.press("r")
            expect(rivera.locator(".reply-box textarea")).to_be_focused()
            if title == later:
                expect(rivera.locator(".asked-here")).to_contain_text("And number")
                rivera.keyboard.type("I have to think")
                rivera.keyboard.press("Escape")
                later = ""
            else:
                waiting.remove(title)
                expect(rivera.locator(".reply-box textarea")).to_have_value("I have to think" if title == more[4] else "")
                rivera.keyboard.type(f" about {title}.")
                rivera.keyboard.press("Control+Enter")
                expect(rivera.locator(".turn .says")).to_contain_text("answered")
                expect(rivera.locator(".message.mine").last).to_contain_text(f"about {title}.")
        if not waiting:
            break
        rivera.keyboard.press("j")
        expect(rivera.locator("h1")).not_to_have_text(title)
        arrived(rivera, rivera.locator("h1").inner_text())
    assert not waiting
    assert rivera.evaluate("window.sameDocument"), "The page was loaded anew"

    expect(jonas.locator(".thread")).to_contain_text("about The first question.")
    press_on(jonas, "link", "Tell Ms Rivera what you did with the feedback")
    jonas.wait_for_url("**/respond")
    press_on(jonas, "radio", "I took it up", "ArrowDown")
    tab_to(jonas, "textbox", "Why, in a few words")
    jonas.keyboard.type("Jonas needs numbers.")
    press_on(jonas, "button", "Tell Ms Rivera")
    jonas.wait_for_url("**/goals/**")
    expect(jonas.locator(".became")).to_contain_text("You took this up in your own way")
    expect(jonas.locator(".became")).not_to_contain_text("version")  # There is only one.


def test_without_scripts_each_step_of_the_loop_is_a_form(screens: Screens, server: Server) -> None:
    jonas = begun(screens, server, "Without a script", javascript=False)
    here = urlsplit(jonas.url).path
    for question in ("Which part is clear?", "To be taken back"):
        jonas.get_by_role("link", name="Ask for feedback").click()
        jonas.get_by_role("button", name="Ask them").click()
        expect(jonas.locator(".wrong")).to_contain_text("Choose whom you want to ask.")
        jonas.get_by_label("Ms Rivera").check()
        jonas.get_by_label("What do you want to know?").fill(question)
        jonas.get_by_role("button", name="Ask them").click()
        expect(jonas.locator(".requests .request").first).to_contain_text(question)
    jonas.locator(".requests .request", has_text="To be taken back").get_by_role("button", name="Take the request back").click()
    expect(jonas.locator(".requests .request", has_text="To be taken back")).to_contain_text("taken back")

    rivera = signed_in(screens, server, "rivera", here, "phone", javascript=False)
    expect(rivera.locator(".requests > .sun")).to_contain_text("Jonas asks you")
    rivera.get_by_role("button", name="Tell, ask, give").click()
    rivera.get_by_role("button", name="Send").click()
    expect(rivera.locator(".wrong")).to_contain_text("one of the boxes")
    rivera.get_by_label("Something I like").fill("The second part.")
    rivera.get_by_role("button", name="Send").click()
    expect(rivera.locator(".form-parts")).to_contain_text("The second part.")
    rivera.get_by_role("button", name="Criteria", exact=True).click()
    rivera.get_by_label("Strong: One can follow it").fill("I can.")
    rivera.get_by_role("button", name="Send").click()
    expect(rivera.locator(".single-point .strength")).to_contain_text("I can.")

    jonas.goto(here)
    jonas.get_by_role("button", name="Thank Ms Rivera").click()
    expect(jonas.locator(".notices")).to_be_visible()
    jonas.locator(".message", has_text="The second part.").get_by_role("link", name="Tell Ms Rivera what you did").click()
    jonas.get_by_label("I left it").check()
    jonas.get_by_label("Why, in a few words").fill(" ")
    jonas.get_by_role("button", name="Tell Ms Rivera").click()
    expect(jonas.locator(".wrong")).to_contain_text("Say in a few words why.")
    jonas.get_by_label("Why, in a few words").fill("It comes first now.")
    jonas.get_by_role("button", name="Tell Ms Rivera").click()
    expect(jonas.locator(".became")).to_contain_text("You left this")
    rivera.goto("/loops")
    rivera.goto(here)
    expect(rivera.locator(".became")).to_contain_text("It comes first now.")
