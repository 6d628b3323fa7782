"""What the two engines have in common: a copy of the database as it stands at one moment, and a way back."""

from pathlib import Path
from typing import Protocol

import msgspec


class Table(msgspec.Struct, frozen=True):
    """`columns` in the order in which they were copied; empty where the engine copies the file whole."""

    rows: int
    columns: list[str] = []


class Snapshot(msgspec.Struct, frozen=True):
    """`keys`: those of the store that its rows speak of."""

    revision: str
    tables: dict[str, Table]
    keys: frozenset[str]


class Copies(Protocol):
    """Folders hold nothing else. Raises a database's own errors, and ValueError with a sentence."""

    engine: str

    def copy(self, folder: Path) -> Snapshot:
        """Writes what is in the database into files, all of the same moment, while others write."""

    def is_empty(self) -> bool:
        """Whether no school was opened here. Makes nothing."""

    def look(self, folder: Path, revision: str) -> None:
        """Raises ValueError for files that can't be what a copy was."""

    def fill(self, folder: Path, revision: str, tables: dict[str, Table]) -> None:
        """The way back, in one transaction, to tables of that revision."""
