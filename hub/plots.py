"""Where the marks of a plot stand: drawn by the server as SVG, with its table beside it."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

WIDTH, HEIGHT = 320, 96
_EDGE = 8


class Mark(msgspec.Struct, frozen=True):
    """One value at its place, in units of the drawing; y grows downwards."""

    x: float
    y: float
    at: datetime
    value: float
    words: str = ""


class Plot(msgspec.Struct, frozen=True):
    """A line through its marks, the earliest first."""

    marks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def line(self) -> str:
        """For the `points` of a polyline."""
        return " ".join(f"{mark.x:g},{mark.y:g}" for mark in self.marks)


def over_time(
    values: Sequence[tuple[datetime, float, str]], lowest: float, highest: float, within: tuple[datetime, datetime] | None = None
) -> Plot:
    """Values with their moments, earliest first, between `lowest` and `highest`; what happened at one moment stands in the middle.

    `within` is what is drawn from edge to edge, where that is more than from the first value to the last.
    """
    if not values:
        return Plot([])
    first, last = within or (values[0][0], values[-1][0])
    whole = (last - first).total_seconds()
    span = (highest - lowest) or 1.0
    wide, high = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    return Plot(
        [
            Mark(
                x=round(_EDGE + wide * ((at - first).total_seconds() / whole if whole else 0.5), 1),
                y=round(_EDGE + high * (1 - (value - lowest) / span), 1),
                at=at,
                value=value,
                words=words,
            )
            for at, value, words in values
        ]
    )
