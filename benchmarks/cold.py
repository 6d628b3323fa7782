"""From nothing to the first page, and what the server then holds in memory."""

import statistics
from collections.abc import Callable
from html.parser import HTMLParser

from benchmarks.figures import Section, held, in_turns, ratio
from benchmarks.ground import Ground, peers_python
from benchmarks.school import build
from benchmarks.serving import Got, Serving, ours, peer
from hub.database import Database
from hub.identity.queries import recognise

MEMORY = 90
"""MB, the target."""


def measure(ground: Ground, *, rounds: int = 5) -> Section:
    """Raises AssertionError when the two pages don't say the same."""
    url = ground.database("sqlite")
    database = Database(url, recognise)
    build(database, 5)
    database.close()
    data, python = ground.new_folder(), peers_python()
    held_by: tuple[list[float], list[float]] = ([], [])
    pages: list[list[str]] = [[], []]

    def starting(side: int, start: Callable[[], Serving]) -> Callable[[], float]:
        def job() -> float:
            with start() as server:
                first = server.first("/sign-in")
                pages[side] = _seen(first)
                held_by[side].append(server.resident())
                return first.seconds

        return job

    our_times, their_times = in_turns(rounds, starting(0, lambda: ours(data, url)), starting(1, lambda: peer(python, url)))
    assert pages[0] == pages[1], "the two doors don't say the same"
    start, memory = ratio(our_times, their_times), statistics.median(held_by[0])
    return Section(
        "Cold start and idle memory",
        [
            ["what", "found", "target"],
            [
                "process start → 200 on /sign-in, ours ÷ FastAPI + Jinja2 + SQLAlchemy",
                str(start),
                f"≤ 1.0: {held(start.median, 1.0, at_least=False)}",
            ],
            ["resident memory after the first page", f"**{memory:.0f} MB**", f"≤ {MEMORY} MB: {held(memory, MEMORY, at_least=False)}"],
        ],
        [
            f"{rounds} starts each, A B A B, SQLite that is already migrated and filled. Ours: `trellis serve` with all of its routes, "
            "migrations looked at, live rooms, worker. Theirs: one route, a query and a template of the same words and boxes; no "
            f"migrations. The peer holds {statistics.median(held_by[1]):.0f} MB.",
        ],
    )


class _Page(HTMLParser):
    """What a person can read and fill in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._inside += tag == "main"
        if self._inside and tag in ("input", "a", "form"):
            self.found.append(f"{tag} {told.get('name') or told.get('href') or told.get('action')} {told.get('type', '')}")

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self._inside and data.strip():
            self.found.append(" ".join(data.split()))


def _seen(got: Got) -> list[str]:
    assert got.status == 200, f"/sign-in answered {got.status}"
    page = _Page()
    page.feed(got.body)
    return page.found
