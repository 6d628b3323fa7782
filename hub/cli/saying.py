"""What the words of the command share: how they say something, and how they open the hub."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy.engine import make_url

from hub import migrations
from hub.database import Database
from hub.identity.queries import recognise
from hub.settings import Settings


def say(words: str = "") -> None:
    print(words, flush=True)  # noqa: T201 - a command speaks


def say_json(told: Any) -> None:
    """Structs, ids and times included."""
    say(json.dumps(msgspec.to_builtins(told), indent=2, ensure_ascii=False))


def table(rows: list[tuple[str, ...]]) -> None:
    """Columns under each other; the last one may be of any length."""
    if not rows:
        return
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        say("  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


@contextmanager
def open_hub(settings: Settings, *, make: bool = False) -> Iterator[Database]:
    """The hub's database, up to date. Without `make`, raises LookupError when it is missing or old: nothing is made by mistake."""
    if make:
        make_folder(settings)
        migrations.upgrade(settings.database)
    else:
        _look(settings)
    database = Database(settings.database, recognise)
    try:
        yield database
    finally:
        database.close()


def make_folder(settings: Settings) -> None:
    """The data folder, which is for nobody else on the machine to look into."""
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as problem:
        raise ValueError(f"{settings.data} is a file, and should be a folder: is TRELLIS_DATA right?") from problem


def _look(settings: Settings) -> None:
    url = make_url(settings.database)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise LookupError(f"There is no hub in {Path(url.database or '').parent} yet. Is TRELLIS_DATA the right folder?")
    if not migrations.is_current(settings.database):
        raise LookupError("The database is not up to date: run `trellis migrate` first.")
