"""A large file comes in pieces, whatever happens on the way: each byte once, in its place, and nothing left of what was given up."""

import hashlib
import os
import socket
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.clock import now
from hub.errors import Invalid, NotFound
from hub.files import actions, coming, queries
from hub.files.models import Upload
from hub.files.pieces import Pieces, delete_all, sweep_strays
from tests import media, photos
from tests.support.ports import wait_until
from tests.support.school import School
from tests.support.server import Server, StartServer

PIECE = {"tus-resumable": "1.0.0", "content-type": "application/offset+octet-stream"}


class Line:
    """A program of somebody's that speaks tus."""

    def __init__(self, server: Server, name: str = "maya") -> None:
        self.server = server
        self.token = server.token(name)
        self.client = httpx.Client(base_url=server.url, headers={"authorization": f"Bearer {self.token}"}, trust_env=False, timeout=60)

    def begin(self, size: int, name: str = "film.mp4") -> str:
        answer = self.ask_to_begin(size, name)
        assert answer.status_code == 201, answer.text
        return answer.headers["location"]

    def ask_to_begin(self, size: int, name: str = "film.mp4") -> httpx.Response:
        metadata = f"filetype dmlkZW8=, filename {b64encode(name.encode()).decode()}"
        return self.client.post("/uploads", headers={"tus-resumable": "1.0.0", "upload-length": str(size), "upload-metadata": metadata})

    def send(self, place: str, offset: int, data: bytes, **more: str) -> httpx.Response:
        return self.client.patch(place, headers={**PIECE, "upload-offset": str(offset), **more}, content=data)

    def stands(self, place: str) -> int:
        answer = self.client.head(place, headers={"tus-resumable": "1.0.0"})
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        return int(answer.headers["upload-offset"])

    def loses(self, place: str, offset: int, announced: int, data: bytes) -> None:
        """Begins a piece, and is gone in the middle of it."""
        head = f"PATCH {place} HTTP/1.1\r\nhost: 127.0.0.1:{self.server.port}\r\nauthorization: Bearer {self.token}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in PIECE.items())
        head += f"upload-offset: {offset}\r\ncontent-length: {announced}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", self.server.port)) as line:
            line.sendall(head.encode() + data)
            time.sleep(0.3)
        # The hub hears of it a moment later.
        wait_until(lambda: self.stands(place) > offset, within=10, what="what came before the line was lost")

    def left(self) -> list[str]:
        return sorted(path.name for path in (self.server.folder / "data" / "files" / "parts").iterdir())

    def close(self) -> None:
        self.client.close()


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
    told = line.client.post(place).json()
    assert told["id"] == last.headers["trellis-file"]
    assert (told["medium"], told["state"], told["name"]) == ("video", "ready", "Our bridge.mp4")
    assert line.client.post(place).json() == told, "asked again, it is the same"
    shown = line.client.get(f"/files/{told['id']}/full")
    assert shown.headers["content-type"] == "video/mp4"
    assert media._TITLE.encode() not in shown.content
    assert line.left() == []


