"""What GraphQL costs: the statements of each published operation, and its time beside the same statements through Core."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

import msgspec
from graphql import ExecutionResult, execute_sync
from sqlalchemy import Connection, CursorResult, Engine, event
from sqlalchemy.engine import Compiled
from sqlalchemy.util import immutabledict

from benchmarks.edge import Edge, edge
from benchmarks.figures import Ratio, Section, held, ratio
from benchmarks.ground import Ground
from benchmarks.pages import ENGINES, SIZES
from hub.assets import OPERATIONS
from hub_graphql.compiled.plans import Plans
from hub_graphql.documents import Document
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
        "class_overview": {"class": global_id("Class", hub.school.class_id)},
        "time_to_feedback": {},
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
        [
            "database",
            "statements",
            "leaves",
            "whole query ÷ its statements through Core",
            "target",
            "stretch",
            "the same in CPU time",
            "÷ the query carried out by graphql-core",
            "the query's ms, median",
            "its CPU ms",
        ]
    ]
    for engine in engines:
        found = asyncio.run(_nested(ground, engine, rounds, many))
        rows.append(
            [
                engine,
                str(found.statements),
                str(found.leaves),
                str(found.times),
                f"≤ {MOST:g}: {held(found.times.median, MOST, at_least=False)}",
                f"≤ {STRETCH:g}: {held(found.times.median, STRETCH, at_least=False)}",
                str(found.cpu),
                str(found.beside_graphql_core),
                f"{found.milliseconds:.1f}",
                f"{found.cpu_milliseconds:.1f}",
            ]
        )
    words = (
        f"viewer → 20 reflections → thread → messages → author, signed in, policy on, from the request's bytes to the answer's; {rounds} "
        f"rounds of {many}, A B A B. Through Core: the same compiled statements with the same parameters on one connection of the same "
        "process, in one transaction, rows fetched and their values converted, nothing built of them. CPU time is this process's (on "
        "PostgreSQL, the server's is not in it). Carried out by graphql-core: the same resolvers, without compiled plans."
    )
    return Section("A nested GraphQL query beside its own statements", rows, [words])


class _Nested(NamedTuple):
    statements: int
    leaves: int
    times: Ratio
    cpu: Ratio
    beside_graphql_core: Ratio
    milliseconds: float
    cpu_milliseconds: float


class _Spent(NamedTuple):
    wall: float
    cpu: float


async def _nested(ground: Ground, engine: str, rounds: int, many: int) -> _Nested:
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

        async def core() -> _Spent:
            begun = _now()
            for _ in range(many):
                through_core()
            return _since(begun)

        async def query() -> _Spent:
            begun = _now()
            for _ in range(many):
                await hub.graphql(question, "maya")
            return _since(begun)

        async def by_graphql_core() -> _Spent:
            with _uncompiled():
                return await query()

        jobs = (query, core, by_graphql_core)
        for job in jobs:
            await job()
        spent = [[await job() for job in jobs] for _round in range(rounds)]
    return _Nested(
        len(statements),
        _leaves(told["data"]),
        ratio([whole.wall for whole, _, _ in spent], [alone.wall for _, alone, _ in spent]),
        ratio([whole.cpu for whole, _, _ in spent], [alone.cpu for _, alone, _ in spent]),
        ratio([whole.cpu for whole, _, _ in spent], [plain.cpu for _, _, plain in spent]),
        median(whole.wall for whole, _, _ in spent) / many * 1000,
        median(whole.cpu for whole, _, _ in spent) / many * 1000,
    )


def _now() -> _Spent:
    return _Spent(time.perf_counter(), time.process_time())


def _since(begun: _Spent) -> _Spent:
    wall, cpu = _now()
    return _Spent(wall - begun.wall, cpu - begun.cpu)


@contextmanager
def _uncompiled() -> Iterator[None]:
    """Plans that let graphql-core carry everything out."""

    def carry_out(
        plans: Plans, document: Document, variables: dict[str, Any], operation_name: str | None, *, context: object, hide_suggestions: bool
    ) -> ExecutionResult:
        return execute_sync(
            plans.schema._schema,
            document.tree,
            context_value=context,
            variable_values=variables,
            operation_name=operation_name,
            hide_suggestions=hide_suggestions,
        )

    compiled = Plans.carry_out
    Plans.carry_out = carry_out  # type: ignore[method-assign]
    try:
        yield
    finally:
        Plans.carry_out = compiled  # type: ignore[method-assign]


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
