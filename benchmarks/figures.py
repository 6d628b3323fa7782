"""What was found, as tables; and how two things are compared on a machine that is busy with others."""

import gc
import statistics
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Ratio(NamedTuple):
    """Of many interleaved rounds: the middle is what counts, the ends say how much to believe it."""

    least: float
    median: float
    most: float

    def __str__(self) -> str:
        return f"{self.least:.2f} – **{self.median:.2f}** – {self.most:.2f}"


class Section(NamedTuple):
    """One heading of RESULTS.md. `rows` begins with the names of the columns; `notes` are paragraphs below the table."""

    title: str
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def __str__(self) -> str:
        head, *body = self.rows
        lines = [f"## {self.title}", ""]
        if body:
            lines += [_line(head), _line(["---"] * len(head)), *map(_line, body), ""]
        for note in self.notes:
            lines += [note, ""]
        return "\n".join(lines)


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """`ours` over `theirs`, round by round: neighbours in time share the machine's weather."""
    each = [a / b for a, b in zip(ours, theirs, strict=True)]
    return Ratio(min(each), statistics.median(each), max(each))


def in_turns(rounds: int, *jobs: Callable[[], float]) -> list[list[float]]:
    """A B A B …: what each job answers, in a list a job. The first round warms up and is not kept."""
    found: list[list[float]] = [[] for _ in jobs]
    for round_ in range(rounds + 1):
        for kept, job in zip(found, jobs, strict=True):
            gc.collect()
            value = job()
            if round_:
                kept.append(value)
    return found


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def held(measured: float, target: float, *, at_least: bool) -> str:
    """Whether a target is met, in one word."""
    return "met" if (measured >= target if at_least else measured <= target) else "**missed**"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
