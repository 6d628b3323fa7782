"""My week, what led to what, and a guardian's page, in a real browser."""

from playwright.sync_api import Page, expect
from sqlalchemy import select

from hub.database import Tx
from hub.demo.people import PASSWORD
from hub.identity.passwords import hash_password
from hub.people import actions as office
from hub.people.models import Class, Person
from hub.viewer import Role
from tests.browser.keys import press_on
from tests.browser.people import signed_in
from tests.browser.test_goals import RIVER, on_the_goal
from tests.browser.test_news import in_database
from tests.support.browser import Screens, holds_at_both_sizes
from tests.support.server import Server

JUST_CAME: dict[str, Role] = {"nils": "student", "gro": "guardian", "hana": "guardian"}
STEP = "Done: Take a third jar from above the bridge"


def _whole(page: Page) -> None:
    for fold in page.locator("main details:not(.menu, .audience)").all():
        fold.evaluate("one => { one.open = true }")
    holds_at_both_sizes(page)


def test_axe_finds_nothing_and_nothing_scrolls_sideways(screens: Screens, server: Server) -> None:
    _whole(signed_in(screens, server, "maya"))
    chidi = signed_in(screens, server, "chidi")
    chidi.get_by_role("link", name="Say: ").first.click()
    expect(chidi.locator(".reply-box textarea").first).to_be_focused()
    _whole(chidi)
    for title in ("Letter to the council", "Map of the river"):
        page = signed_in(screens, server, "maya", "/space")
        page.get_by_role("link", name=title).first.click()
        page.wait_for_url("**/artifacts/**")
        expect(page.locator(".vine.line > li").first).to_be_visible()
        _whole(page)


def test_a_step_is_ticked_on_the_home_and_seen_at_once_where_the_goal_is_open(screens: Screens, server: Server) -> None:
    rivera = on_the_goal(screens, server, "rivera")
    expect(rivera.locator("#steps-count")).to_have_text("2 of 4 done")
    elsewhere = signed_in(screens, server, "maya")
    maya = signed_in(screens, server, "maya", size="phone")
    maya.get_by_role("button", name=STEP).tap()
    expect(maya.get_by_role("button", name=STEP)).to_have_attribute("aria-pressed", "true")
    expect(maya.get_by_role("button", name=STEP)).to_be_focused()
    expect(rivera.locator("#steps-count")).to_have_text("3 of 4 done")
    expect(elsewhere.get_by_role("button", name=STEP)).to_have_attribute("aria-pressed", "true")
    maya.get_by_role("button", name=STEP).tap()
    expect(rivera.locator("#steps-count")).to_have_text("2 of 4 done")
    assert maya.url.rstrip("/") == server.url


