"""The watch over pages can fail: shown on two small pages, without the application."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.browser import Machines, Screens, axe, holds_at_both_sizes, pictures

HEAD = '<meta name="viewport" content="width=device-width">'
GOOD = f'<!doctype html><html lang="en">{HEAD}<title>Good</title><main><h1>Good</h1></main></html>'
BAD = '<!doctype html><html><title>Bad</title><img src="http://127.0.0.2:9/x.png"><script>console.error("oh")</script>'


@pytest.fixture
def pages() -> Iterator[str]:
    """Two pages without the application: /good and /bad."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write((BAD if self.path == "/bad" else GOOD).encode())

        def log_message(self, *_words: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{served.server_port}"
        served.shutdown()


def test_a_quiet_page_passes(screens: Screens, pages: str) -> None:
    page = screens.open(f"{pages}/good", "phone", "dark")
    axe(page)
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches && innerWidth") == 390


def test_pictures_leave_the_page_as_it_was(screens: Screens, pages: str, tmp_path: Path) -> None:
    page = screens.open(f"{pages}/good", "phone", "dark")
    pictures(page, "1-good", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "1-good-desktop-dark.png",
        "1-good-desktop-light.png",
        "1-good-phone-dark.png",
        "1-good-phone-light.png",
    ]
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches && innerWidth") == 390


def test_what_is_wrong_on_a_phone_or_by_night_alone_is_noticed(screens: Screens, pages: str) -> None:
    page = screens.open(f"{pages}/good")
    holds_at_both_sizes(page)
    for where, what, told in (
        ("max-width: 500px", "width: 600px", "scrolls sideways"),
        ("prefers-color-scheme: dark", "color: #777; background: #888", "color-contrast"),
        ("pointer: coarse", "color: #777; background: #888", "color-contrast"),
    ):
        page.set_content(GOOD.replace("<main>", f"<style>@media ({where}) {{ h1 {{ {what} }} }}</style><main>"))
        with pytest.raises(AssertionError, match=told):
            holds_at_both_sizes(page)
        page.goto("/good")
        as_it_was = "[innerWidth, innerHeight, devicePixelRatio, matchMedia('(pointer: fine)').matches]"
        assert page.evaluate(as_it_was) == [1280, 900, 1, True]


def test_a_page_that_asks_another_host_or_fails_axe_is_noticed(browser: Browser, pages: str) -> None:
    screens = Screens(Machines(browser))
    page = screens.open(f"{pages}/bad")
    with pytest.raises(AssertionError, match="html-has-lang"):
        axe(page)
    screens.close()
    with pytest.raises(AssertionError, match=r"asked another host: http://127\.0\.0\.2"):
        screens.check()
    assert any("oh" in line for line in screens.troubles)
