"""Bad input over HTTP, as browsers and programs send it: a clear answer in the right place, nothing lost, nothing half there."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from hub.clock import now
from hub.items.models import Item
from hub.projects.models import Project
from hub.rooms.models import Room
from hub_graphql.nodes import global_id
from tests import photos
from tests.support.boxes import box
from tests.support.ports import wait_until
from tests.support.server import Server

OURS = {"accept": "text/html", "sec-fetch-site": "same-origin"}
WORDS = "The heron came back."


@pytest.fixture(scope="module")
def maya(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "maya")


@pytest.fixture(scope="module")
def jonas(server: Server) -> Iterator[httpx.Client]:
    yield from signed_in(server, "jonas")


def signed_in(server: Server, name: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, headers=OURS, trust_env=False, timeout=30) as client:
        assert client.post("/sign-in", data={"name": name, "password": "trellis-demo"}).status_code == 303
        yield client


@pytest.mark.parametrize("id_", ["nothing", "0", "01a20000-0000-7000-8000-000000000000", "%00", "a" * 2000, "%F0%9F%90%9D"])
@pytest.mark.parametrize("path", ["/reflections/{}", "/reflections/{}/edit", "/items/{}/audience", "/messages/{}/edit", "/files/{}/page"])
def test_an_unknown_or_malformed_id_is_simply_not_there(maya: httpx.Client, path: str, id_: str) -> None:
    answer = maya.get(path.format(id_))
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


@pytest.mark.parametrize(
    ("boxes", "field", "says"),
    [
        ({"answer-what": "   "}, "answer-what", "Answer at least one question."),
        ({"answer-what": "x" * 60_000}, "answer-what", "longer than one answer"),
        ({"answer-what": WORDS, "title": "t" * 300}, "title", "200 letters"),
        ({"answer-what": WORDS, "audience": "01a20000-0000-7000-8000-000000000000"}, "audience", "your teachers and your family"),
        ({"answer-what": WORDS, "photo": "01a20000-0000-7000-8000-000000000000"}, "photos", "no longer here"),
    ],
)
def test_a_reflection_that_cannot_be_is_refused_beside_its_box(maya: httpx.Client, boxes: dict[str, str], field: str, says: str) -> None:
    before = count(maya)
    answer = maya.post("/reflections", data=sheet(maya) | boxes)
    assert answer.status_code == 422
    assert says in answer.text
    assert re.search(rf'id="{field}-wrong"|aria-describedby="[^"]*{field}-wrong', answer.text), f"not said beside {field}"
    assert boxes["answer-what"].strip()[:100] in answer.text, "what was typed is lost"
    assert count(maya) == before


def test_endless_text_is_refused_and_kept(maya: httpx.Client) -> None:
    answer = maya.post("/reflections", data=sheet(maya) | {"answer-what": WORDS + "x" * 300_000})
    assert answer.status_code == 422
    assert "longer than we can take" in answer.text
    assert WORDS in answer.text


def test_a_double_click_posts_once(maya: httpx.Client) -> None:
    form = sheet(maya) | {"answer-what": "Twice is once."}
    before = count(maya)
    first, second = maya.post("/reflections", data=form), maya.post("/reflections", data=form)
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert count(maya) == before + 1


def test_what_was_deleted_long_ago_offers_no_way_back(server: Server, maya: httpx.Client) -> None:
    there = maya.post("/reflections", data=sheet(maya) | {"answer-what": WORDS}).headers["location"].split("?")[0]
    item = there.rpartition("/")[2]
    maya.post(f"/items/{item}/delete")
    assert f"/items/{item}/bring-back" in maya.get(there).text
    server.work(lambda tx: setattr(tx.get_one(Item, UUID(item)), "deleted", now() - timedelta(days=31)))
    page = maya.get(there).text
    assert "bring-back" not in page
    assert "can&#39;t come back any more" in page
    assert maya.post(f"/items/{item}/bring-back").status_code == 403


def test_a_stale_edit_shows_both_texts(maya: httpx.Client) -> None:
    there = maya.post("/reflections", data=sheet(maya) | {"answer-what": "As it was."}).headers["location"].split("?")[0]
    mine = {"version": "1", "answer-what": "In this window."}
    assert maya.post(f"{there}/edit", data={"version": "1", "answer-what": "In the other window."}).status_code == 303
    answer = maya.post(f"{there}/edit", data=mine)
    assert answer.status_code == 409
    assert "In this window." in answer.text
    assert "In the other window." in answer.text


BAD_PHOTOS = {
    "a zip": (photos.zip_file, "can't take this kind of file"),
    "a drawing with a script": (photos.svg, "can't take this kind of file"),
    "a page": (photos.html, "can't take this kind of file"),
    "50,000 × 50,000 pixels": (photos.giant_png, "too large to open safely"),
    "half a photo": (lambda: photos.cut_in_half(photos.jpeg()), ""),
    "nothing": (lambda: b"", "empty"),
    "26 MB": (lambda: photos.jpeg() + b"\0" * 26_000_000, "The most is 25 MB"),
}


@pytest.mark.parametrize("name", BAD_PHOTOS)
def test_a_bad_photo_is_refused_in_plain_words_and_leaves_nothing(server: Server, jonas: httpx.Client, name: str) -> None:
    make, says = BAD_PHOTOS[name]
    before = stored(server)
    answer = jonas.post("/files", content=make(), headers={"x-file-name": "IMG_1.JPG", "accept": "application/json"})
    assert answer.status_code == 422
    assert says in answer.json()["message"]
    assert stored(server) == before


def test_a_photo_of_someone_else_cannot_be_hung_on_ones_own_work(maya: httpx.Client, jonas: httpx.Client) -> None:
    given = jonas.post("/files", content=photos.jpeg(), headers={"accept": "application/json"})
    assert given.status_code == 201
    answer = maya.post("/reflections", data=sheet(maya) | {"answer-what": WORDS, "photo": given.json()["id"]})
    assert answer.status_code == 422
    assert maya.get(given.json()["url"]).status_code == 404


def test_a_word_too_long_of_what_a_photo_shows_is_refused_beside_its_box(maya: httpx.Client) -> None:
    photo = maya.post("/files", content=photos.jpeg(), headers={"accept": "application/json"}).json()["id"]
    answer = maya.post("/reflections", data=sheet(maya) | {"answer-what": WORDS, "photo": photo, f"alt-{photo}": "m" * 501})
    assert answer.status_code == 422
    asked, _wrong, message = answer.text.split(f'<input id="alt-{photo}"')[1].partition(f'<p class="wrong" id="alt-{photo}-wrong">')
    assert f'aria-describedby="alt-{photo}-wrong"' in asked
    assert "<li" not in asked
    assert "fewer words" in message.split("</p>")[0]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"writing": 7}', b"\xff\xfe", b'{"writing": "x", "base": 0, "words": {}}'])
def test_a_draft_that_cannot_be_read_says_so(maya: httpx.Client, body: bytes) -> None:
    answer = maya.put("/drafts/reflection/new", content=body, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_an_answer_to_what_is_not_there_is_as_safe_as_any(server: Server, maya: httpx.Client) -> None:
    for answer in (maya.get("/nothing/here"), maya.delete("/space"), httpx.get(f"{server.url}/x", trust_env=False)):
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "private, no-store"
        # A line is written once its answer has been sent, so whoever reads the log may be quicker.
        wait_until(partial(_told, server, answer.headers["x-request-id"]), within=10, what="the line of the log")


def _told(server: Server, request: str) -> bool:
    return request in server.log


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_a_page_does_not_have_is_refused(maya: httpx.Client, method: str) -> None:
    answer = maya.request(method, "/space")
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]


def test_what_another_website_sends_is_not_done(server: Server, maya: httpx.Client) -> None:
    before = count(maya)
    form = sheet(maya) | {"answer-what": "Not mine."}
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        assert maya.post("/reflections", data=form, headers=headers).status_code == 403
    with httpx.Client(base_url=server.url, cookies=maya.cookies, trust_env=False) as old:
        assert old.post("/reflections", data=form, headers={"origin": "https://elsewhere.example"}).status_code == 403
        assert old.post("/reflections", data=form).status_code == 403, "neither header: not trusted"
    assert count(maya) == before


@pytest.mark.parametrize("boxes", [b"a=1&" * 1_100, b"name=" + b"x" * 4_100_000], ids=["many", "large"])
def test_an_endless_form_is_refused_before_it_is_read(server: Server, boxes: bytes) -> None:
    headers = OURS | {"content-type": "application/x-www-form-urlencoded"}
    answer = httpx.post(f"{server.url}/sign-in", content=boxes, headers=headers, trust_env=False, timeout=30)
    assert answer.status_code == 422
    assert "more text than fits in here" in answer.text


def test_endless_headers_are_refused_before_they_are_read(server: Server) -> None:
    for headers in ({"cookie": "a=1;" * 20_000}, {"x-" + "a" * 40_000: "b" * 30_000}):
        assert httpx.get(server.url, headers=OURS | headers, trust_env=False, timeout=30).status_code == 431


def test_a_draft_nested_without_end_is_refused(maya: httpx.Client) -> None:
    deep = b'{"writing": "01a20000-0000-7000-8000-000000000000", "base": 0, "words": {}, "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    assert maya.put("/drafts/reflection/new", content=deep).status_code == 422


def test_a_way_back_in_any_letters_is_found(server: Server) -> None:
    sent = {"name": "maya", "password": "trellis-demo", "next": "/people?q=Zoë→"}
    answer = httpx.post(f"{server.url}/sign-in", data=sent, headers=OURS, trust_env=False, timeout=30)
    assert (answer.status_code, answer.headers["location"]) == (303, "/people?q=Zo%C3%AB%E2%86%92")


def test_a_check_in_from_the_future_is_refused_kindly_by_page_and_by_program_and_leaves_nothing(server: Server, maya: httpx.Client) -> None:
    there = maya.post("/goals", data={"title": "Hear the heron"}).headers["location"].split("?")[0]
    answer = maya.post(f"{there}/check-ins", data={"confidence": "4", "words": WORDS, "day": "2999-12-31"})
    assert answer.status_code == 422
    assert "That day is still to come." in answer.text
    assert re.search(r'aria-describedby="[^"]*day-wrong', answer.text)
    assert WORDS in answer.text, "what was typed is lost"
    asked = "mutation Look($input: CheckInInput!) { checkIn(input: $input) { ... on ValidationProblem { fields { name message } } } }"
    goal = global_id("Goal", UUID(there.rsplit("/", 1)[1]))
    body = {"query": asked, "variables": {"input": {"goal": goal, "confidence": 4, "words": WORDS, "day": "2999-12-31"}}}
    told = httpx.post(f"{server.url}/graphql", json=body, headers={"authorization": f"Bearer {server.token('maya')}"}, trust_env=False)
    [field] = told.json()["data"]["checkIn"]["fields"]
    assert (field["name"], "still to come" in field["message"]) == ("day", True)
    assert "goal-plot-0" in maya.get(there).text


def test_a_sign_for_words_that_are_gone_or_a_sign_that_there_is_not(server: Server, maya: httpx.Client, jonas: httpx.Client) -> None:
    there = maya.post("/reflections", data=sheet(maya) | {"answer-what": WORDS}).headers["location"].split("?")[0]
    item = there.rsplit("/", 1)[1]
    said = maya.post(f"/items/{item}/messages", data={"words": "One more"}).headers["location"].rsplit("message-", 1)[1]
    press = f"/messages/{said}/react"
    for sign in ("", "angry", "LIKE:", ":like", "👍"):
        assert maya.post(press, data={"sign": sign}).status_code == 422, sign
    assert jonas.post(press, data={"sign": "like:"}).status_code == 404
    for _window in range(2):
        answer = maya.post(press, data={"sign": "like:"})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/items/{item}?at=message-{said}")
    part = maya.post(press, data={"sign": "heart:,,\u202e,x"}, headers={"hx-request": "true"})
    assert (part.status_code, "Thumbs up: Maya" in part.text, "Heart: Maya" in part.text) == (200, True, True)
    maya.post(f"/messages/{said}/withdraw")
    for headers in ({}, {"hx-request": "true"}):
        gone = maya.post(press, data={"sign": "like:"}, headers=headers)
        assert (gone.status_code, "there is nothing to answer any more" in gone.text) == (409, True)
        assert "Thumbs up" not in gone.text
    assert f'id="message-{said}"' in gone.text, "the message as it stands takes its place"


def sheet(client: httpx.Client) -> dict[str, str]:
    """The boxes that nobody types into, of a fresh sheet."""
    page = client.get("/reflections/new").text
    return {name: box(page, name) for name in ("writing", "prompts")} | {"questions": "what"}


def count(client: httpx.Client) -> int:
    """How many reflections stand on the first page of one's own space, which has fewer than one page holds."""
    return len(set(re.findall(r'href="/reflections/([0-9a-f-]{36})"', client.get("/space").text)))


