"""What families and those who are late read on the pages of the demo school."""

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.support.server import Server
from tests.test_bad_input import signed_in


@pytest.fixture(scope="module")
def chidi(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "chidi")


@pytest.fixture(scope="module")
def karin(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "karin")


@pytest.fixture(scope="module")
def amina(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "amina")


@pytest.fixture(scope="module")
def rivera(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "rivera")


def test_a_childs_teams_stand_before_the_cards_and_name_no_other_work(chidi: httpx.Client) -> None:
    home = chidi.get("/").text
    begins, ends = home.index('id="together"'), home.index('class="stack news"')
    teams = home[begins:ends]
    assert "Why is our river brown" in teams
    assert "Maya can share a reflection" in teams
    assert re.findall("<a [^>]*", teams) == [], "What is told of a team leads to nothing that isn't of its project."


def test_the_page_of_projects_leads_a_guardian_to_their_childs_teams(chidi: httpx.Client, karin: httpx.Client, amina: httpx.Client) -> None:
    assert ['href="/#together"' in one.get("/projects").text for one in (chidi, karin, amina)] == [True, True, False]
    home = karin.get("/").text
    assert home.index("Everything Elsa shares") < home.index('id="together"'), "Elsa, who comes first, is in no team."


def test_who_is_late_reads_it_kindly_on_my_week_and_in_the_room(amina: httpx.Client) -> None:
    home = amina.get("/").text
    room = re.findall(r'href="(/rooms/[^"/]*)"', home)[0]
    for page in (home, amina.get(room).text):
        assert "was due by" in page
        assert f'<a href="{room}/milestones">Hand in what you have</a>, or ask for more time.' in page


def test_where_teams_stand_names_are_words_bars_have_a_legend_and_today_is_said(amina: httpx.Client, rivera: httpx.Client) -> None:
    room = re.findall(r'href="/rooms/([^"/]*)"', amina.get("/").text)[0]
    amina.post(f"/items/{room}/messages", data={"words": "We bring it tomorrow."})
    river = next(
        page
        for path in dict.fromkeys(re.findall(r'href="(/projects/[^"/#]{36})"', rivera.get("/projects").text))
        if "Team Otters" in (page := rivera.get(f"{path}/standing").text)
    )
    for words in ("Jonas and Maya", "Each bar is a milestone:", "1 is late with a milestone, 1 card is late", "has been in review for"):
        assert words in river
    assert re.search(r"Last spoken in the room:\s+today", river)
