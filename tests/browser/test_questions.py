"""What a team needs to know, in two browsers: written alone, shown, picked and answered, each on the other's page at once."""

from playwright.sync_api import expect
from sqlalchemy import select

from hub.database import Tx
from hub.people.models import Person
from hub.teams.models import Team, TeamMember
from tests.browser.people import signed_in
from tests.browser.test_rooms import room_of
from tests.support.browser import Screens
from tests.support.server import Server


def test_what_one_shows_picks_and_answers_is_on_the_others_page_at_once(screens: Screens, server: Server) -> None:
    questions = room_of(server, "Team Otters") + "/questions"
    server.work(_jonas_changes_teams)
    jonas = signed_in(screens, server, "jonas", questions)
    amina = signed_in(screens, server, "amina", questions)
    expect(jonas.locator("#mine .wonder")).to_have_count(0)
    expect(jonas.get_by_text("1 of 2 have written theirs.")).to_be_visible()
    jonas.get_by_label("What do you need to find out?").fill("What do otters eat?")
    jonas.get_by_role("button", name="Write it down").click()
    expect(amina.get_by_text("2 of 2 have written theirs.")).to_be_visible()
    expect(amina.get_by_text("What do otters eat?")).to_have_count(0)

    box = amina.get_by_label("What do you need to find out?")
    box.fill("Do they sleep?")
    expect(amina.locator("#ask-readers")).to_contain_text("Only you see it")
    jonas.get_by_role("button", name="Show them to each other").click()
    expect(amina.get_by_role("link", name="What do otters eat?")).to_be_visible()
    expect(amina.locator("#ask-readers")).to_contain_text("Who sees it at once: Team Otters (Amina, Jonas), Ms Rivera and mentor Ms Brandt")
    expect(box).to_have_value("Do they sleep?")

    amina.locator("li", has_text="What do otters eat?").get_by_role("button", name="Pick this one").click()
    expect(jonas.locator("#picked").get_by_role("link", name="What do otters eat?")).to_be_visible()
    for page in (jonas, amina):
        page.get_by_role("link", name="What do otters eat?").click()
    amina.get_by_role("button", name="I’ll find out").click()
    expect(jonas.get_by_text("Amina is finding out")).to_be_visible()
    amina.get_by_label("What you found out").fill("Fish, mostly.")
    amina.get_by_role("button", name="This is our answer").click()
    expect(jonas.locator("#question-stands").get_by_text("Fish, mostly.")).to_be_visible()


def _jonas_changes_teams(tx: Tx) -> None:
    jonas = tx.scalars(select(Person.id).where(Person.sign_in_name == "jonas")).one()
    tx.scalars(select(TeamMember).where(TeamMember.person_id == jonas, TeamMember.ended.is_(None))).one().ended = tx.now
    otters = tx.scalars(select(Team.id).where(Team.name == "Team Otters")).one()
    tx.add(TeamMember(team_id=otters, person_id=jonas, since=tx.now))
