"""What one was told, over HTTP; and the way out of letters, which asks for no sign-in and starts nothing by being looked at."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from hub.app import create_app
from hub.database import Tx
from hub.feedback import actions as feedback
from hub.notifications import queries
from hub.notifications.hours import Hours
from hub.people.models import Person
from hub.settings import Settings
from tests.notifications.post import key_of
from tests.support.school import School, Someone
from tests.support.statements import Statements

OURS = {"sec-fetch-site": "same-origin", "accept": "text/html"}


@pytest.fixture
def client(school: School, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    settings = Settings(database_url=school.database.url, data=tmp_path, base_url="http://testserver.local")
    with TestClient(create_app(settings)) as client:
        yield client


def as_(client: TestClient[Litestar], someone: Someone) -> None:
    client.cookies.set("trellis", f"{someone.id} {someone.key}")


def unseen_in(html: str) -> int:
    """What the bell of this page says."""
    found = re.search(r'href="/notifications".*?class="counted"[^>]*>\s*(?:<span class="count"[^>]*>(\d+))?', html, re.DOTALL)
    assert found
    return int(found[1] or 0)


def test_the_bell_counts_on_every_page_and_the_page_tells(school: School, client: TestClient[Litestar]) -> None:
    maya, rivera, chidi = school.people(maya="student", rivera="teacher of maya", chidi="guardian of maya")
    as_(client, maya)
    assert "Nothing has happened for you yet" in client.get("/notifications").text
    item = maya.writes("A heron", school.teachers(), maya.family, title="Heron & co")
    rivera.says(item, "The secret")
    chidi.says(item, "Another secret")
    for path in ("/", "/space", "/notifications", f"/reflections/{item}"):
        assert unseen_in(client.get(path).text) == 2, path
    assert re.search(r'id="count-4">2 ', client.get("/waiting").text), "what an open page asks for"
    html = client.get("/notifications").text
    assert "Ms Rivera answered you" in html
    assert "Chidi answered you" in html
    assert "Heron &amp; co" in html
    assert "secret" not in html
    newest = re.search(r'name="newest" value="([^"]+)"', html)
    assert newest
    seen = client.post("/notifications/seen", data={"newest": newest[1]}, headers=OURS, follow_redirects=False)
    assert (seen.status_code, seen.headers["location"]) == (303, "/notifications")
    assert unseen_in(client.get("/").text) == 0
    assert "I have seen all" not in client.get("/notifications").text


def test_looking_at_an_item_is_seeing_what_was_told_of_it_and_not_of_its_messages(school: School, client: TestClient[Litestar]) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")
    item = maya.writes("A heron", school.teachers())
    maya.says(item, "And an egret.")
    as_(client, rivera)
    html = client.get(f"/reflections/{item}").text
    assert f'news="{item}"' in html
    assert "Posted." not in client.get(f"/reflections/{item}?done=posted").text, "it was not she who posted it"
    assert client.post("/notifications/seen", data={"item": str(item)}, headers=OURS | {"accept": "application/json"}).status_code == 204
    assert rivera.reads(queries.unseen_count) == 1
    assert client.post("/notifications/seen", data={"item": "nonsense"}, headers=OURS, follow_redirects=False).status_code == 303
    assert rivera.reads(queries.unseen_count) == 1
    assert "I have read this" in client.get(f"/reflections/{item}").text, "the way without scripts"
    client.post(f"/items/{item}/read", headers=OURS)
    assert rivera.reads(queries.unseen_count) == 0
    assert "news=" not in client.get(f"/reflections/{item}").text


def test_the_rhythm_is_chosen_in_words_and_what_cannot_be_is_said_beside_it(school: School, client: TestClient[Litestar]) -> None:
    maya, chidi = school.people(maya="student", chidi="guardian of maya")
    as_(client, chidi)
    assert "When you have given your email above, you can get one letter" in client.get("/you").text
    school.change(Person, chidi.id, email="chidi@example.org")
    assert "They come once a day, at 17:00." in client.get("/you").text
    assert "By the clock at your school (London)." in client.get("/you").text
    wrong = client.post("/you/letters", data={"kind": "daily", "hour": "22"}, headers=OURS)
    assert wrong.status_code == 422
    assert "At that hour you want to be left in peace" in wrong.text
    assert re.search(r'<option value="22"\s+selected', wrong.text), "what was chosen stands there still"
    for odd in ({"kind": "hourly"}, {"kind": "daily", "hour": "noon"}, {"kind": "weekly", "weekday": "9"}, {"quiet_from": "-3"}):
        assert client.post("/you/letters", data=odd, headers=OURS).status_code == 422, odd
    good = {"kind": "weekly", "hour": "8", "weekday": "0", "quiet_from": "21", "quiet_until": "6"}
    kept = client.post("/you/letters", data=good, headers=OURS)
    assert "Your letters come like this" in kept.text
    assert "once a week, on Monday at 08:00" in kept.text
    assert chidi.reads(queries.letters).hours == Hours(kind="weekly", hour=8, weekday=0, quiet_from=21, quiet_until=6)
    assert maya.reads(queries.letters).hours.kind == "never"


def test_looking_at_the_link_stops_nothing_and_a_post_without_anything_does(school: School, client: TestClient[Litestar]) -> None:
    maya, chidi = school.people(maya="student", chidi="guardian of maya")
    school.change(Person, chidi.id, email="chidi@example.org")
    way = f"/letters/{school.work(key_of, chidi.id)}"

    def kind() -> str:
        return chidi.reads(queries.letters).hours.kind

    for method in ("GET", "HEAD"):
        client.request(method, way)
        assert kind() == "daily"
    looked = client.get(way).text
    assert "Stop these letters?" in looked
    assert "Riverside" in looked
    assert "Chidi" not in looked, "whose letters they are is nobody's business who finds one"
    # What a mail program sends by RFC 8058: no cookie, no origin, one pair.
    one_click = client.post(way, content="List-Unsubscribe=One-Click", headers={"content-type": "application/x-www-form-urlencoded"})
    assert (one_click.status_code < 300, kind()) == (True, "never")
    assert "No more letters" in client.post(way, headers={"content-type": "application/x-www-form-urlencoded"}).text
    assert "No more letters" in client.get(way).text
    assert "The letters come again" in client.post(f"{way}/again", headers=OURS).text
    assert kind() == "daily"
    as_(client, maya)
    client.post(way, headers=OURS)
    assert kind() == "never", "whoever is signed in here: the link says whose letters they are"


@pytest.mark.parametrize("spoilt", ["x", "0" * 64, "%00", "é", "a" * 5000, "..%2F..%2Fyou"])
def test_a_spoilt_link_is_a_kind_page_and_changes_nothing(school: School, client: TestClient[Litestar], spoilt: str) -> None:
    for answer in (client.get(f"/letters/{spoilt}"), client.post(f"/letters/{spoilt}", headers=OURS)):
        assert answer.status_code in (404, 405, 414), spoilt


def test_a_strangers_site_can_stop_no_letters_it_has_no_link_to_and_see_nothing_for_anybody(
    school: School, client: TestClient[Litestar]
) -> None:
    [maya] = school.people(maya="student")
    as_(client, maya)
    theirs = {"sec-fetch-site": "cross-site", "content-type": "application/x-www-form-urlencoded"}
    for path in ("/notifications/seen", "/you/letters", "/lettersx", "/letters"):
        assert client.post(path, headers=theirs).status_code in (403, 404, 405), path


@pytest.mark.parametrize("many", [5, 20, 100])
def test_the_page_costs_the_same_however_much_happened(
    school: School, many: int, statements: Callable[[], AbstractContextManager[Statements]]
) -> None:
    maya, rivera = school.people(maya="student", rivera="teacher of maya")

    def say(tx: Tx, item: UUID) -> None:
        for n in range(many):
            feedback.add_message(tx, item, feedback.Answer(f"{n}"))

    rivera.does(say, maya.writes("A heron", school.teachers()))
    maya.reads(queries.inbox)
    with statements() as seen:
        page = maya.reads(queries.inbox)
    assert page.unseen == many
    assert seen.count == 7, seen
