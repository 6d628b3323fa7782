"""A number of thousands of digits is none, wherever one is read: Python refuses to make it one, and nobody means it."""

import re
from collections.abc import Iterator
from contextlib import closing

import httpx
import pytest

from tests import photos
from tests.files.line import Line
from tests.support.server import Server

LONG = "9" * 5_000


@pytest.fixture(scope="module")
def line(server: Server) -> Iterator[Line]:
    with closing(Line(server, "amina")) as line:
        yield line


@pytest.mark.parametrize("asked", [f"{LONG}-", f"-{LONG}", f"0-{LONG}", f"{LONG}-{LONG}"], ids=["from", "last", "until", "both"])
def test_a_part_of_a_file_from_there_is_the_whole_file(line: Line, asked: str) -> None:
    file = line.give(photos.jpeg(image=photos.corners(64, 48))).json()["id"]
    whole = line.client.get(f"/files/{file}/full")
    answer = line.client.get(f"/files/{file}/full", headers={"range": f"bytes={asked}"})
    assert (answer.status_code, answer.content) == (200, whole.content)


@pytest.fixture(scope="module")
def amina(server: Server) -> Iterator[httpx.Client]:
    ours = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    with httpx.Client(base_url=server.url, headers=ours, trust_env=False, timeout=30) as client:
        assert client.post("/sign-in", data={"name": "amina", "password": "trellis-demo"}).status_code == 303
        yield client


@pytest.mark.parametrize("place", ["/goals", "/artifacts", "/reflections"])
def test_a_version_of_that_number_is_none_to_build_on(amina: httpx.Client, place: str) -> None:
    words = {"title": "A bridge", "words": "It holds a cat."}
    sheet = amina.get(f"{place}/new").text
    words |= dict(re.findall(r'name="(prompts|questions)" value="([^"]+)"', sheet)[:1])
    words |= dict.fromkeys(re.findall(r'name="(answer-[^"]+)"', sheet), "It holds a cat.")
    begun = amina.post(place, data=words)
    assert begun.status_code == 303, begun.text
    there = begun.headers["location"].split("?")[0].replace("/items", place)
    answer = amina.post(f"{there}/edit", data={**words, "title": "A longer bridge", "version": LONG})
    assert answer.status_code == 409
    assert "A longer bridge" in answer.text, "What was typed stands there still."