def stored(server: Server) -> set[Path]:
    """Every file that the store holds, whole or half."""
    return {path for path in (server.folder / "data" / "files").rglob("*") if path.is_file()}


@pytest.mark.parametrize("words", ["🐝" * 40, "السلام عليكم", "a" + "\u0301" * 400])
def test_words_of_every_kind_are_said_in_a_room_and_a_wall_of_them_is_refused(server: Server, maya: httpx.Client, words: str) -> None:
    room = str(server.work(lambda tx: tx.scalars(select(Room.id).where(Room.title == "Team Bees")).one()))
    assert maya.post(f"/items/{room}/messages", data={"words": words}).status_code == 303
    assert words in maya.get(f"/rooms/{room}").text
    assert maya.post(f"/items/{room}/messages", data={"words": words * (65_536 // len(words))}).status_code == 422


BAD_CARDS = [{"column": "later"}, {"due": "0001-01-01"}, {"due": "31.12."}, {"owner": "nobody"}, {"title": " "}, {"title": "n" * 10_000}]


@pytest.mark.parametrize(("boxes", "status"), [*((boxes, 422) for boxes in BAD_CARDS), ({"title": "اسألوا النحّال 🐝"}, 303)])
def test_a_card_that_cannot_be_is_refused_beside_what_was_typed(
    server: Server, maya: httpx.Client, boxes: dict[str, str], status: int
) -> None:
    room = str(server.work(lambda tx: tx.scalars(select(Room.id).where(Room.title == "Team Bees")).one()))
    boxes = {"column": "todo", "title": "Map", **boxes}
    answer = maya.post(f"/rooms/{room}/board", data=boxes)
    assert answer.status_code == status
    assert ('class="wrong"' in answer.text) == (status == 422)
    assert boxes["title"].strip()[:50] in (answer if status == 422 else maya.get(f"/rooms/{room}/board")).text


@pytest.mark.parametrize("boxes", [{"name": "n" * 10_000}, {"name": " \n "}, {"name": "Herons", "people": "nobody"}])
def test_a_team_that_cannot_be_is_refused_and_the_sheet_keeps_what_was_typed(server: Server, boxes: dict[str, str]) -> None:
    project = server.work(lambda tx: tx.scalars(select(Project.id).where(Project.title == "Our river")).one())
    for rivera in signed_in(server, "rivera"):
        answer = rivera.post(f"/projects/{project}/teams", data=boxes)
        assert answer.status_code == 422
        assert boxes["name"].strip()[:50] in answer.text
