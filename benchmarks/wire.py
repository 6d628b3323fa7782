"""What travels before a page is whole, counted by a real Chromium with an empty cache."""

from collections import Counter
from contextlib import closing

from playwright.sync_api import Browser, sync_playwright

from benchmarks.figures import Section, held
from benchmarks.ground import Ground
from benchmarks.school import School, build
from benchmarks.serving import ours
from hub.database import Database
from hub.identity.queries import recognise
from tests.support import chromium

PAGE, WITH_FONTS = 60, 150
"""KB, the targets."""
_KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JavaScript", "Font": "fonts"}


def measure(ground: Ground) -> Section:
    """Raises LookupError where there is no Chromium."""
    path = chromium.find()
    if path is None:
        raise LookupError(chromium.MISSING)
    url = ground.database("sqlite")
    with closing(Database(url, recognise)) as database:
        school = build(database, 5)
    rows = [["page", *_KINDS.values(), "other", "HTML + CSS + JavaScript", "target", "with fonts", "target"]]
    with ours(ground.new_folder(), url) as server, sync_playwright() as playwright:
        server.first("/sign-in")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        for words, address, name in (("/sign-in", "/sign-in", None), ("a student's home", "/", "maya")):
            rows.append(_row(words, _heard(browser, server.url, address, name, school)))
        browser.close()
    return Section(
        "First load on the wire, kB",
        rows,
        ["Bodies and headers as they were sent, in a phone's window, nothing cached. 1 kB is 1,000 bytes."],
    )


def _heard(browser: Browser, url: str, address: str, name: str | None, school: School) -> Counter[str]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    if name:
        context.add_cookies([{"name": "trellis", "value": school.secrets[name], "url": url}])
    page = context.new_page()
    line = context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    bytes_: Counter[str] = Counter()
    line.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    line.on(
        "Network.loadingFinished",
        lambda told: bytes_.update({_KINDS.get(kinds.get(told["requestId"], ""), "other"): int(told["encodedDataLength"])}),
    )
    line.send("Network.enable")
    page.goto(url + address, wait_until="networkidle")
    page.wait_for_timeout(300)
    context.close()
    return bytes_


def _row(words: str, heard: Counter[str]) -> list[str]:
    page = sum(heard[kind] for kind in ("HTML", "CSS", "JavaScript")) / 1000
    fonts = page + heard["fonts"] / 1000
    return [
        words,
        *(f"{heard[kind] / 1000:.1f}" for kind in (*_KINDS.values(), "other")),
        f"**{page:.1f}**",
        f"≤ {PAGE}: {held(page, PAGE, at_least=False)}",
        f"**{fonts:.1f}**",
        f"≤ {WITH_FONTS}: {held(fonts, WITH_FONTS, at_least=False)}",
    ]
