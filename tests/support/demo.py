"""The demo school, made once a run on each engine, and copied from then on."""

import shutil
from pathlib import Path

import msgspec
import psycopg
from sqlalchemy.engine import make_url

from hub.database import Database
from hub.demo.school import fill
from hub.engines import conninfo
from hub.files.store import LocalStore
from hub.identity.queries import recognise
from tests.support.once import once
from tests.support.postgresql import Rows, put_rows, rows_of


def open_demo(url: str, folder: Path) -> None:
    """Puts the demo school into this migrated and empty database, which nobody has open, and its photos into `folder`/files."""
    engine = make_url(url).get_backend_name()
    keep, put = (_keep_file, _put_file) if engine == "sqlite" else (_keep_rows, _put_rows)

    def make(kept: Path) -> None:
        database = Database(url, recognise)
        try:
            fill(database, LocalStore(kept / "files"))
        finally:
            database.close()
        keep(url, kept)

    kept = once(f"demo-{engine}", make)
    put(url, kept)
    shutil.copytree(kept / "files", folder / "files", dirs_exist_ok=True)


def _keep_file(url: str, kept: Path) -> None:
    assert not _file(url).with_name(_file(url).name + "-wal").exists(), "Somebody has the database open, so its file isn't all of it."
    shutil.copyfile(_file(url), kept / "demo.sqlite3")


def _put_file(url: str, kept: Path) -> None:
    shutil.copyfile(kept / "demo.sqlite3", _file(url))


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")


def _keep_rows(url: str, kept: Path) -> None:
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        (kept / "rows").write_bytes(msgspec.msgpack.encode(rows_of(connection)))


def _put_rows(url: str, kept: Path) -> None:
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        put_rows(connection, msgspec.msgpack.decode((kept / "rows").read_bytes(), type=Rows))
