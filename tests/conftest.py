"""What all tests share. The parts are in tests/support/, one file to a kind."""

import gc
import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# First of all, because everything else would fail in words that lead nowhere.
assert not (ROOT / "graphql" / "__init__.py").exists(), (
    "graphql/__init__.py must not exist: `import graphql` belongs to graphql-core, on which Strawberry stands. "
    "graphql/ is a source root, as src/ is elsewhere; our package in it is hub_graphql."
)

# A machine may ask Python to keep nothing that it compiles. Then each of some four hundred processes would compile our modules
# anew, and each server its templates: a tenth of all the time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

import pytest  # noqa: E402 - not before the sentence above

pytest_plugins = [
    "tests.support.once",
    "tests.support.passwords",
    "tests.support.databases",
    "tests.support.redis",
    "tests.support.statements",
    "tests.support.nursery",
    "tests.support.server",
    "tests.support.browser",
    "tests.support.school",
]


def pytest_report_header() -> list[str]:
    # Imported late: pytest rewrites the assertions of the plugins above, and must meet them first.
    from tests.support import parts

    return parts.used()


LONGEST = (
    *("test_journey.py", "test_journey_on_postgresql.py", "test_pages.py", "test_goals.py"),
    *("test_artifacts.py", "test_two_windows.py", "test_growth.py", "test_loops.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: once Playwright's loop runs in this thread, no other test can start one of its own.

    The longest of them first: begun at the end, one would go on alone while the other workers have nothing left to do.
    """

    def turn(item: pytest.Item) -> tuple[bool, int]:
        name = item.path.name
        return "browser" in item.path.relative_to(ROOT).parts, LONGEST.index(name) if name in LONGEST else len(LONGEST)

    items.sort(key=turn)


def pytest_collection_finish() -> None:
    """What is loaded by now stays until the end: the garbage collector needn't walk through it, a quarter of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
