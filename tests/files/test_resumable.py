"""A large file comes in pieces, as tus says: each byte once, in its place, and nothing left of what was given up."""

import hashlib
import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest

from tests import media, photos
from tests.files.line import TUS, Line
from tests.support.ports import wait_until
from tests.support.server import Server


@pytest.fixture(scope="module")
def line(server: Server) -> Iterator[Line]:
    with closing(Line(server)) as line:
        yield line


def test_what_it_speaks_is_said_to_whoever_asks(line: Line) -> None:
    answer = line.client.options("/uploads")
    assert answer.status_code == 204
    assert (answer.headers["tus-version"], answer.headers["tus-resumable"]) == ("1.0.0", "1.0.0")
    assert answer.headers["tus-extension"] == "creation,termination,checksum,expiration"
    assert answer.headers["tus-max-size"] == "500000000"


def test_a_film_in_three_pieces_becomes_one_file_and_leaves_no_pieces(line: Line) -> None:
    film = media.film("mp4")
    third = len(film) // 3
    place = line.begin(len(film), r"C:\Films\Our bridge.mp4")
    assert [line.send(place, at, film[at : at + third]).headers["upload-offset"] for at in (0, third)] == [str(third), str(2 * third)]
    assert line.client.post(place).status_code == 409, "some of it is missing"
    last = line.send(place, 2 * third, film[2 * third :])
    assert last.status_code == 204, last.text
    told = line.told(place)
    assert told["id"] == last.headers["trellis-file"]
    assert (told["medium"], told["state"], told["name"]) == ("video", "ready", "Our bridge.mp4")
    assert line.told(place) == told, "asked again, it is the same"
    shown = line.client.get(f"/files/{told['id']}/full")
    assert shown.headers["content-type"] == "video/mp4"
    assert media._TITLE.encode() not in shown.content
    assert line.left() == []
    assert line.give(film).json()["twin"] == {"id": told["id"], "href": "", "title": ""}, "known by its bytes, though it came in pieces"


def test_pieces_out_of_order_change_nothing_and_say_where_it_stands(line: Line) -> None:
    place = line.begin(1000)
    assert line.send(place, 0, b"a" * 400).status_code == 204
    for offset in (0, 399, 401, 1000):
        assert line.send(place, offset, b"b" * 100).status_code == 409
        assert line.stands(place) == 400
    assert line.send(place, 400, b"c" * 601).status_code == 413, "more than was announced"
    assert line.stands(place) == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"tus-resumable": "0.2.0", "upload-length": "5"}, 412),
        ({"upload-length": "5"}, 412),
        ({"tus-resumable": "1.0.0"}, 400),
        ({"tus-resumable": "1.0.0", "upload-length": "-5"}, 400),
        ({"tus-resumable": "1.0.0", "upload-length": "٥"}, 400),
        ({"tus-resumable": "1.0.0", "upload-length": "0"}, 422),
        ({"tus-resumable": "1.0.0", "upload-length": "500000001"}, 422),
        ({"tus-resumable": "1.0.0", "upload-length": "9" * 30}, 400),
    ],
)
def test_a_beginning_that_can_not_be_is_refused(line: Line, headers: dict[str, str], status: int) -> None:
    before = line.left()
    raw: Any = {name: value.encode() for name, value in headers.items()}
    assert line.client.post("/uploads", headers=raw).status_code == status
    assert line.left() == before


def test_a_piece_of_another_kind_is_refused(line: Line) -> None:
    place = line.begin(10)
    assert line.send(place, 0, b"a" * 10, **{"content-type": "text/plain"}).status_code == 415
    assert line.send(place, 0, b"a" * 10, **{"upload-offset": "x"}).status_code == 400
    assert line.send(place, 0, b"a" * 10, **{"tus-resumable": "2.0.0"}).status_code == 412
    assert line.stands(place) == 0


