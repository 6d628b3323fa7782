"""Somebody from outside the school helps: he is invited, looked at and let in for some days, and sees that project's rooms alone."""

from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import select

from hub.clock import now
from hub.database import Tx
from hub.people import actions as people
from hub.people.models import School
from tests.browser.journey.finding import HIS
from tests.browser.journey.project import PROJECT, TEAM
from tests.browser.journey.room import IDEA
from tests.browser.journey.stage import LIVE, Stage, press, say, thread
from tests.browser.people import signed_in

OFFER = "I build stages, and hang lanterns where they don’t fall down."
HELLO = "A jar of water is heavy. Who holds the railing while you hang it?"


def a_mentor_is_invited(stage: Stage) -> None:
    """The school has let him in; he says what he can help with, and a teacher finds him by it."""
    rivera = stage.rivera
    stage.behind(_mr_reis)
    reis = stage.reis = signed_in(stage.screens, stage.hub, "reis")
    reis.get_by_label("In a sentence").fill(OFFER)
    reis.get_by_label("A few words to find it by").fill("lanterns, light, stage")
    press(reis, "Offer it")
    stage.picture(reis, "a-mentor-offers-help")

    rivera.goto(stage.project)
    rivera.get_by_role("link", name="Mentors of this project").click()
    rivera.get_by_label("What do you need help with?").fill("lanterns")
    press(rivera, "Find")
    rivera.get_by_label("Tomás Reis").check()
    rivera.get_by_label("What shall they help with?").fill(
        "Help the team to hang its jars and lanterns on the bridge so that nobody is hurt."
    )
    rivera.get_by_label("To", exact=True).fill((now() + timedelta(days=20)).date().isoformat())
    stage.picture(rivera, "a-mentor-is-invited")
    press(rivera, "Invite")
    expect(rivera.locator("main")).to_contain_text("waits for the school")
    reis.reload()
    expect(reis.locator("#helping")).not_to_contain_text(PROJECT)


def the_school_looks_and_approves(stage: Stage) -> None:
    """Who he is and what was checked is recorded first; then the project stands on his page, and he among who reads in its room."""
    stage.maya.goto(stage.room)
    haddad = signed_in(stage.screens, stage.hub, "haddad", "/mentors")
    haddad.get_by_role("link", name="Tomás Reis").first.click()
    haddad.get_by_label("How do you know who they are?").fill("Identity card, seen in person")
    haddad.get_by_label("What was checked?").fill("Enhanced police certificate")
    haddad.get_by_label("Issued on").fill((now() - timedelta(days=30)).date().isoformat())
    haddad.get_by_label("The last day on which it holds").fill((now() + timedelta(days=700)).date().isoformat())
    stage.picture(haddad, "a-check-is-recorded")
    press(haddad, "Record it")
    press(haddad, "Approve")
    expect(haddad.locator("main")).to_contain_text("with the teams")
    stage.picture(haddad, "a-mentor-is-approved")
    expect(stage.reis.locator("#helping")).to_contain_text(PROJECT, timeout=LIVE)


def he_sees_that_room_alone(stage: Stage) -> None:
    """And of it what is said from then on. Everybody there sees that he has come."""
    maya, reis = stage.maya, stage.reis
    stage.look(reis, "home-of-a-mentor")
    expect(maya.locator(".audience-row")).to_contain_text("mentor Mr Reis", timeout=LIVE)
    expect(maya.locator(".reply-box .readers")).to_contain_text("mentor Mr Reis")
    reis.get_by_role("link", name=TEAM).click()
    expect(reis.locator(".driving")).to_be_visible()
    expect(thread(reis)).not_to_contain_text(IDEA[-20:])
    say(reis, HELLO)
    expect(thread(maya).locator(".message", has_text=HELLO)).to_contain_text("mentor", timeout=LIVE)
    expect(reis.get_by_label("Say something")).to_be_visible()  # And no forms for feedback: here one talks.
    expect(reis.locator("#room-around")).to_contain_text("What do we show them, and how?")  # The first is handed in.
    stage.look(reis, "a-room-as-a-mentor-sees-it")
    reis.goto("/projects")
    expect(reis.get_by_role("link", name=PROJECT)).to_be_visible()
    expect(reis.get_by_text("Our river")).to_have_count(0)


def he_is_asked_and_answers(stage: Stage) -> None:
    """With the minutes that it may take; it is on his first page at once, and his answer on hers."""
    maya, reis = stage.maya, stage.reis
    reis.goto("/")
    maya.goto(f"{stage.room}/questions")
    maya.get_by_role("link", name=HIS).tap()
    maya.locator("#ask-mentor > summary").tap()
    maya.get_by_label("What exactly do you want to know?").fill("Twelve jars, and nothing to screw them to. Is string enough?")
    stage.picture(maya, "a-mentor-is-asked")
    press(maya, "Ask")
    expect(reis.locator("#mentor-asked")).to_contain_text("Is string enough?", timeout=LIVE)
    expect(reis.locator("#mentor-asked")).to_contain_text("about 15 minutes")
    stage.look(reis, "what-a-mentor-is-asked")
    reis.get_by_role("link", name="Answer where it stands").click()
    say(reis, "Wet string stretches. Take wire, and a second one that holds when the first breaks.")
    expect(maya.locator("#mentor-asks")).to_contain_text("answered", timeout=LIVE)
    expect(thread(maya)).to_contain_text("Wet string stretches.", timeout=LIVE)
    stage.picture(maya, "a-mentor-answered")
    for page in (maya, reis):
        page.goto(stage.room)


def _mr_reis(tx: Tx) -> None:
    school = tx.scalars(select(School.id)).one()
    people.add_person(tx, school, "Tomás Reis", "Mr Reis", "reis", ("mentor",), email="reis@example.org")
