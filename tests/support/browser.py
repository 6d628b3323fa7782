"""A real Chromium. Each page is watched: what it says in its console or asks of another host fails the test."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Cookie, Page, Request, WebError, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.support import chromium

Size = Literal["phone", "desktop"]
Scheme = Literal["light", "dark"]

SIZES: dict[Size, tuple[int, int]] = {"phone": (390, 844), "desktop": (1280, 900)}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
JOURNEY = Path(__file__).parent.parent.parent / "journey"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Chromium reports every answer of 400 and above as an error; a form that is answered with 422 is in order.
IN_ORDER = [r"Failed to load resource: the server responded with a status of 422"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--pictures", action="store_true", help="leave pictures of what the journey looks at in journey/, which are dear")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()


class Machines:
    """Browser contexts: each another person's machine, with nothing on it, and one page open.

    Making one takes as long as five pages do to load, and a page as three. So one whose test is over is cleared, and used again
    with its page by whoever wants such a machine at the same host.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.spare: list[tuple[dict[str, Any], BrowserContext]] = []

    def take(self, **like: Any) -> BrowserContext:
        for one in self.spare:
            if one[0] == like:
                self.spare.remove(one)
                return one[1]
        context = self.browser.new_context(**like)
        context.new_page()
        return context

    def give_back(self, context: BrowserContext, **like: Any) -> None:
        for other in context.pages[1:]:
            other.close()
        context.set_offline(False)
        if not context.pages or not self._cleared(context.pages[0], like):
            context.close()
            return
        context.clear_cookies()
        # Another host is another test's server, and has ended by now.
        for gone in [one for one in self.spare if one[0]["base_url"] != like["base_url"]]:
            self.spare.remove(gone)
            gone[1].close()
        self.spare.append((like, context))

    def _cleared(self, page: Page, like: dict[str, Any]) -> bool:
        page.unroute_all()
        try:
            # A page of the same host that does nothing: on an empty one it would have to be made anew.
            page.goto(f"{like['base_url']}/health/live", timeout=3_000)
        except PlaywrightError:
            return False
        if not page.url.startswith("http"):
            return False
        line = page.context.new_cdp_session(page)
        line.send("Storage.clearDataForOrigin", {"origin": like["base_url"], "storageTypes": "all"})
        line.send("DOMStorage.clear", {"storageId": {"securityOrigin": like["base_url"], "isLocalStorage": False}})
        line.detach()
        page.set_viewport_size(like["viewport"])
        page.emulate_media(media="null", color_scheme=like["color_scheme"], reduced_motion=like["reduced_motion"])
        return True


@pytest.fixture(scope="session")
def machines(browser: Browser) -> Machines:
    return Machines(browser)


class Screens:
    """Opens pages, each on a machine of its own."""

    def __init__(self, machines: Machines) -> None:
        self.machines = machines
        self.taken: list[tuple[dict[str, Any], BrowserContext]] = []
        self.allowed = list(IN_ORDER)
        self.troubles: list[str] = []
        self.hosts: set[str] = set()
        self.heard: dict[str, Callable[[Any], None]] = {"request": self._asked, "console": self._said, "weberror": self._erred}

    def open(
        self,
        url: str,
        size: Size = "desktop",
        scheme: Scheme = "light",
        *,
        javascript: bool = True,
        language: str = "en-GB",
        zone: str = "Europe/Lisbon",
        cookies: Sequence[Cookie] = (),
    ) -> Page:
        """Goes to `url`; paths given to `page.goto` later are taken from its host, and no other host may be asked."""
        width, height = SIZES[size]
        host = urlsplit(url)
        like: dict[str, Any] = {
            "base_url": f"{host.scheme}://{host.netloc}",
            "viewport": {"width": width, "height": height},
            "device_scale_factor": 2 if size == "phone" else 1,
            "has_touch": size == "phone",
            "is_mobile": size == "phone",
            "color_scheme": scheme,
            "reduced_motion": "reduce",
            "java_script_enabled": javascript,
            "locale": language,
            "timezone_id": zone,
        }
        context = self.machines.take(**like)
        self.taken.append((like, context))
        context.set_default_timeout(10_000)
        context.add_cookies([{name: one[name] for name in ("name", "value", "domain", "path")} for one in cookies])  # type: ignore[misc]
        self.hosts.add(host.netloc)
        for happening, heard in self.heard.items():
            context.on(happening, heard)  # type: ignore[call-overload]
        page = context.pages[0]
        page.goto(url)
        return page

    def allow(self, pattern: str) -> None:
        """A console message that matches is expected, as when the test takes the line away."""
        self.allowed.append(pattern)

    def check(self) -> None:
        bad = [line for line in self.troubles if not any(re.search(pattern, line) for pattern in self.allowed)]
        assert not bad, "The browser told of trouble:\n" + "\n".join(bad)

    def close(self) -> None:
        for like, context in self.taken:
            for happening, heard in self.heard.items():
                context.remove_listener(happening, heard)
            self.machines.give_back(context, **like)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.netloc not in self.hosts:
            self.troubles.append(f"asked another host: {request.url}")

    def _erred(self, error: WebError) -> None:
        self.troubles.append(f"uncaught: {error.error}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")


