"""Photos on their way: several at once, how far they are, changing one's mind, a lost line, and dropping them on the page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect

from tests import photos
from tests.browser.people import signed_in
from tests.support.browser import Screens, axe
from tests.support.server import Server

ARRIVES = 15_000


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two ordinary ones, and one large enough to be seen on its way."""
    folder = tmp_path_factory.mktemp("pictures")
    names = ("jar.jpg", "bridge.jpg", "large.jpg")
    found = [folder / name for name in names]
    for path, image in zip(found, (photos.corners(640, 480), photos.corners(480, 640), photos.scene(1600, 1200)), strict=True):
        image.save(path, quality=95)
    return found


def choose(page: Page, *files: Path) -> Locator:
    page.locator("input[name=photos]").set_input_files(list(files))
    return page.locator("photo-picker .picked > li")


@contextmanager
def slow_line(page: Page) -> Iterator[CDPSession]:
    """30 KB a second upwards, as at the edge of a village."""
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    conditions = {"offline": False, "latency": 20, "downloadThroughput": -1}
    line.send("Network.emulateNetworkConditions", conditions | {"uploadThroughput": 30_000})
    yield line
    line.send("Network.emulateNetworkConditions", conditions | {"uploadThroughput": -1})
    line.detach()


def test_several_photos_come_at_once_and_one_is_taken_out_again(screens: Screens, server: Server, pictures: list[Path]) -> None:
    page = signed_in(screens, server, "jonas", "/reflections/new", "phone")
    lines = choose(page, *pictures[:2])
    expect(page.locator("li[data-photo]")).to_have_count(2, timeout=ARRIVES)
    axe(page)
    page.get_by_label("What happened?").fill("Two, then one.")
    lines.first.get_by_role("button", name="Remove").click()
    expect(lines).to_have_count(1)
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/reflections/0*")
    expect(page.locator("article .photo img")).to_have_count(1)


def test_a_photo_on_its_way_says_how_far_it_is_and_can_be_stopped(screens: Screens, server: Server, pictures: list[Path]) -> None:
    page = signed_in(screens, server, "jonas", "/reflections/new")
    page.get_by_label("What happened?").fill("Without the large one.")
    with slow_line(page):
        line = choose(page, pictures[2]).first
        bar = line.get_by_role("progressbar", name="Sending large.jpg")
        page.wait_for_function("() => { const bar = document.querySelector('.picked progress'); return bar.value > 0 && bar.value < 90 }")
        first = float(bar.get_attribute("value") or 0)
        page.wait_for_function("before => document.querySelector('.picked progress').value > before", arg=first)
        # Sending the words waits for it, and says so.
        page.get_by_role("button", name="Post").click()
        expect(page.locator("#toasts")).to_contain_text("A file is still on its way.")
        assert page.url.endswith("/reflections/new")
        with page.expect_event("requestfailed", lambda request: request.url.endswith("/files")):
            line.get_by_role("button", name="Cancel: large.jpg").click()
        expect(page.locator(".picked > li")).to_have_count(0)
    # Nothing is waited for any more: the words go off alone.
    page.wait_for_url("**/reflections/0*")
    expect(page.locator("article")).to_contain_text("Without the large one.")
    expect(page.locator("article img")).to_have_count(0)


def test_words_that_waited_for_a_photo_go_off_with_it(screens: Screens, server: Server, pictures: list[Path]) -> None:
    page = signed_in(screens, server, "jonas", "/reflections/new")
    page.get_by_label("What happened?").fill("Together.")
    with slow_line(page):
        choose(page, pictures[2])
        page.get_by_role("button", name="Post").click()
        expect(page.locator("#toasts")).to_contain_text("A file is still on its way.")
    page.wait_for_url("**/reflections/0*", timeout=ARRIVES)
    expect(page.locator("article .photo img")).to_have_count(1)


def test_after_a_lost_line_the_photo_is_sent_again(screens: Screens, server: Server, pictures: list[Path]) -> None:
    screens.allow("ERR_INTERNET_DISCONNECTED")
    page = signed_in(screens, server, "jonas", "/reflections/new", "phone")
    page.get_by_label("What happened?").fill("In the tunnel.")
    page.context.set_offline(True)
    lines = choose(page, *pictures[:2])
    failed = page.locator("li[data-failed]")
    expect(failed).to_have_count(2)
    expect(failed.first).to_contain_text("There is no connection. The file is still on your device.")
    expect(page.locator(".save-state")).to_have_text("Saved on this device.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Post").click()
    expect(page.locator("#toasts")).to_contain_text("Try it again, or remove it.")
    # The notice doesn't lie over what is to be pressed next, and goes when there is nothing to say any more.
    page.get_by_role("button", name="Post").click(trial=True, timeout=3000)
    page.get_by_role("button", name="Try again: jar.jpg").click()
    expect(page.locator("li[data-photo]")).to_have_count(1, timeout=ARRIVES)
    page.get_by_role("button", name="Remove: bridge.jpg").click()
    expect(lines).to_have_count(1)
    expect(page.locator("#toasts .notice")).to_have_count(0)
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/reflections/0*")
    expect(page.locator("article .photo img")).to_have_count(1)


def test_what_is_no_photo_is_refused_in_its_line_and_harms_nothing(screens: Screens, server: Server, tmp_path: Path) -> None:
    page = signed_in(screens, server, "jonas", "/reflections/new")
    words = tmp_path / "notes.jpg"
    words.write_text("These are words.")
    line = choose(page, words).first
    expect(line.locator(".wrong")).not_to_be_empty()
    line.get_by_role("button", name="Remove: notes.jpg").click()
    expect(page.locator(".picked > li")).to_have_count(0)
    page.get_by_label("What happened?").fill("Still here.")
    page.get_by_role("button", name="Post").click()
    page.wait_for_url("**/reflections/0*")


def test_photos_are_dropped_on_the_page(screens: Screens, server: Server, pictures: list[Path]) -> None:
    """Beside the place for them too: a browser would otherwise leave the page and show the picture."""
    page = signed_in(screens, server, "jonas", "/reflections/new")
    hand = page.context.new_cdp_session(page)
    for target, path in zip((page.locator(".drop"), page.locator("h1")), pictures[:2], strict=True):
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box
        data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
        place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 8, "data": data}
        for kind in ("dragEnter", "dragOver"):
            hand.send("Input.dispatchDragEvent", {"type": kind} | place)
        expect(page.locator(".drop.over")).to_have_count(1)
        hand.send("Input.dispatchDragEvent", {"type": "drop"} | place)
        expect(page.locator(".drop.over")).to_have_count(0)
    hand.detach()
    expect(page.locator("li[data-photo]")).to_have_count(2, timeout=ARRIVES)
    assert page.url.endswith("/reflections/new")
