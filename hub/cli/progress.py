"""How far a command is, for whoever waits for it."""

import sys


class Bar:
    """How far it is, on one line of a terminal; nothing where nobody looks."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total, self._shown = total, sys.stderr.isatty() and not quiet

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def show(self, done: int, file: str) -> None:
        if self._shown:
            full = 30 * done // self._total
            sys.stderr.write(f"\r\x1b[K[{'#' * full}{'.' * (30 - full)}] {done}/{self._total} {file[-40:]}")
            sys.stderr.flush()
