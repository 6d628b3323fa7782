"""A new hub, from its first page to a student's first sign-in: in a real browser, by forms alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Scheme, Screens, Size, axe
from tests.support.server import Server, StartServer

PASSWORD = "heron mends nets"


@pytest.fixture
def begun(start_server: StartServer) -> Server:
    return start_server()


def setup_code(server: Server) -> str:
    found = re.search(r"code: ([0-9A-Z-]{14})", server.log)
    assert found
    return found[1]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("size", "scheme", "javascript"), [("desktop", "light", True), ("phone", "dark", False)])
def test_a_school_begins_and_its_first_student_joins(begun: Server, screens: Screens, size: Size, scheme: Scheme, javascript: bool) -> None:
    # Without scripts axe can't look either; the other run does.
    check = axe if javascript else expect
    # A used code is answered by 410 and a page that says so.
    screens.allow("status of 410")
    admin = screens.open(begun.url, size, scheme, javascript=javascript)
    expect(admin.get_by_role("heading", name="Let's make your school")).to_be_visible()
    check(admin)
    where = admin.get_by_label("Where is it?")
    if javascript:
        expect(where).to_have_value("Europe/Lisbon")
        elsewhere = screens.open(begun.url, size, scheme, zone="Asia/Kolkata")
        assert elsewhere.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Calcutta", "By the name that it had"
        expect(elsewhere.get_by_label("Where is it?")).to_have_value("Asia/Kolkata")
    admin.get_by_label("The code from the console").fill("AAAA-AAAA-AAAA")
    admin.get_by_label("What is your school called?").fill("Riverside")
    expect(where.locator("optgroup[label=Europe] option", has_text="Lisbon")).to_have_count(1)
    where.select_option("Europe/Lisbon")
    admin.get_by_label("Your name", exact=True).fill("Ada Lind")
    admin.get_by_label("Your sign-in name").fill("ada")
    admin.get_by_label("Choose a password").fill(PASSWORD)
    admin.get_by_label("The same once more").fill(PASSWORD)
    press(admin, "Make the school")
    expect(admin.get_by_text("This isn't the code.")).to_be_visible()
    expect(admin.get_by_label("What is your school called?")).to_have_value("Riverside")
    check(admin)
    admin.get_by_label("The code from the console").fill(setup_code(begun).lower())
    admin.get_by_label("Choose a password").fill(PASSWORD)
    admin.get_by_label("The same once more").fill(PASSWORD)
    press(admin, "Make the school")
    expect(admin).to_have_url(begun.url + "/")

    admin.goto("/classes")
    check(admin)
    admin.get_by_label("Make a class").fill("Bees")
    press(admin, "Make it")
    expect(admin.get_by_role("heading", name="Bees")).to_be_visible()
    check(admin)
    admin.get_by_role("link", name="Invite students").click()
    admin.get_by_label("Their names, one on each line").fill("Maya Okafor\nBen Li, a b")
    press(admin, "Look at my list")
    expect(admin.get_by_text("Some lines can't be taken yet.")).to_be_visible()
    check(admin)
    admin.get_by_label("Their names, one on each line").fill("Maya Okafor\nBen Li")
    press(admin, "Look at my list")
    check(admin)
    press(admin, "Invite them and make the sheet")
    expect(admin.get_by_role("heading", name="Slips to print")).to_be_visible()
    check(admin)
    code = admin.locator(".slip", has_text="Maya Okafor").locator(".code").inner_text()
    admin.get_by_role("link", name="Done").click()
    expect(admin.get_by_text("2 students have not joined yet.")).to_be_visible()
    check(admin)

    maya = screens.open(begun.url + "/join", "phone", scheme, javascript=javascript)
    check(maya)
    maya.get_by_label("The code on your paper").fill(code.replace("-", " ").lower())
    press(maya, "Go on")
    expect(maya.get_by_role("heading", name="Welcome, Maya")).to_be_visible()
    check(maya)
    maya.get_by_label("Choose a password").fill("kite bee")
    maya.get_by_label("The same once more").fill("kite bee")
    press(maya, "Keep it and go in")
    expect(maya).to_have_url(begun.url + "/")
    maya.goto("/you")
    expect(maya.get_by_role("heading", name="Maya Okafor")).to_be_visible()
    check(maya)
    maya.goto("/you/tokens")
    check(maya)
    maya.goto("/join/" + code)
    expect(maya.get_by_text("This code has been used")).to_be_visible()
    check(maya)

    for path in ("/people", "/people/invite", "/forgotten", "/sign-in"):
        admin.goto(path)
        check(admin)
    admin.goto("/people?q=maya")
    admin.get_by_role("link", name="Maya Okafor").click()
    check(admin)
    press(admin, "Shut this account")
    expect(admin.get_by_text("They can't sign in any more")).to_be_visible()
    maya.goto("/you")
    expect(maya.get_by_role("heading", name="Sign in")).to_be_visible()
    maya.get_by_label("Your sign-in name").fill("maya.okafor")
    maya.get_by_label("Your password").fill("kite bee")
    press(maya, "Sign in")
    expect(maya.get_by_text("don't go together")).to_be_visible()
    check(maya)
