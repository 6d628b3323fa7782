"""What GraphQL costs: the statements of each published operation, and its time beside the same statements through Core."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

import msgspec
from sqlalchemy import Connection, CursorResult, Engine, event
from sqlalchemy.engine import Compiled
from sqlalchemy.util import immutabledict

from benchmarks.edge import Edge, edge
from benchmarks.figures import Ratio, Section, held
from benchmarks.ground import Ground
from benchmarks.pages import ENGINES, SIZES
from hub.assets import OPERATIONS
from hub_graphql.nodes import global_id
from tests.support.statements import FRAMES, count_statements

MOST, STRETCH = 2.0, 1.3
NESTED = """
query Nested {
  viewer {
    reflections(first: 20) {
      nodes {
        id title created
        thread { id messages(last: 20) { nodes { id words created voice author { id called } } } }
      }
    }
  }
}
"""


def _asked(hub: Edge, size: int) -> dict[str, dict[str, Any]]:
    """The variables of each published query, over as much as there is. Changes are tests' own: here is what reading costs."""
    items = [global_id("Reflection", id_) for id_ in hub.school.reflections]
    return {
        "home": {},
        "my_reflections": {"first": size},
        "reflection": {"id": items[0]},
        "thread": {"item": items[0], "last": size},
        "nodes": {"ids": items},
        "space": {"person": global_id("Person", hub.school.people["maya"]), "first": size},
        "viewer": {},
    }


def measure_statements(ground: Ground, *, sizes: tuple[int, ...] = SIZES, engines: tuple[str, ...] = ENGINES) -> Section:
    found: dict[tuple[str, str], list[int]] = {}
    for engine in engines:
        for size in sizes:
            for (operation, role), count in asyncio.run(_counted(ground, engine, size)).items():
                found.setdefault((operation, role), []).append(count)
    rows = [["operation", "as", f"statements, N = {', '.join(map(str, sizes))} on {' and '.join(engines)}", "constant"]]
    for (operation, role), counts in found.items():
        same = len(set(counts)) == 1
        rows.append([operation, role, str(counts[0]) if same else ", ".join(map(str, counts)), "yes" if same else "**no**"])
    return Section("SQL statements of each GraphQL query", rows, ["Those of graphql/operations, and the nested one below. N as above."])


async def _counted(ground: Ground, engine: str, size: int) -> dict[tuple[str, str], int]:
    async with edge(ground.database(engine), ground.new_folder(), size) as hub:
        asked = {name: ((OPERATIONS / f"{name}.graphql").read_text(), variables) for name, variables in _asked(hub, size).items()}
        asked["(nested)"] = (NESTED, {})
        found = {}
        for name, (query, variables) in asked.items():
            for person, role in (("maya", "student"), ("rivera", "teacher"), ("chidi", "guardian")):
                with count_statements() as seen:
                    answer = await hub.graphql({"query": query, "variables": variables}, person)
                assert answer.status == 200, f"{name} as {person}: {answer.body[:300]!r}"
                found[name, role] = seen.count
        return found


def measure_nested(ground: Ground, *, engines: tuple[str, ...] = ENGINES, rounds: int = 9, many: int = 10) -> Section:
    """Of the student herself, with twenty reflections and three messages about each."""
    rows = [
        ["database", "statements", "leaves", "whole query ÷ its statements through Core", "target", "stretch", "the query's ms, median"]
    ]
    for engine in engines:
        statements, leaves, times, milliseconds = asyncio.run(_nested(ground, engine, rounds, many))
        rows.append(
            [
                engine,
                str(statements),
                str(leaves),
                str(times),
                f"≤ {MOST:g}: {held(times.median, MOST, at_least=False)}",
                f"≤ {STRETCH:g}: {held(times.median, STRETCH, at_least=False)}",
                f"{milliseconds:.1f}",
            ]
        )
    words = (
        f"viewer → 20 reflections → thread → messages → author, signed in, policy on, from the request's bytes to the answer's; {rounds} "
        f"rounds of {many}, A B A B. Through Core: the same compiled statements with the same parameters on one connection of the same "
        "process, in one transaction, rows fetched and their values converted, nothing built of them."
    )
    return Section("A nested GraphQL query beside its own statements", rows, [words])


async def _nested(ground: Ground, engine: str, rounds: int, many: int) -> tuple[int, int, Ratio, float]:
    async with edge(ground.database(engine), ground.new_folder(), 20) as hub:
        question = {"query": NESTED}
        await hub.graphql(question, "maya")
        with _compiled() as statements:
            answer = await hub.graphql(question, "maya")
        told = msgspec.json.decode(answer.body)
        nodes = told["data"]["viewer"]["reflections"]["nodes"]
        assert len(nodes) == 20, "twenty reflections were asked for"
        assert all(len(node["thread"]["messages"]["nodes"]) == 3 for node in nodes), "each has three messages"

        def through_core() -> None:
            with hub.database.doors.engine.connect() as connection, connection.begin():
                for compiled, parameters in statements:
                    _execute(connection, compiled, parameters).fetchall()

        async def core() -> float:
            begun = time.perf_counter()
            for _ in range(many):
                through_core()
            return time.perf_counter() - begun

        async def query() -> float:
            begun = time.perf_counter()
            for _ in range(many):
                await hub.graphql(question, "maya")
            return time.perf_counter() - begun

        await query()
        await core()
        shares, times = [], []
        for _round in range(rounds):
            whole, alone = await query(), await core()
            shares.append(whole / alone)
            times.append(whole / many * 1000)
        return len(statements), _leaves(told["data"]), Ratio(min(shares), median(shares), max(shares)), median(times)


def _execute(connection: Connection, compiled: Compiled, parameters: dict[str, Any]) -> CursorResult[Any]:
    """Core from where a statement is compiled on. It has no public door there; through the one before it, Core would look slower."""
    dialect = connection.dialect
    begin = dialect.execution_ctx_cls._init_compiled  # type: ignore[attr-defined]
    return connection._execute_context(
        dialect, begin, compiled, [parameters], _NO_OPTIONS, compiled, [parameters], compiled.statement, None
    )  # type: ignore[arg-type, call-arg]


_NO_OPTIONS: immutabledict[str, Any] = immutabledict()


@contextmanager
def _compiled() -> Iterator[list[tuple[Compiled, dict[str, Any]]]]:
    """The statements that any engine of this process runs, compiled, with what was bound to them."""
    seen: list[tuple[Compiled, dict[str, Any]]] = []

    def note(_connection: Any, _cursor: Any, text: str, _parameters: Any, context: Any, _many: Any) -> None:
        if not text.lstrip().upper().startswith(FRAMES):
            # A list that was spread over several parameters is whole again only among those that were extracted.
            bound = context.compiled.construct_params(
                context.compiled_parameters[0], extracted_parameters=context.extracted_parameters, escape_names=False, _check=False
            )
            seen.append((context.compiled, bound))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _leaves(data: Any) -> int:
    if isinstance(data, dict):
        return sum(map(_leaves, data.values()))
    return sum(map(_leaves, data)) if isinstance(data, list) else 1
