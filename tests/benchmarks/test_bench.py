"""The bench runs, and says what it found. How fast anything is depends on the machine, so no test asks that."""

import asyncio
import gc
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from benchmarks import cold, fanout, operations, pages, screens, wire, writes
from benchmarks.__main__ import PARTS, main
from benchmarks.edge import edge
from benchmarks.figures import Section, in_turns, ratio
from benchmarks.ground import Ground, ground
from tests.support import chromium


@pytest.fixture(scope="module", autouse=True)
def what_other_tests_left_is_not_looked_through() -> None:
    """Before each measuring the bench collects garbage: half a second, thirty times, in a process that has run a thousand tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module")
def here() -> Iterator[Ground]:
    with ground() as made:
        yield made


def test_a_ratio_compares_neighbours_and_tells_its_ends() -> None:
    assert ratio([2.0, 9.0, 4.0], [1.0, 3.0, 1.0]) == (2.0, 3.0, 4.0)
    asked: list[str] = []
    found = in_turns(2, lambda: asked.append("a") or 1.0, lambda: asked.append("b") or 2.0)  # type: ignore[func-returns-value]
    assert asked == ["a", "b"] * 3, "one round warms up, and they take turns"
    assert found == [[1.0, 1.0], [2.0, 2.0]]


def test_every_page_answers_and_costs_the_same_statements_whatever_there_is(here: Ground) -> None:
    section = pages.measure_statements(here, sizes=(2, 6), engines=("sqlite",))
    assert len(section.rows) > 40
    assert [row for row in section.rows[1:] if row[-1] != "yes"] == []


def test_every_query_costs_the_same_statements_whatever_there_is(here: Ground) -> None:
    section = operations.measure_statements(here, sizes=(2, 6), engines=("sqlite",))
    assert [row for row in section.rows[1:] if row[-1] != "yes"] == []


def test_the_nested_query_is_replayed_through_core(here: Ground) -> None:
    section = operations.measure_nested(here, engines=("sqlite",), rounds=1, many=1)
    _whole(section)
    assert section.rows[1][1] == "8", "the nested query reads what it did not ask for"


def test_the_template_alone_makes_the_same_page(here: Ground) -> None:
    _whole(pages.measure_rendering(here, engines=("sqlite",), rounds=1, many=1))


def test_bytes_are_counted_by_a_browser(here: Ground) -> None:
    assert chromium.find(), chromium.MISSING
    _whole(wire.measure(here))


def test_both_sides_write_the_same(here: Ground) -> None:
    _whole(writes.measure(here, many=50, rounds=1))


def test_both_servers_show_the_same_door(here: Ground) -> None:
    _whole(cold.measure(here, rounds=1))


def test_a_crowd_hears_what_each_side_sends(here: Ground) -> None:
    _whole(fanout.measure(here, sockets=40, rounds=1, messages=2, seconds=0.1))


def test_what_one_types_is_drawn_on_the_other_screen(here: Ground) -> None:
    _whole(screens.measure(here, engines=("sqlite",), messages=1))


def test_an_unknown_part_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["speed"])
    told = capsys.readouterr().err
    assert all(part in told for part in PARTS)


def test_no_page_reads_all_of_a_table_that_grows(here: Ground) -> None:
    """SQLite says itself how it would look for rows. Small tables hide what a large school would pay."""
    grows = re.compile(r"SCAN (item_grant|message_grant|message|item|reflection|person|role_held|event|event_topic|file|draft)\b")
    asked: dict[str, Any] = {}

    async def look() -> list[str]:
        async with edge(here.database("sqlite"), here.new_folder(), 3) as hub:
            event.listen(Engine, "before_cursor_execute", note := lambda _c, _k, text, bound, *_: asked.update({text: bound}))
            try:
                for pattern, path, name in pages.addresses(hub.school):
                    if pattern in ("/", "/space", "/reflections/<id>", "/items/<id>/audience", "/people/<id>/space"):
                        await hub.get(path, name)
            finally:
                event.remove(Engine, "before_cursor_execute", note)
            with hub.database.doors.engine.connect() as connection:
                plans = {
                    text: connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", bound).all()
                    for text, bound in asked.items()
                    if text.startswith("SELECT")
                }
        return [
            f"{row[3]} for {text[:200]}" for text, rows in plans.items() for row in rows if grows.match(row[3]) and "INDEX" not in row[3]
        ]

    assert asyncio.run(look()) == []


def test_results_say_what_they_were_measured_with() -> None:
    told = (Path(__file__).parent.parent.parent / "benchmarks" / "RESULTS.md").read_text()
    assert all(word in told for word in ("SQLite 3.", "sqlalchemy 2.", "make bench", "Peers: "))


def _whole(section: Section) -> None:
    head, *body = section.rows
    assert body
    assert all(len(row) == len(head) for row in body)
    assert section.title in str(section)
