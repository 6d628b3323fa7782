"""What people give, good and bad, by each way in: taken bare, or refused with a reason and nothing of it there."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from tests import media, photos
from tests.files.line import Line
from tests.support.ports import wait_until
from tests.support.server import Server

FILES: dict[str, Callable[[], bytes]] = {
    "both.gif": media.gif_that_is_a_zip,
    "logo.svg": photos.svg,
    "report.pdf": media.pdf,
    "half.mp4": lambda: photos.cut_in_half(media.film("mp4")),
    "notes.zip": photos.zip_file,
    "page.html": photos.html,
}
UNKNOWN = "We can't take this kind of file. Photos, PDFs, recordings and films can be added."
REASONS = {
    "logo.svg": UNKNOWN,
    "notes.zip": UNKNOWN,
    "page.html": UNKNOWN,
    "half.mp4": "This recording seems broken or only half there. Try choosing it again.",
}


@pytest.fixture(scope="module")
def line(server: Server) -> Iterator[Line]:
    with closing(Line(server)) as line:
        yield line


def alone(line: Line, _folder: Path) -> dict[str, str]:
    answers = {name: line.give(made(), name) for name, made in FILES.items()}
    return {name: answer.json()["message"] for name, answer in answers.items() if answer.status_code != 201}


def in_pieces(line: Line, _folder: Path) -> dict[str, str]:
    refused = {}
    for name, made in FILES.items():
        data = made()
        place = line.begin(len(data), name)
        half = len(data) // 2
        assert line.send(place, 0, data[:half]).status_code == 204
        last = line.send(place, half, data[half:])
        if last.status_code != 204:
            refused[name] = last.json()["message"]
            assert line.client.head(place).status_code == 404, "refused, it is not on its way any more"
    return refused


def to_a_page(line: Line, _folder: Path) -> dict[str, str]:
    """In one form, as a browser without scripts sends it."""
    photos = [("photos", (name, made())) for name, made in FILES.items()]
    told = line.client.post("/artifacts/import", files=photos, headers={"accept": "application/json"}).json()
    return {one["name"]: one["reason"] for one in told if one["outcome"] == "failed"}


def by_the_command(line: Line, folder: Path) -> dict[str, str]:
    for name, made in FILES.items():
        (folder / name).write_bytes(made())
    told = json.loads(line.server.trellis("artifacts", "import", str(folder), "--owner", "amina", "--json", check=False).stdout)
    return {one["file"]: one["reason"] for one in told if one["outcome"] == "failed"}


@pytest.mark.parametrize("way", [alone, in_pieces, to_a_page, by_the_command])
def test_of_what_means_harm_only_a_picture_or_a_bare_page_is_kept_and_nothing_of_the_rest(
    way: Callable[[Line, Path], dict[str, str]], line: Line, tmp_path: Path
) -> None:
    before = line.kept()
    assert way(line, tmp_path) == REASONS
    assert line.left() == []
    kept = {key: data for key, data in line.kept().items() if key not in before}
    # Nothing at all where it was known already.
    assert sorted(key.split(".", 1)[1] for key in kept) in (
        sorted(["full", "page", "thumb", "full", "thumb", "page-1", "page-2", "page-3"]),
        [],
    )
    for data in kept.values():
        assert b"PK\x03\x04" not in data
        shown = _spelled_out(data) if data.startswith(b"%PDF-") else data
        assert not any(bad in shown for bad in (*media.SECRETS, *photos.SECRETS, b"/JavaScript", b"/OpenAction", b"/AA"))


def _spelled_out(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        out = BytesIO()
        pdf.save(out, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return out.getvalue()


def test_what_is_too_large_is_refused_before_it_is_sent(line: Line) -> None:
    refused = line.ask_to_begin(500_000_001)
    assert (refused.status_code, refused.json()["message"]) == (422, "This file is 501 MB. The most is 500 MB.")
    with closing(HTTPConnection("127.0.0.1", line.server.port, timeout=10)) as whole:
        whole.putrequest("POST", "/files")
        for name, value in {"authorization": f"Bearer {line.token}", "accept": "application/json", "content-length": "2000000001"}.items():
            whole.putheader(name, value)
        whole.endheaders()
        answer = whole.getresponse()
        assert (answer.status, json.load(answer)["message"]) == (422, "This file is 2,001 MB. The most is 500 MB.")
    assert line.left() == []


def test_a_pdf_is_saved_and_never_opened_as_a_page(line: Line) -> None:
    told = line.give(media.pdf(2), "Our%20report.PDF").json()
    assert (told["medium"], told["pages"], told["url"]) == ("pdf", 2, f"/files/{told['id']}/page-1")
    kept = line.client.get(f"/files/{told['id']}/full")
    assert kept.headers["content-type"] == "application/pdf"
    assert kept.headers["content-disposition"] == "attachment; filename*=UTF-8''Our%20report.pdf"
    assert "sandbox" in kept.headers["content-security-policy"]
    assert kept.headers["x-content-type-options"] == "nosniff"


def test_the_same_file_twice_is_kept_and_recognised(line: Line) -> None:
    sent = photos.jpeg(image=photos.corners(321, 123))
    first, second = line.give(sent).json(), line.give(sent).json()
    assert first["twin"] is None
    assert second["twin"] == {"id": first["id"], "href": "", "title": ""}
    with closing(Line(line.server, "jonas")) as jonas:
        assert jonas.give(sent).json()["twin"] is None, "that somebody else has it is nobody's business"


def test_a_film_that_few_browsers_play_is_prepared_by_the_worker(line: Line) -> None:
    told = line.give(media.film("hevc", 1)).json()
    assert told["state"] == "preparing"
    assert line.client.get(f"/files/{told['id']}/thumb").status_code == 200
    assert line.client.get(f"/files/{told['id']}/source").status_code == 404, "as it came, it tells where it was taken"
    full = f"/files/{told['id']}/full"
    wait_until(lambda: line.client.get(full).status_code == 200, within=20, what="the film", every=0.2)
    shown = line.client.get(full)
    assert shown.headers["content-type"] == "video/mp4"
    assert media.about(shown.content) == {}


def test_a_player_gets_the_parts_that_it_asks_for(line: Line) -> None:
    file = line.give(media.film("mp4"), "film.mp4").json()["id"]
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
