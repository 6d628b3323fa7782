"""Projects in the browser: proposed and taken on, without scripts as well; two windows of one. The journey shares one with a class."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import signed_in
from tests.support.browser import Screens
from tests.support.server import Server


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
