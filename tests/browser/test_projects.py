"""Projects in the browser: shared with a class and changed before its eyes; proposed and taken on, without scripts as well."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import signed_in
from tests.support.browser import Screens
from tests.support.server import Server


def test_a_class_sees_the_project_that_its_teacher_shares_and_what_she_adds_while_it_looks(screens: Screens, server: Server) -> None:
    teacher = signed_in(screens, server, "rivera", "/projects/new")
    teacher.get_by_label("What it is called").fill("The empty shop")
    teacher.get_by_label("The driving question").fill("What does our street miss, and could we run it for a week?")
    teacher.get_by_label("The class 7B").check()
    teacher.get_by_role("button", name="Begin it").click()
    teacher.wait_for_url("**/projects/0*")
    pupil = signed_in(screens, server, "jonas", "/projects", "phone")
    pupil.get_by_role("link", name="The empty shop").click()
    expect(pupil.locator(".driving")).to_have_text("What does our street miss, and could we run it for a week?")
    expect(pupil.locator("#project-state")).to_contain_text("draft")

    teacher.get_by_label("Its key question").first.fill("Who walks past, and when?")
    teacher.get_by_role("button", name="Add it").press("Enter")
    expect(pupil.get_by_role("heading", name="Who walks past, and when?")).to_be_visible()
    teacher.get_by_role("radio", name="under way").check()
    teacher.get_by_role("button", name="Keep this").click()
    expect(pupil.locator("#project-state")).to_contain_text("under way")
    expect(pupil.get_by_text("One more milestone")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_student_proposes_and_the_teacher_finds_it_among_who_waits_and_takes_it_on(
    screens: Screens, server: Server, javascript: bool
) -> None:
    title = f"A pond {'with' if javascript else 'without'} scripts"
    pupil = signed_in(screens, server, "maya", "/projects/new", javascript=javascript)
    pupil.get_by_label("What it is called").fill(title)
    pupil.get_by_label("Ms Rivera").check()
    pupil.get_by_role("button", name="Propose it").click()
    pupil.wait_for_url("**/projects/0*")
    teacher = signed_in(screens, server, "rivera", javascript=javascript)
    teacher.get_by_role("link", name=title).first.click()
    teacher.wait_for_url("**/projects/0*")
    teacher.get_by_role("button", name="Take it on").click()
    expect(teacher.locator("#project-state")).to_contain_text("proposed by Maya")
    teacher.goto(teacher.url.partition("?")[0].replace("/projects/", "/items/") + "/audience")
    stays = teacher.get_by_label("proposed it, and goes on seeing it")
    expect(stays).to_be_checked()
    expect(stays).to_be_disabled()
    pupil.goto("/projects")
    pupil.get_by_role("link", name=title).click()
    expect(pupil.locator(".page-head")).to_contain_text("Ms Rivera")


def test_two_windows_of_a_design_never_overwrite_each_other(screens: Screens, server: Server) -> None:
    screens.allow("status of 409")
    one = signed_in(screens, server, "rivera", "/projects")
    one.get_by_role("link", name="Our river").click()
    one.wait_for_url("**/projects/0*")
    one.goto(one.url + "/edit")
    other = signed_in(screens, server, "rivera", one.url.removeprefix(server.url))
    one.get_by_label("How it starts").fill("In this window.")
    other.get_by_label("For whom").fill("In the other window.")
    other.get_by_role("button", name="Keep the change").click()
    other.wait_for_url("**done=kept*")
    one.get_by_role("button", name="Keep the change").click()
    expect(one.get_by_text("In the other window.").first).to_be_visible()
    expect(one.get_by_label("How it starts")).to_have_value("In this window.")
