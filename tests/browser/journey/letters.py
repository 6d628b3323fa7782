"""What happened comes to her father's pocket: the bell rings on his open page, a letter comes, and one click stops letters."""

import re
from datetime import timedelta
from email.message import EmailMessage

import httpx
from playwright.sync_api import expect
from sqlalchemy import select, update

from hub.database import Tx
from hub.notifications import digests
from hub.notifications.models import Notification
from hub.people.models import Person
from tests.browser.journey.stage import LIVE, Stage, say
from tests.browser.journey.work import SHEET
from tests.support.ports import wait_until

SECRET = "I wrote to the council today, and I am a little afraid."


def letters_are_wished_for(stage: Stage) -> None:
    chidi = stage.chidi
    chidi.goto("/you")
    chidi.get_by_label("Your email").fill("chidi@example.org")
    chidi.locator("#email-current").fill("trellis-demo")
    chidi.get_by_role("button", name="Keep this address").tap()
    chidi.get_by_label("At once").check()
    # Whatever the hour at which this is played, it is none to be left in peace.
    chidi.get_by_label("Quiet from").select_option("3")
    chidi.get_by_label("Quiet until").select_option("3")
    stage.look(chidi, "letters-are-wished-for")
    chidi.get_by_role("button", name="Keep it like this").tap()
    expect(chidi.locator("#letters")).to_contain_text("They come")


def the_bell_rings(stage: Stage) -> None:
    maya, chidi = stage.maya, stage.chidi
    chidi.goto("/notifications")
    if chidi.get_by_role("button", name="I have seen all").count():
        chidi.get_by_role("button", name="I have seen all").tap()
    expect(chidi.locator('nav a[href="/notifications"] .count')).to_have_count(0)
    maya.goto(stage.work)
    say(maya, SECRET)
    expect(chidi.locator('nav a[href="/notifications"] .count')).to_contain_text("1", timeout=LIVE)
    expect(chidi.locator("#days .told").first).to_contain_text("Maya")
    expect(chidi.locator("main")).not_to_contain_text(SECRET)
    stage.look(chidi, "the-bell-rings")


def a_letter_comes_and_is_the_last(stage: Stage) -> None:
    stage.behind(_five_minutes_pass)
    # Other guardians of the demo get theirs, too, at their own hours.
    wait_until(lambda: bool(_of_chidi(stage)), within=20, what="the letter")
    [letter] = _of_chidi(stage)
    told = _text(letter)
    assert SECRET not in told, "A letter names, and never tells."
    stop = re.sub("[<>]", "", letter["List-Unsubscribe"])
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    # He is signed in nowhere on the machine on which he reads his letters.
    at_work = stage.screens.open(stop, "desktop")
    stage.look(at_work, "a-letter-leads-here")
    expect(at_work.get_by_role("button", name="Stop the letters")).to_be_visible()
    # What his mail program does when he touches its own "Unsubscribe": looking stopped nothing, this does.
    assert httpx.post(stop, data={"List-Unsubscribe": "One-Click"}, trust_env=False, timeout=20).status_code == 200
    at_work.reload()
    expect(at_work.get_by_role("heading", name="No more letters")).to_be_visible()
    stage.chidi.goto("/you")
    expect(stage.chidi.locator("#letters")).to_contain_text("None come now.")


def _five_minutes_pass(tx: Tx) -> None:
    """A letter at once waits for more that long. The hub looks every minute whose letter is due; here it looks now."""
    chidi = select(Person.id).where(Person.sign_in_name == "chidi").scalar_subquery()
    unsent = Notification.person_id == chidi, Notification.mailed.is_(None)
    tx.execute(update(Notification).where(*unsent).values(created=tx.now - timedelta(minutes=6)))
    tx.flush()
    digests.gather(tx)


def _of_chidi(stage: Stage) -> list[EmailMessage]:
    return [letter for letter in stage.mail.letters if letter["To"] == "chidi@example.org" and SHEET in _text(letter)]


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