def test_a_player_gets_the_parts_that_it_asks_for(line: Line) -> None:
    film = media.film("mp4")
    place = line.begin(len(film))
    file = line.send(place, 0, film).headers["trellis-file"]
    whole = line.client.get(f"/files/{file}/full")
    assert whole.headers["accept-ranges"] == "bytes"
    size = len(whole.content)
    for asked, start, end in (("0-99", 0, 99), ("100-", 100, size - 1), ("-50", size - 50, size - 1), (f"10-{size + 500}", 10, size - 1)):
        part = line.client.get(f"/files/{file}/full", headers={"range": f"bytes={asked}"})
        assert (part.status_code, part.headers["content-range"]) == (206, f"bytes {start}-{end}/{size}")
        assert part.content == whole.content[start : end + 1]
        assert int(part.headers["content-length"]) == len(part.content)
    beyond = line.client.get(f"/files/{file}/full", headers={"range": f"bytes={size}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{size}")
    for asked in ("bytes=5-2", "bytes=a-b", "bytes=0-1,5-9", "pages=1-2", "bytes=-"):
        assert line.client.get(f"/files/{file}/full", headers={"range": asked}).status_code == 200
    changed = line.client.get(f"/files/{file}/full", headers={"range": "bytes=0-9", "if-range": '"another"'})
    assert changed.status_code == 200
    assert line.client.get(f"/files/{file}/source").status_code == 404


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
    raw: Any = {name: value.encode() for name, value in headers.items()}
    assert line.client.post("/uploads", headers=raw).status_code == status


def test_a_piece_of_another_kind_is_refused(line: Line) -> None:
    place = line.begin(10)
    assert line.send(place, 0, b"a" * 10, **{"content-type": "text/plain"}).status_code == 415
    assert line.send(place, 0, b"a" * 10, **{"upload-offset": "x"}).status_code == 400
    assert line.send(place, 0, b"a" * 10, **{"tus-resumable": "2.0.0"}).status_code == 412
    assert line.stands(place) == 0


def test_a_line_that_is_lost_goes_on_where_it_was(line: Line) -> None:
    photo = photos.jpeg(image=photos.scene(800, 600))
    place = line.begin(len(photo), "bridge.jpg")
    line.loses(place, 0, len(photo), photo[: len(photo) // 2])
    stands = line.stands(place)
    assert stands == len(photo) // 2
    done = line.send(place, stands, photo[stands:])
    assert done.status_code == 204, done.text
    assert line.client.post(place).json()["medium"] == "photo"


def test_a_line_that_hangs_gives_way_to_the_next(line: Line) -> None:
    place = line.begin(100_000)
    head = f"PATCH {place} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {line.token}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in PIECE.items()) + "upload-offset: 0\r\ncontent-length: 100000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", line.server.port)) as hanging:
        hanging.sendall(head.encode() + b"a" * 10)
        time.sleep(0.2)
        begun = time.monotonic()
        while (sent := line.send(place, line.stands(place), b"a" * 1000)).status_code == 409:
            time.sleep(0.05)
        assert sent.status_code == 204
        assert time.monotonic() - begun < 5


def test_a_piece_that_was_changed_on_its_way_does_not_count(line: Line) -> None:
    place = line.begin(1000)
    right = b64encode(hashlib.sha256(b"a" * 500).digest()).decode()
    assert line.send(place, 0, b"a" * 499 + b"b", **{"upload-checksum": f"sha256 {right}"}).status_code == 460
    assert line.stands(place) == 0
    assert line.send(place, 0, b"a" * 500, **{"upload-checksum": f"sha256 {right}"}).status_code == 204
    assert line.send(place, 500, b"a", **{"upload-checksum": "crc32 abc"}).status_code == 400
    assert line.stands(place) == 500


def test_what_is_given_up_is_gone_and_nobody_elses(line: Line) -> None:
    before = line.left()
    place = line.begin(1000)
    line.send(place, 0, b"a" * 500)
    with closing(Line(line.server, "jonas")) as jonas:
        assert jonas.client.head(place).status_code == 404
        assert jonas.send(place, 500, b"a").status_code == 404
        assert jonas.client.post(place).status_code == 404
        assert jonas.client.delete(place, headers={"tus-resumable": "1.0.0"}).status_code == 404
    assert httpx.head(f"{line.server.url}{place}", trust_env=False).status_code in (303, 401)
    assert line.client.delete(place, headers={"tus-resumable": "1.0.0"}).status_code == 204
    assert line.client.head(place).status_code == 404
    assert line.left() == before


@pytest.mark.parametrize("data", [photos.svg(), photos.html(), photos.zip_file(), photos.cut_in_half(media.film("mp4"))])
def test_what_we_do_not_take_is_refused_when_it_has_come_and_nothing_is_left(line: Line, data: bytes) -> None:
    before = line.left()
    place = line.begin(len(data))
    refused = line.send(place, 0, data)
    assert refused.status_code == 422
    assert refused.json()["message"]
    assert line.client.head(place).status_code == 404
    assert line.left() == before


def test_a_picture_that_is_an_archive_too_is_only_a_picture_afterwards(line: Line) -> None:
    sent = media.gif_that_is_a_zip()
    told = line.client.post("/files", content=sent, headers={"x-file-name": "both.gif"}).json()
    kept = line.client.get(f"/files/{told['id']}/full")
    assert kept.headers["content-type"] in ("image/png", "image/jpeg")
    assert b"PK\x03\x04" not in kept.content


def test_a_pdf_is_saved_and_never_opened_as_a_page(line: Line) -> None:
    told = line.client.post("/files", content=media.pdf(2), headers={"x-file-name": "Our%20report.PDF"}).json()
    assert (told["medium"], told["pages"], told["url"]) == ("pdf", 2, f"/files/{told['id']}/page-1")
    kept = line.client.get(f"/files/{told['id']}/full")
    assert kept.headers["content-type"] == "application/pdf"
    assert kept.headers["content-disposition"] == "attachment; filename*=UTF-8''Our%20report.pdf"
    assert "sandbox" in kept.headers["content-security-policy"]
    assert kept.headers["x-content-type-options"] == "nosniff"


def test_the_same_file_twice_is_kept_and_recognised(line: Line) -> None:
    sent = photos.jpeg(image=photos.corners(321, 123))
    first = line.client.post("/files", content=sent).json()
    second = line.client.post("/files", content=sent).json()
    assert first["twin"] is None
    assert second["twin"] == {"id": first["id"], "href": "", "title": ""}
    with closing(Line(line.server, "jonas")) as jonas:
        assert jonas.client.post("/files", content=sent).json()["twin"] is None, "that somebody else has it is nobody's business"


def test_a_film_that_few_browsers_play_is_prepared_by_the_worker(line: Line) -> None:
    told = line.client.post("/files", content=media.film("hevc", 1)).json()
    assert told["state"] == "preparing"
    assert line.client.get(f"/files/{told['id']}/thumb").status_code == 200
    assert line.client.get(f"/files/{told['id']}/source").status_code == 404, "as it came, it tells where it was taken"
    full = f"/files/{told['id']}/full"
    wait_until(lambda: line.client.get(full).status_code == 200, within=20, what="the film", every=0.2)
    shown = line.client.get(full)
    assert shown.headers["content-type"] == "video/mp4"
    assert media.about(shown.content) == {}


def test_a_restarted_server_goes_on_with_what_it_had(start_server: StartServer) -> None:
    server = start_server("--demo")
    photo = photos.jpeg(image=photos.scene(800, 600))
    with closing(Line(server)) as line:
        place = line.begin(len(photo))
        line.send(place, 0, photo[:1000])
        server.kill()
        server.start()
        assert line.stands(place) == 1000
        assert line.send(place, 1000, photo[1000:]).status_code == 204


# ── Room and time ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_twenty_that_begin_at_once_share_the_room_that_is_left(school: School) -> None:
    (maya,) = school.people(maya="student")

    def begun(_number: int) -> bool:
        try:
            maya.does(coming.begin, 100, "film.mp4", 750)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(20) as at_once:
        assert sum(at_once.map(begun, range(20))) == 7
    assert maya.reads(queries.used) == 700
    with pytest.raises(Invalid, match="Your space is full"):
        maya.does(actions.make_room, 51, 750)


def test_what_nobody_goes_on_with_is_given_up_after_a_day(school: School, tmp_path: Path) -> None:
    (maya,) = school.people(maya="student")
    old, young = (maya.does(coming.begin, 100, "film.mp4", 1000).id for _ in range(2))
    for id_ in (old, young):
        Pieces(tmp_path, id_).begin()
    school.change(Upload, old, touched=now() - timedelta(hours=25))
    given_up = school.work(coming.forget_abandoned)
    delete_all(tmp_path, given_up)
    assert [path.name for path in tmp_path.iterdir()] == [f"{young.hex}.upload"]
    assert maya.reads(queries.used) == 100
    with pytest.raises(NotFound):
        maya.reads(coming.find, old)
    os.utime(Pieces(tmp_path, young).path, (1, 1))
    assert sweep_strays(tmp_path, 3600) == 1
