"""The demo school, made once a process on each engine, and copied from then on."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from hub.database import Database
from hub.demo.school import fill
from hub.engines import conninfo
from hub.files.store import LocalStore
from hub.identity.queries import recognise


def open_demo(url: str, folder: Path) -> None:
    """Puts the demo school into this migrated and empty database, which nobody has open, and its photos into `folder`/files."""
    engine = make_url(url).get_backend_name()
    kept = _kept() / engine
    if not kept.exists():
        _make(url, kept)
        (_keep_file if engine == "sqlite" else _keep_template)(url, kept)
    elif engine == "sqlite":
        shutil.copyfile(kept / "demo.sqlite3", make_url(url).database or "")
    else:
        _copy_template(url)
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


def _keep_file(url: str, kept: Path) -> None:
    path = Path(make_url(url).database or "")
    assert not path.with_name(path.name + "-wal").exists(), "Somebody has the database open, so its file isn't all of it."
    shutil.copyfile(path, kept / "demo.sqlite3")


def _keep_template(url: str, _kept: Path) -> None:
    with _server(url) as server:
        server.execute(f"CREATE DATABASE template_demo TEMPLATE {make_url(url).database}".encode())


def _copy_template(url: str) -> None:
    name = make_url(url).database
    with _server(url) as server:
        server.execute(f"DROP DATABASE {name}".encode())
        server.execute(f"CREATE DATABASE {name} TEMPLATE template_demo".encode())


def _server(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(conninfo(make_url(url).set(database="postgres").render_as_string(hide_password=False)), autocommit=True)
