"""A teacher's home with two hundred who wait beside one with twenty: statements, and time."""

import asyncio
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import NamedTuple

from benchmarks.edge import Edge, edge
from benchmarks.figures import Ratio, Section, held, ratio
from benchmarks.ground import Ground
from hub.homes import waits
from hub.slices import Place
from tests.support.statements import count_statements

FEW, MANY = 20, 200
MOST = 1.5
"""Times as long, as the project's own table of growth has it."""


class _Found(NamedTuple):
    statements: list[int]
    times: Ratio
    milliseconds: float


def measure(ground: Ground, *, engines: tuple[str, ...] = ("sqlite", "postgresql"), rounds: int = 7, many: int = 5) -> Section:
    rows = [
        ["page", "database", f"statements, {FEW} and {MANY} waiting", f"time with {MANY} ÷ with {FEW}", "target", f"ms with {MANY}, median"]
    ]
    for engine in engines:
        for page, found in asyncio.run(_measured(ground, engine, rounds, many)).items():
            rows.append(
                [
                    f"`{page}`",
                    engine,
                    ", ".join(map(str, found.statements)),
                    str(found.times),
                    f"≤ {MOST:g}: {held(found.times.median, MOST, at_least=False)}",
                    f"{found.milliseconds:.1f}",
                ]
            )
    words = (
        f"A teacher's own pages, signed in, policy on, from the request to the last byte; {rounds} rounds of {many}, A B A B. Of those who "
        f"wait, {waits.PAGE} stand on a page, so that with {FEW} a third fewer are drawn."
    )
    return Section("Those who wait for a teacher", rows, [words])


async def _measured(ground: Ground, engine: str, rounds: int, many: int) -> dict[str, _Found]:
    async with AsyncExitStack() as open_:
        # Half of those who wait are learners of their own, half is the work of one who wrote again.
        hubs = [await open_.enter_async_context(edge(ground.database(engine), ground.new_folder(), n // 2)) for n in (FEW, MANY)]
        for hub, wanted in zip(hubs, (FEW, MANY), strict=True):
            there = hub.database.read_now(hub.school.claim("rivera"), waits.count)
            assert there == wanted, f"{there} wait, not {wanted}"
        return {page: await _page(hubs, page, rounds, many) for page in ("/", "/answering/<place>")}


async def _page(hubs: list[Edge], page: str, rounds: int, many: int) -> _Found:
    paths = [page.replace("<place>", Place(datetime.now(UTC), hub.school.reflections[0]).cursor) for hub in hubs]
    statements = []
    for hub, path in zip(hubs, paths, strict=True):
        await hub.get(path, "rivera")
        with count_statements() as seen:
            answer = await hub.get(path, "rivera")
        assert answer.status == 200, f"{path} answered {answer.status}"
        statements.append(seen.count)
    times: list[list[float]] = [[], []]
    for round_ in range(rounds + 1):
        for kept, hub, path in zip(times, hubs, paths, strict=True):
            begun = time.perf_counter()
            for _each in range(many):
                await hub.get(path, "rivera")
            if round_:
                kept.append(time.perf_counter() - begun)
    few, lots = times
    return _Found(statements, ratio(lots, few), sorted(lots)[len(lots) // 2] / many * 1000)
