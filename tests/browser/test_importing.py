"""A folder of work on its way through the page, and a large file over a line that is lost in the middle."""

import random
from copy import copy
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Request, expect

from tests import media, photos
from tests.browser.people import signed_in
from tests.support.browser import Screens, axe
from tests.support.lossy import lossy_line
from tests.support.server import Server

ARRIVES = 30_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bridge")
    (folder / "week 2").mkdir()
    for number in range(4):
        photos.corners(320 + number, 240).save(folder / f"sketch {number}.jpg")
    (folder / "week 2" / "sketch again.jpg").write_bytes((folder / "sketch 0.jpg").read_bytes())
    (folder / "week 2" / "report.pdf").write_bytes(media.pdf(2))
    (folder / "week 2" / "interview.mp3").write_bytes(media.sound("mp3"))
    (folder / "week 2" / "the test.mp4").write_bytes(media.film("mp4"))
    (folder / "week 2" / "cut.mp4").write_bytes(photos.cut_in_half(media.film("mp4")))
    (folder / "notes.docx").write_bytes(photos.zip_file())
    return folder


def drop(page: Page, folder: Path) -> None:
    hand = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        hand.send("Input.dispatchDragEvent", {"type": kind, "x": 40, "y": 200, "data": data})
    hand.detach()


def test_a_dropped_folder_becomes_private_work(screens: Screens, server: Server, folder: Path) -> None:
    page = signed_in(screens, server, "jonas", "/artifacts/import", "phone")
    axe(page)
    drop(page, folder)
    said = page.locator(".sum")
    expect(said).to_have_text("7 added, 1 here already, 2 not taken.", timeout=ARRIVES)
    refused = page.locator(".brought .failed")
    expect(refused).to_have_count(2)
    expect(refused.filter(has_text="notes.docx")).to_contain_text("We can't take this kind of file.")
    expect(refused.filter(has_text="bridge0/week 2/cut.mp4")).to_contain_text("seems broken or only half there.")
    expect(refused.get_by_role("button")).to_have_count(0)
    expect(page.locator(".brought .duplicate a")).to_have_text("sketch 0")
    axe(page)
    # Once more: all of it is recognised.
    page.reload()
    page.locator("input[type=file]").set_input_files(sorted((folder / "week 2").iterdir()))
    expect(said).to_have_text("0 added, 4 here already, 1 not taken.", timeout=ARRIVES)
    page.get_by_role("link", name="the test").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("the test")
    film = page.locator("video")
    page.wait_for_function("() => document.querySelector('video')")
    film.evaluate("film => { film.preload = 'auto'; film.load() }")
    page.wait_for_function("() => document.querySelector('video').videoWidth === 320")
    assert film.evaluate("film => Math.round(film.duration)") == 2


def test_trying_again_is_offered_only_where_it_can_help(screens: Screens, server: Server, folder: Path) -> None:
    screens.allow(r"net::ERR_FAILED")
    page = signed_in(screens, server, "amina", "/artifacts/import")
    page.route("**/files", lambda route: route.abort(), times=1)
    page.locator("input[type=file]").set_input_files([folder / "sketch 3.jpg"])
    refused = page.locator(".brought .failed")
    expect(refused).to_contain_text("There is no connection.")
    refused.get_by_role("button", name="Try again").click()
    expect(page.locator(".sum")).to_have_text("1 added, 0 here already, 0 not taken.", timeout=ARRIVES)
    page.goto(f"{server.url}/reflections/new")
    page.locator("input[name=photos]").set_input_files([folder / "notes.docx"])
    acts = page.locator("li[data-failed] button")
    expect(acts).to_have_count(1)
    expect(acts).to_contain_text("Remove")


def test_without_scripts_files_come_in_a_form(screens: Screens, server: Server, folder: Path) -> None:
    page = signed_in(screens, server, "amina", "/artifacts/import", javascript=False)
    page.locator("input[type=file]").set_input_files([folder / "sketch 1.jpg", folder / "notes.docx", folder / "week 2" / "cut.mp4"])
    page.get_by_role("button", name="Bring them in").click()
    expect(page.locator(".sum")).to_have_text("1 added, 0 here already, 2 not taken.")
    refused = page.locator(".brought .failed")
    expect(refused.filter(has_text="notes.docx")).to_contain_text("We can't take this kind of file.")
    expect(refused.filter(has_text="cut.mp4")).to_contain_text("seems broken or only half there.")


def test_a_large_file_goes_on_where_it_was_when_the_line_comes_back(screens: Screens, server: Server, tmp_path: Path) -> None:
    # A browser sends a request anew by itself when its line is lost; then it hears that some of it is here already.
    screens.allow(r"net::ERR_|409 \(Conflict\)")
    # Noise, which nothing makes smaller: some ten megabytes.
    large = tmp_path / "large.png"
    Image.frombytes("RGB", (2000, 1700), random.Random(7).randbytes(2000 * 1700 * 3)).save(large, compress_level=0)
    assert large.stat().st_size > 10_000_000
    began: list[int] = []

    def begins(request: Request) -> None:
        if request.method == "PATCH":
            began.append(int(request.headers["upload-offset"]))

    with lossy_line(server.port, after=5_000_000) as url:
        through = copy(server)
        through.url = url
        page = signed_in(screens, through, "jonas", "/reflections/new")
        page.on("request", begins)
        page.locator("input[name=photos]").set_input_files(large)
        expect(page.locator("li[data-photo]")).to_have_count(1, timeout=ARRIVES)
        assert len(began) == 2, "in one piece, had the line not been lost"
        assert 0 < began[1] < 5_100_000, "what had come of it counts"
        _without_a_trace(page)


def _without_a_trace(page: Page) -> None:
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('tus'))") == []
