"""The demo school, made once a process on each engine, and copied from then on."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import msgspec
import psycopg
from sqlalchemy.engine import make_url

from hub.database import Database
from hub.demo.school import fill
from hub.engines import conninfo
from hub.files.store import LocalStore
from hub.identity.queries import recognise
from tests.support.postgresql import Rows, put_rows, rows_of


def open_demo(url: str, folder: Path) -> None:
    """Puts the demo school into this migrated and empty database, which nobody has open, and its photos into `folder`/files."""
    engine = make_url(url).get_backend_name()
    kept = _kept() / engine
    first = not kept.exists()
    if first:
        _make(url, kept)
    (_sqlite if engine == "sqlite" else _postgresql)(url, kept, first)
    shutil.copytree(kept / "files", folder / "files", dirs_exist_ok=True)


@cache
def _kept() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="trellis-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _make(url: str, kept: Path) -> None:
    database = Database(url, recognise)
    try:
        fill(database, LocalStore(kept / "files"))
    finally:
        database.close()


def _sqlite(url: str, kept: Path, first: bool) -> None:
    here, there = Path(make_url(url).database or ""), kept / "demo.sqlite3"
    assert not here.with_name(here.name + "-wal").exists(), "Somebody has the database open, so its file isn't all of it."
    shutil.copyfile(*((here, there) if first else (there, here)))


def _postgresql(url: str, kept: Path, first: bool) -> None:
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        if first:
            (kept / "rows").write_bytes(msgspec.msgpack.encode(rows_of(connection)))
        else:
            put_rows(connection, msgspec.msgpack.decode((kept / "rows").read_bytes(), type=Rows))
