"""What each page costs: its SQL statements, whatever the number of rows, and its time beside its template's alone."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextvars import copy_context
from datetime import UTC, datetime
from statistics import median
from typing import Any

from benchmarks import project
from benchmarks.edge import Answer, Edge, edge
from benchmarks.figures import Ratio, Section, held
from benchmarks.ground import Ground
from benchmarks.school import School
from hub.slices import Place
from tests.support.statements import count_statements

SIZES = (5, 20, 100)
ENGINES = ("sqlite", "postgresql")
RENDERING = 0.5


def addresses(school: School) -> Iterator[tuple[str, str, str | None]]:
    """Of every page: its pattern, its path and who asks for it."""
    yield "/sign-in", "/sign-in", None
    one, message, maya = school.reflections[0], school.messages[0], school.people["maya"]
    for name in ("maya", "rivera", "chidi", "haddad"):
        yield "/", "/", name
        yield "/space", "/space", name
        yield "/you", "/you", name
        yield "/reflections/new", "/reflections/new", name
        yield "/people/<id>/space", f"/people/{maya}/space", name
        if name != "haddad":
            yield "/reflections/<id>", f"/reflections/{one}", name
            yield "/reflections/<id>/history", f"/reflections/{one}/history", name
    yield "/reflections/<id>/edit", f"/reflections/{one}/edit", "maya"
    yield "/items/<id>/audience", f"/items/{one}/audience", "maya"
    yield "/messages/<id>/edit", f"/messages/{message}/edit", "maya"
    yield "/messages/<id>/history", f"/messages/{message}/history", "maya"
    yield "/messages/<id>/report", f"/messages/{message}/report", "rivera"
    yield "/messages/<id>/hide", f"/messages/{message}/hide", "rivera"
    yield "/you/tokens", "/you/tokens", "maya"
    for name in ("rivera", "haddad"):
        yield "/people", "/people", name
        yield "/people?q=", "/people?q=lind", name
        yield "/people/<id>", f"/people/{maya}", name
        yield "/classes", "/classes", name
        yield "/classes/<id>", f"/classes/{school.class_id}", name
        yield "/classes/<id>/roster", f"/classes/{school.class_id}/roster", name
        yield "/reports", "/reports", name
    yield "/people/invite", "/people/invite", "haddad"
    yield "/answering/<place>", f"/answering/{Place(datetime.now(UTC), one).cursor}", "rivera"


ROLES = {"maya": "student", "rivera": "teacher", "chidi": "guardian", "haddad": "admin", None: "stranger"}


def measure_statements(ground: Ground, *, sizes: tuple[int, ...] = SIZES, engines: tuple[str, ...] = ENGINES) -> Section:
    found: dict[tuple[str, str], dict[tuple[str, int], int]] = {}
    for engine in engines:
        for size in sizes:
            counted = asyncio.run(_counted(ground, engine, size))
            for page, count in counted.items():
                found.setdefault(page, {})[engine, size] = count
    rows = [["page", "as", *(f"{engine}, N = {', '.join(map(str, sizes))}" for engine in engines), "constant"]]
    for (pattern, role), counts in found.items():
        each = [[counts.get((engine, size), -1) for size in sizes] for engine in engines]
        same = all(len(set(by_size)) == 1 for by_size in each)
        rows.append([f"`{pattern}`", role, *(_few(by_size) for by_size in each), "yes" if same else "**no**"])
    return Section(
        "SQL statements of each page",
        rows,
        [
            "N: reflections of one student, students of the class, and their work that waits; with a project, what its team says, asks and "
            "has to do. Recognition and navigation included."
        ],
    )


def _few(counts: list[int]) -> str:
    return str(counts[0]) if len(set(counts)) == 1 else ", ".join("–" if count < 0 else str(count) for count in counts)


async def _counted(ground: Ground, engine: str, size: int) -> dict[tuple[str, str], int]:
    async with edge(ground.database(engine), ground.new_folder(), size) as hub:
        found: dict[tuple[str, str], int] = {}
        await _count(hub, addresses(hub.school), found)
        made = project.build(hub.database, hub.school, size)
        for _seen_before_and_again in range(2):
            await _count(hub, project.addresses(made), found, beside=" with a project")
        return found


async def _count(hub: Edge, asked: Iterable[tuple[str, str, str | None]], found: dict[tuple[str, str], int], beside: str = "") -> None:
    for pattern, path, name in asked:
        with count_statements() as seen:
            answer = await hub.get(path, name)
        assert answer.status == 200, f"{path} as {name} answered {answer.status}"
        found[f"{pattern}{beside if pattern == '/' else ''}", ROLES[name]] = seen.count


def measure_rendering(ground: Ground, *, engines: tuple[str, ...] = ENGINES, rounds: int = 7, many: int = 40) -> Section:
    """The reflection's page, from its request to its last byte, beside its template given the same things again."""
    rows = [["database", "HTML", "rendering alone ÷ whole page", "stretch", "the page's ms, median"]]
    for engine in engines:
        bytes_, share, milliseconds = asyncio.run(_rendered(ground, engine, rounds, many))
        rows.append(
            [
                engine,
                f"{bytes_ / 1000:.1f} kB",
                str(share),
                f"≥ {RENDERING}: {held(share.median, RENDERING, at_least=True)}",
                f"{milliseconds:.1f}",
            ]
        )
    return Section(
        "A reflection's page beside rendering alone",
        rows,
        [f"A student's own, three messages, signed in, policy on; {rounds} rounds of {many}, A B A B."],
    )


async def _rendered(ground: Ground, engine: str, rounds: int, many: int) -> tuple[int, Ratio, float]:
    async with edge(ground.database(engine), ground.new_folder(), 5) as hub:
        path = f"/reflections/{hub.school.reflections[0]}"
        answer, render = await _rendering(hub, path)
        assert render() == answer.body.decode(), "the template alone makes another page"

        async def whole() -> None:
            await hub.get(path, "maya")

        async def alone() -> None:
            render()

        for _warm in range(2):
            await _timed(whole, many)
            await _timed(alone, many)
        shares, times = [], []
        for _round in range(rounds):
            page, template = await _timed(whole, many), await _timed(alone, many)
            shares.append(template / page)
            times.append(page / many * 1000)
        return len(answer.body), Ratio(min(shares), median(shares), max(shares)), median(times)


async def _rendering(hub: Edge, path: str) -> tuple[Answer, Callable[[], str]]:
    """Asks for the page once, and answers with it and a function that renders the same again."""
    own = hub.hub.templates
    given: list[Callable[[], str]] = []

    class Template:
        def __init__(self, name: str) -> None:
            self.name = name

        def render(self, context: dict[str, Any]) -> str:
            spoken = copy_context()  # The language and the time zone of whoever looks.
            given.append(lambda: spoken.run(own.get_template(self.name).render, context))
            return given[-1]()

    class Templates:
        get_template = Template

    hub.put_templates(Templates())
    answer = await hub.get(path, "maya")
    hub.put_templates(own)
    render = given[-1]
    return answer, render


async def _timed(job: Callable[[], Awaitable[None]], many: int) -> float:
    begun = time.perf_counter()
    for _ in range(many):
        await job()
    return time.perf_counter() - begun
