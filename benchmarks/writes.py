"""Fifty tasks that write at once: ours through one hop and a grouped writer, theirs through an asynchronous pool."""

from typing import Any

from sqlalchemy import make_url

from benchmarks.child import Child
from benchmarks.figures import Section, held, in_turns, percentile, ratio
from benchmarks.ground import OURS, ROOT, Ground, peers_python
from benchmarks.school import School, all_words, build
from hub.database import Database
from hub.identity.queries import recognise

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}


def measure(ground: Ground, *, many: int = 500, rounds: int = 5) -> Section:
    """`many` writes a round. Raises AssertionError when the two databases don't say the same in the end."""
    rows = [["database", "lock errors, ours", "theirs", "writes/s, ours ÷ theirs", "target", "p99, ours ÷ theirs", "target"]]
    whole = []
    for engine, least, p99_most in (("sqlite", 5.0, 0.4), ("postgresql", 1.0, None)):
        found = _one(ground, engine, many, rounds)
        speed, p99 = ratio(found.speed[0], found.speed[1]), ratio(found.p99[0], found.p99[1])
        rows.append(
            [
                engine,
                str(found.errors[0]),
                str(found.errors[1]),
                str(speed),
                f"≥ {least:g}: {held(speed.median, least, at_least=True)}",
                str(p99),
                f"≤ {p99_most:g}: {held(p99.median, p99_most, at_least=False)}" if p99_most else "",
            ]
        )
        whole.append(f"{engine} {ratio(found.speed[2], found.speed[1]).median:.2f} ×")
    return Section(
        "Writes: 50 tasks at once, read + insert",
        rows,
        [
            f"Each writes {many} messages a round, {rounds} rounds, A B A B. Theirs: SQLAlchemy's AsyncSession over aiosqlite or asyncpg, "
            "a pool of 20 connections, WAL, `synchronous=FULL` and a busy timeout of 10 s as ours. "
            "In the end both databases held the same words.",
            "The whole of `add_message` (who is asking, the policy, grants, the event and its topics) against their bare read and insert: "
            f"{', '.join(whole)} their writes/s.",
        ],
    )


class _Found:
    """By side: ours, theirs, our whole action."""

    def __init__(self) -> None:
        self.errors = [0, 0, 0]
        self.speed: list[list[float]] = []
        self.p99: list[list[float]] = [[], [], []]


def _one(ground: Ground, engine: str, many: int, rounds: int) -> _Found:
    urls = [ground.database(engine) for _ in range(3)]
    schools = [_filled(url) for url in urls]
    theirs = make_url(urls[1]).set(drivername=DRIVERS[engine]).render_as_string(hide_password=False)
    found = _Found()

    with (
        Child(OURS, ["-m", "benchmarks.our_writes", urls[0], *_words(schools[0]), schools[0].secrets["maya"]]) as our_child,
        Child(peers_python(), [str(ROOT / "benchmarks/peers/async_pool.py"), theirs, *_words(schools[1])]) as their_child,
        Child(OURS, ["-m", "benchmarks.our_writes", urls[2], *_words(schools[2]), schools[2].secrets["maya"]]) as whole_child,
    ):

        def asking(side: int, child: Child, **more: Any) -> Any:
            numbers = iter(range(rounds + 1))

            def ask() -> float:
                number = next(numbers)
                answer = child.ask(many=many, round=number, **more)
                found.errors[side] += answer["lock_errors"]
                if number:
                    found.p99[side].append(percentile(answer["latencies"], 0.99))
                return many / float(answer["seconds"])

            return ask

        found.speed = in_turns(rounds, asking(0, our_child), asking(1, their_child), asking(2, whole_child, whole=True))
    if not found.errors[1]:
        said = [_said(url) for url in urls]
        assert said[0] == said[1] == said[2], "the sides wrote different words"
    return found


def _filled(url: str) -> School:
    database = Database(url, recognise)
    try:
        return build(database, 1)
    finally:
        database.close()


def _said(url: str) -> list[str]:
    database = Database(url, recognise)
    try:
        return all_words(database)
    finally:
        database.close()


def _words(school: School) -> list[str]:
    return [str(school.reflections[0]), str(school.people["maya"])]
