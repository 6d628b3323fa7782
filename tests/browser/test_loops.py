"""Asking for feedback, answering in forms and saying what became of it, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from hub.database import Tx
from hub.items.actions import principal_of
from hub.people.models import Person
from tests.browser.people import signed_in, work_of_maya
from tests.browser.test_news import in_database
from tests.support import many
from tests.support.browser import Screens, axe_by_day_and_night, holds_at_both_sizes
from tests.support.server import Server


def _pages_of(page: Page, name: str) -> Iterator[str]:
    """What is asked and answered, in every form."""
    page.goto("/loops")
    yield "/loops"
    if name == "maya":
        page.get_by_role("link", name="Letter to the council").first.click()
        page.wait_for_url("**/artifacts/**")
        yield "a letter with an open request"
        page.get_by_role("link", name="Ask for feedback").click()
        yield "asking"
        page.goto("/space")
        page.get_by_role("link", name="Explain what happens to our river").first.click()
        page.wait_for_url("**/goals/**")
        page.get_by_role("link", name="Tell Ms Rivera anew what you did with the feedback").first.click()
        yield "saying what became of it"
    if name == "rivera":
        page.get_by_role("link", name="Letter to the council").first.click()
        page.wait_for_url("**/artifacts/**")
        for form in ("Tell, ask, give", "Two stars and a wish", "Criteria"):
            page.get_by_role("button", name=form).click()
            page.locator(f".chip[aria-pressed=true]:text-is('{form}')").wait_for()
            yield f"a box: {form}"
    if name in ("rivera", "haddad"):
        for path in ("/rubrics", "/rubrics/new"):
            page.goto(path)
            yield path
        page.goto("/rubrics")
        page.get_by_role("link", name="Change ").first.click()
        yield "changing criteria"


@pytest.mark.parametrize("name", ["maya", "rivera"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(screens: Screens, server: Server, name: str) -> None:
    page = signed_in(screens, server, name)
    for where in _pages_of(page, name):
        expect(page.locator("h1"), where).to_have_count(1)
        holds_at_both_sizes(page, where)


def test_a_question_an_answer_and_what_became_of_it_reach_both_open_pages(screens: Screens, server: Server) -> None:
    maya, rivera = signed_in(screens, server, "maya", "/space"), signed_in(screens, server, "rivera", "/loops")
    maya.get_by_role("link", name="Letter to the council").first.click()
    maya.wait_for_url("**/artifacts/**")
    letter = maya.url
    rivera.goto(letter)
    expect(rivera.get_by_text("What you write below answers it.").first).to_be_visible()
    rivera.get_by_label("Your answer").fill("These words stay here.")
    rivera.get_by_role("button", name="Two stars and a wish").click()
    rivera.get_by_label("A wish").fill("Say who shall come.")
    expect(rivera.locator("kind-words")).not_to_be_empty()
    rivera.get_by_role("button", name="Own words").click()
    expect(rivera.get_by_label("Your answer")).to_have_value("These words stay here.")
    rivera.get_by_role("button", name="Two stars and a wish").click()
    expect(rivera.get_by_label("A wish")).to_have_value("Say who shall come.")
    rivera.get_by_role("button", name="Send").click()
    expect(maya.locator(".form-parts").get_by_text("Say who shall come.")).to_be_visible()
    expect(maya.get_by_role("button", name="Thank Ms Rivera")).to_be_visible()
    # In the conversation: beside the work, what led to what names it as the next step, as soon as it has been read anew.
    maya.locator(".thread").get_by_role("link", name="Tell Ms Rivera what you did with the feedback “").click()
    maya.get_by_label("I took it up in my own way").check()
    maya.get_by_label("Why, in a few words").fill("I say who will come, and when.")
    maya.get_by_role("button", name="Tell Ms Rivera").click()
    expect(rivera.locator(".became").get_by_text("I say who will come, and when.")).to_be_visible()
    for page in (maya, rivera):
        axe_by_day_and_night(page)


def test_a_box_that_has_just_come_works_from_its_first_moment(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "rivera", work_of_maya(signed_in(screens, server, "maya")))
    page.evaluate(
        """() => {
          window.sameDocument = true;
          new MutationObserver((_changes, watch) => {
            const chip = document.querySelector(".chip[value=stars][aria-pressed=false]");
            if (!document.querySelector(".chip[value=tag][aria-pressed=true]") || !chip) return;
            watch.disconnect();
            chip.click();
          }).observe(document.querySelector("main"), { childList: true, subtree: true });
        }"""
    )
    page.get_by_role("button", name="Tell, ask, give").click()
    expect(page.get_by_label("A wish")).to_be_visible()
    assert page.evaluate("window.sameDocument"), "The click went past the script, and led to another page"


def test_an_answer_from_a_page_of_its_own_leads_back_to_the_conversation(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "rivera", work_of_maya(signed_in(screens, server, "maya")))
    page.goto(page.get_by_role("link", name="Reply to Maya").first.get_attribute("href") or "")
    page.get_by_role("button", name="Criteria").click()
    expect(page.get_by_text("boxes may stay empty")).to_be_visible()
    page.get_by_label("Strong: Numbers stand where they help").fill("61 cm and 38 cm.")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/reflections/**")
    expect(page.locator(".message.mine .single-point").last).to_contain_text("61 cm and 38 cm.")
    axe_by_day_and_night(page)


def test_without_a_script_the_choice_of_a_form_keeps_what_was_typed(screens: Screens, server: Server) -> None:
    page = signed_in(screens, server, "rivera", work_of_maya(signed_in(screens, server, "maya")), "phone", javascript=False)
    page.get_by_label("Your answer").fill("Kept for later.")
    page.get_by_role("button", name="Tell, ask, give").click()
    page.get_by_label("A question").fill("Which jar was first?")
    page.get_by_role("button", name="Own words").click()
    expect(page.get_by_label("Your answer")).to_have_value("Kept for later.")
    page.get_by_role("button", name="Tell, ask, give").click()
    expect(page.get_by_label("A question")).to_have_value("Which jar was first?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".form-parts").get_by_text("Which jar was first?")).to_be_visible()


def test_where_a_list_goes_on_is_as_fresh_as_the_list(screens: Screens, server: Server) -> None:
    def ask(tx: Tx) -> str:
        jonas, rivera = (tx.scalars(select(Person).where(Person.sign_in_name == name)).one() for name in ("jonas", "rivera"))
        goals = many.goals(tx, jonas, 40, principal_of(tx, "person", rivera.id))
        many.requests(tx, jonas, goals, rivera.id)
        return f"/goals/{goals[0]}"

    goal = in_database(server, ask)
    loops, home = signed_in(screens, server, "rivera", "/loops"), signed_in(screens, server, "rivera")
    further = (loops.locator("#owed-goes-on a"), home.locator("#waiting-goes-on a"))
    before = [link.get_attribute("href") or "" for link in further]
    jonas = signed_in(screens, server, "jonas", goal)
    jonas.get_by_role("button", name="Take the request back").click()
    # One more has come into its first part: what follows is behind that one now.
    for link, led in zip(further, before, strict=True):
        expect(link).not_to_have_attribute("href", led)
        link.click()
        expect(link.page.get_by_role("link", name="From the beginning")).to_have_count(1)