def test_a_piece_that_was_changed_on_its_way_does_not_count(line: Line) -> None:
    photo = photos.jpeg(image=photos.corners(333, 222))
    place, half = line.begin(len(photo), "changed.jpg"), len(photo) // 2
    right = b64encode(hashlib.sha256(photo[:half]).digest()).decode()
    assert line.send(place, 0, bytes(half), **{"upload-checksum": f"sha256 {right}"}).status_code == 460
    assert line.stands(place) == 0
    assert line.send(place, 0, photo[:half], **{"upload-checksum": f"sha256 {right}"}).status_code == 204
    assert line.send(place, half, b"a", **{"upload-checksum": "crc32 abc"}).status_code == 400
    assert line.stands(place) == half
    assert line.send(place, half, photo[half:]).status_code == 204
    assert line.give(photo).json()["twin"]["id"] == line.told(place)["id"], "what was changed is not in the sum of its bytes"


def test_what_is_given_up_is_gone_and_nobody_elses(line: Line) -> None:
    before = line.left()
    place = line.begin(1000)
    line.send(place, 0, b"a" * 500)
    with closing(Line(line.server, "jonas")) as jonas:
        assert jonas.client.head(place).status_code == 404
        assert jonas.send(place, 500, b"a").status_code == 404
        assert jonas.client.post(place).status_code == 404
        assert jonas.client.delete(place, headers=TUS).status_code == 404
    assert httpx.head(f"{line.server.url}{place}", trust_env=False).status_code in (303, 401)
    assert line.client.delete(place, headers=TUS).status_code == 204
    assert line.client.head(place).status_code == 404
    assert line.left() == before


# ── Lost lines ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_line_that_is_lost_goes_on_where_it_was(line: Line) -> None:
    photo = photos.jpeg(image=photos.scene(800, 600))
    place = line.begin(len(photo), "bridge.jpg")
    line.loses(place, 0, len(photo), photo[: len(photo) // 2])
    stands = line.stands(place)
    assert stands == len(photo) // 2
    done = line.send(place, stands, photo[stands:])
    assert done.status_code == 204, done.text
    assert line.told(place)["medium"] == "photo"


def test_a_line_that_hangs_gives_way_to_whoever_asks_and_what_it_brought_counts(line: Line) -> None:
    place = line.begin(100_000)
    with line.hangs(place, 0, 100_000, b"a" * 10):
        assert line.stands(place) == 10
        assert line.send(place, 10, b"a" * 1000).status_code == 204
    with line.hangs(place, 1010, 98_990, b"a" * 10):
        assert line.send(place, 1010, b"a").status_code == 409, "it begins before the end of what the other brought"
    assert line.stands(place) == 1020


def test_a_hub_that_was_killed_goes_on_with_what_it_had(line: Line) -> None:
    photo = photos.jpeg(image=photos.scene(801, 600))
    place = line.begin(len(photo))
    line.send(place, 0, photo[:1000])
    film = line.give(media.film("hevc", 6), "our test.mov").json()
    assert film["state"] == "preparing"
    parts = line.server.folder / "data" / "files" / "parts"
    wait_until(lambda: any(parts.glob("*.part/full")), within=20, what="the film being made anew", every=0.005)
    line.server.kill()
    ten_minutes_pass(line)
    line.server.start()
    assert line.stands(place) == 1000
    assert line.send(place, 1000, photo[1000:]).status_code == 204
    assert line.give(photo).json()["twin"]["id"] == line.told(place)["id"], "the sum of its bytes, of which this process saw half"
    wait_until(lambda: line.client.get(f"/files/{film['id']}/full").status_code == 200, within=30, what="the film", every=0.2)
    wait_until(lambda: not any(key.endswith("source") for key in line.kept()), within=10, what="the film as it came being gone", every=0.1)
    assert sum(key.startswith(film["id"].replace("-", "")) for key in line.kept()) == 3, "one film, with its first picture in two sizes"


def ten_minutes_pass(line: Line) -> None:
    """Until others may take up what the hub that was killed had begun."""
    with closing(sqlite3.connect(line.server.folder / "data" / "trellis.sqlite3")) as rows, rows:
        begun = rows.execute("UPDATE job SET due = datetime(due, '-601 seconds') || '.000000' WHERE kind = 'prepare film'")
        assert begun.rowcount == 1, "it was killed too late to show anything"