def test_by_keyboard_alone(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya")
    button = maya.get_by_role("button", name=STEP)
    press_on(maya, "button", STEP)
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_focused()
    maya.keyboard.press("Space")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_without_scripts(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya", size="phone", javascript=False)
    for pressed in ("true", "false"):
        maya.get_by_role("button", name=STEP).click()
        maya.wait_for_url("**/#doing")
        expect(maya.get_by_role("button", name=STEP)).to_have_attribute("aria-pressed", pressed)
    chidi = signed_in(screens, server, "chidi", size="phone", javascript=False)
    chidi.get_by_role("link", name="Say: I’m proud").first.click()
    box = chidi.get_by_label("Your answer")
    expect(box).to_have_value("I’m proud of how you stick with this.")
    box.fill("I’m proud of how you stuck with this, Maya.")
    chidi.get_by_role("button", name="Send").click()
    expect(chidi.locator(".thread")).to_contain_text("stuck with this, Maya.")


def test_a_kind_word_reaches_the_childs_open_page_and_never_the_other_guardian(screens: Screens, server: Server) -> None:
    maya = on_the_goal(screens, server, "maya")
    ada = signed_in(screens, server, "ada")
    ada.goto(maya.url)
    chidi = signed_in(screens, server, "chidi", size="phone")
    chidi.locator(".news > li", has_text=RIVER).get_by_role("link", name="Say: I’m proud").tap()
    box = chidi.locator(".reply-box textarea")
    expect(box).to_have_value("I’m proud of how you stick with this.")
    expect(chidi.locator(".reply-box .readers")).not_to_contain_text("Ada")
    box.fill("I’m proud. Nana is coming, too.")
    chidi.get_by_role("button", name="Send").tap()
    expect(maya.locator(".thread")).to_contain_text("Nana is coming, too.")
    expect(maya.locator("#vine")).to_contain_text("Nana is coming, too.")
    # The box closes, and the thing says that it was answered, also when one comes back.
    answered = chidi.locator(".news > li", has_text=RIVER)
    for _ in range(2):
        expect(answered.locator(".tag")).to_have_text("You answered")
        expect(chidi.locator(".reply-box")).to_have_count(0)
        chidi.reload()
    assert chidi.url.rstrip("/") == server.url
    ada.reload()
    expect(ada.locator("#vine h2")).to_have_text("What led to what")
    expect(ada.locator("body")).not_to_contain_text("Nana is coming")


def newcomers(server: Server) -> None:
    """Nils, who came to 7B today; Gro, his mother; Hana, whom nobody has linked with a child yet."""

    def come(tx: Tx) -> str:
        class_ = tx.scalars(select(Class).where(Class.name == "7B")).one()
        if tx.scalars(select(Person).where(Person.sign_in_name == "nils")).first() is None:
            password = hash_password(PASSWORD)
            nils, gro, _hana = (
                office.add_person(tx, class_.school_id, f"{key.title()} Berg", key.title(), key, (role,), password_hash=password)
                for key, role in JUST_CAME.items()
            )
            office.enrol(tx, class_, nils, "student")
            office.link_guardian(tx, gro, nils, "mother", gro.id)
        return ""

    in_database(server, come)
    server.people += [{"sign_in_name": key, "password": PASSWORD} for key in JUST_CAME]


def test_whoever_has_just_come_is_told_what_to_do_next(screens: Screens, server: Server) -> None:
    newcomers(server)
    for name, words, act, where in (
        ("nils", "What would you like to reach next?", "A new goal", "**/goals/new"),
        ("gro", "Nils hasn't shared anything with you yet.", "Choose when letters come", "**/you#letters"),
        ("hana", "You are not linked with a child yet.", "Look at my details", "**/you"),
    ):
        page = signed_in(screens, server, name)
        expect(page.locator(".empty:visible", has_text=words)).to_have_count(1)
        _whole(page)
        page.get_by_role("link", name=act).click()
        page.wait_for_url(where)


def test_the_first_thing_that_is_shared_takes_the_place_of_the_empty_page(screens: Screens, server: Server) -> None:
    newcomers(server)
    gro = signed_in(screens, server, "gro", size="phone")
    expect(gro.locator(".child .empty")).to_be_visible()
    nils = signed_in(screens, server, "nils", "/goals/new")
    nils.get_by_label("My wish").fill("Swim forty metres")
    nils.get_by_label("Your family").check()
    nils.get_by_role("button", name="Let it grow").click()
    nils.wait_for_url("**/goals/0*")
    expect(gro.locator(".child .news")).to_contain_text("Swim forty metres")
    expect(gro.locator(".child .empty")).to_be_hidden()


def test_a_guardian_of_two_finds_each_and_answers_by_keyboard_alone(screens: Screens, server: Server) -> None:
    karin = signed_in(screens, server, "karin")
    expect(karin.locator(".child h2")).to_contain_text(["Elsa", "Jonas"])
    press_on(karin, "link", "Say more: The lantern with the holes")
    box = karin.locator(".reply-box textarea")
    expect(box).to_be_focused()
    karin.keyboard.type("It hangs in the hall.")
    press_on(karin, "button", "Send")
    expect(box).to_have_count(0)
    expect(karin.locator(".news > li", has_text="The lantern with the holes").locator(":focus")).to_have_count(1)
    elsa = signed_in(screens, server, "elsa", size="phone")
    expect(elsa.locator("#answered")).to_contain_text("It hangs in the hall.")


def test_what_one_is_asked_stands_on_the_open_week_until_it_is_answered(screens: Screens, server: Server) -> None:
    chidi, ada = signed_in(screens, server, "chidi"), signed_in(screens, server, "ada")
    maya = on_the_goal(screens, server, "maya")
    maya.get_by_role("link", name="Ask for feedback").click()
    maya.get_by_label("Chidi").check()
    maya.get_by_label("What do you want to know?").fill("Shall I bring the jars?")
    maya.locator("#ask button[type=submit]").click()
    asked = chidi.locator("#owed > li")
    expect(asked).to_contain_text("Shall I bring the jars?")
    expect(ada.locator("#owed > li")).to_have_count(0)
    asked.get_by_role("link", name="Maya asks you").click()
    chidi.get_by_label("Your answer").fill("Both of them!")
    chidi.get_by_role("button", name="Send").click()
    expect(chidi.locator(".thread")).to_contain_text("Both of them!")
    chidi.goto("/")
    expect(asked).to_have_count(0)
    expect(ada.locator("body")).not_to_contain_text("Both of them!")


def test_what_could_come_next_is_an_outlined_leaf_for_its_owner_alone(screens: Screens, server: Server) -> None:
    maya = signed_in(screens, server, "maya", "/space")
    maya.get_by_role("link", name="Map of the river").first.click()
    maya.wait_for_url("**/artifacts/**")
    next_one = maya.locator(".vine.line > .next")
    expect(next_one).to_have_count(1)
    chidi = signed_in(screens, server, "chidi")
    chidi.goto(maya.url)
    expect(chidi.locator(".vine.line > .mine").first).to_be_visible()
    expect(chidi.locator(".vine.line > .next")).to_have_count(0)
    next_one.get_by_role("link").click()
    expect(maya.locator("h1")).to_be_visible()