@pytest.fixture
def screens(machines: Machines) -> Iterator[Screens]:
    """`page = screens.open(server.url + "/sign-in", "phone", "dark")`."""
    opened = Screens(machines)
    yield opened
    opened.close()
    opened.check()


def axe(page: Page) -> None:
    """Fails with what axe finds against WCAG 2.2 AA and good practice on the page as it stands now."""
    _axe(page, {"type": "tag", "values": RULES})


def holds_at_both_sizes(page: Page, where: str = "") -> None:
    """Nothing for axe to find and nothing that scrolls sideways, on a desk by day and on a phone by night.

    So each rule is asked at each size and each colour is seen in each light, for half of what all four would cost. The page was opened
    on a desk and is turned, not loaded again, which would cost more than to look at it.
    """
    page.emulate_media(color_scheme="light")
    _holds(page, where, "desktop")
    with _turned_to_a_phone(page):
        page.emulate_media(color_scheme="dark")
        _holds(page, where, "phone")
    page.emulate_media(color_scheme="light")


def _holds(page: Page, where: str, size: Size) -> None:
    # Against what the screen has: a phone makes its window as wide as what stands in it.
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0], f"{where or page.url} scrolls sideways on a {size}"
    axe(page)


@contextmanager
def _turned_to_a_phone(page: Page) -> Iterator[None]:
    """Playwright decides with the context whether a screen is a phone's; Chromium can change its mind."""
    desk = page.viewport_size
    assert desk == {"width": SIZES["desktop"][0], "height": SIZES["desktop"][1]}, "Open it on a desk"
    width, height = SIZES["phone"]
    line = page.context.new_cdp_session(page)
    try:
        line.send("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": True})
        line.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        # What watches its own size has its turn in the next frame.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        seen = page.evaluate("[screen.width, devicePixelRatio, matchMedia('(pointer: coarse)').matches]")
        assert seen == [width, 2, True], f"This is no phone: {seen}"
        yield
    finally:
        line.detach()
        page.set_viewport_size(desk)


def axe_by_day_and_night(page: Page) -> None:
    """What axe finds in light, and in dark, where the colours alone can differ. The page stays in dark."""
    page.emulate_media(color_scheme="light")
    axe(page)
    page.emulate_media(color_scheme="dark")
    _axe(page, {"type": "rule", "values": ["color-contrast"]})


def _axe(page: Page, rules: dict[str, object]) -> None:
    # Half a megabyte, which takes as long to read as the page to look at: once for each document.
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    found = [
        f"{violation['id']} ({violation['impact']}): {violation['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:5])
        for violation in violations
    ]
    assert not found, f"axe finds this on {page.url}:\n" + "\n".join(found)


def pictures(page: Page, name: str, folder: Path = JOURNEY) -> None:
    """Leaves four pictures of the page as it stands: on a phone and a desk, in light and in dark. It stays as it was."""
    before = page.viewport_size
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    folder.mkdir(exist_ok=True)
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        # As high as all of it: what sticks to an edge of the screen would cover something in the middle.
        page.set_viewport_size({"width": width, "height": max(height, page.evaluate("document.documentElement.scrollHeight"))})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.evaluate("() => document.fonts.ready.then(() => true)")
            # Hiding the caret would put a style into the page, which our policy refuses.
            page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", caret="initial", scale="css")
    page.emulate_media(color_scheme="dark" if dark else "light")
    if before:
        page.set_viewport_size(before)
