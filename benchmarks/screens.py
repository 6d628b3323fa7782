"""From Enter in one browser until the message is drawn in another: a real Chromium, a real server, a team's room."""

import time
from contextlib import closing
from datetime import timedelta
from uuid import UUID

from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from benchmarks.figures import Section, held, percentile
from benchmarks.ground import Ground
from benchmarks.school import BENCH
from benchmarks.serving import Serving, ours
from hub.database import Database, Tx
from hub.demo.school import fill
from hub.files.store import LocalStore
from hub.identity import actions as identity
from hub.identity.queries import recognise
from hub.people.models import Person
from hub.rooms.models import Room
from tests.support import chromium

TARGET, STRETCH = 100, 50
"""ms, p95."""
# Clocks of two pages of one browser are one clock, once each counts from the same moment.
_TELLS = """() => document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) window.pressed = performance.timeOrigin + performance.now();
}, true)"""
_WATCHES = """() => {
  window.drawn = {};
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const one of addedNodes) {
      const words = one.textContent?.match(/said-\\d+/)?.[0];
      if (words) requestAnimationFrame(() => { window.drawn[words] ??= performance.timeOrigin + performance.now(); });
    }
  }).observe(document.body, { childList: true, subtree: true });
}"""


def measure(ground: Ground, *, engines: tuple[str, ...] = ("sqlite", "postgresql"), messages: int = 50) -> Section:
    """Raises LookupError where there is no Chromium."""
    path = chromium.find()
    if path is None:
        raise LookupError(chromium.MISSING)
    rows = [["database", "p50, ms", "p95, ms", "target", "stretch"]]
    for engine in engines:
        url, folder = ground.database(engine), ground.new_folder()
        with closing(Database(url, recognise)) as database:
            fill(database, LocalStore(folder / "files"))
            room, secrets = database.write_now(BENCH, _let_in)
        with ours(folder, url) as server, sync_playwright() as playwright:
            server.first("/sign-in")
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
            taken = _said(browser, server, room, secrets, messages)
            browser.close()
        late = percentile(taken, 0.95)
        targets = [f"≤ {most}: {held(late, most, at_least=False)}" for most in (TARGET, STRETCH)]
        rows.append([engine, f"{percentile(taken, 0.5):.0f}", f"**{late:.0f}**", *targets])
    note = (
        f"{messages} messages, one after another: from the key pressed in Maya's page to the frame in which Jonas's draws the words. "
        "A round trip to the server, the commit, the rendering, the socket, and up to 16 ms until the browser draws again."
    )
    return Section("From Enter to the other screen", rows, [note])


def _said(browser: Browser, server: Serving, room: UUID, secrets: dict[str, str], messages: int) -> list[float]:
    """Milliseconds of each; the first, which warms up, is not counted."""
    maya, jonas = (_page(browser, f"{server.url}/rooms/{room}", secrets[name]) for name in ("maya", "jonas"))
    maya.evaluate(_TELLS)
    jonas.evaluate(_WATCHES)
    taken: list[float] = []
    for number in range(messages + 1):
        words = f"said-{number}"
        box = maya.get_by_label("Say something")
        box.fill(words)
        box.press("Control+Enter")
        drawn = _answer(jonas, "words => window.drawn[words]", words)
        taken.append(drawn - maya.evaluate("window.pressed"))
        _answer(maya, "words => document.querySelector('.reply-box textarea').value === ''", words)
    return taken[1:]


def _answer(page: Page, question: str, words: str) -> float:
    """Asked some times a second until it is one. Raises TimeoutError."""
    for _ in range(200):
        if answer := page.evaluate(question, words):
            return float(answer)
        time.sleep(0.05)
    raise TimeoutError(f"no answer to {question}")


def _page(browser: Browser, address: str, secret: str) -> Page:
    context = browser.new_context()
    context.add_cookies([{"name": "trellis", "value": secret, "domain": "127.0.0.1", "path": "/"}])
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    return page


def _let_in(tx: Tx) -> tuple[UUID, dict[str, str]]:
    people = {name: id_ for name, id_ in tx.execute(select(Person.sign_in_name, Person.id))}  # noqa: C416 - a Row is no pair to a type checker
    secrets = {name: identity.new_session(tx, people[name], timedelta(days=1), "bench", shared=False).secret for name in ("maya", "jonas")}
    return tx.scalars(select(Room.id).where(Room.title == "Team Bees")).one(), secrets
