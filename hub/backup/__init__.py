"""A whole hub in one file, kept while it is in use, and an empty hub filled from it.

What was acknowledged before a backup began is in it, and no row in it lacks its file.
"""

import tempfile
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy.engine import make_url

from hub import migrations
from hub.backup import archive, postgresql, sqlite
from hub.backup.archive import Manifest
from hub.backup.copies import Copies
from hub.clock import now
from hub.files.store import LocalStore
from hub.settings import Settings

MOST_ROUNDS = 20


class Done(msgspec.Struct, frozen=True):
    """`missing`: files that rows speak of and the store has lost: damage that was there before. `bytes` of the archive."""

    path: str
    made: datetime
    engine: str
    revision: str
    rows: int
    files: int
    missing: list[str]
    bytes: int


def keep(settings: Settings, target: Path, version: str) -> Done:
    """Writes the archive; a folder gets one named after the time. Raises ValueError, OSError or a database's error.

    The database is copied first, then the files that it speaks of. A photo that is deleted in between would leave a row
    without a file: then the database is copied once more, which is quick, because files never change and are kept already.
    """
    made = now()
    if target.is_dir():
        target = target / f"trellis-{made:%Y-%m-%dT%H%M%SZ}.tar"
    copies = _copies(settings)
    with archive.Writer(target) as writing, tempfile.TemporaryDirectory(dir=target.parent, prefix=".trellis-backup-") as folder:
        gone: set[str] = set()
        for number in range(MOST_ROUNDS):
            place = Path(folder) / str(number)
            place.mkdir()
            snapshot = copies.copy(place)
            store = LocalStore(settings.data / "files")  # which makes its folders: not before a hub was found there
            now_gone = {key for key in snapshot.keys if not writing.has_file(key) and not _add(writing, store, key)}
            if now_gone <= gone:
                break
            gone |= now_gone
        for path in sorted(place.iterdir()):
            writing.add_table(path)
        manifest = Manifest(
            trellis=version,
            engine=copies.engine,
            revision=snapshot.revision,
            made=made,
            tables=snapshot.tables,
            files=len(snapshot.keys - now_gone),
            missing=sorted(now_gone),
        )
        size = writing.finish(manifest, snapshot.keys - now_gone)
    return _done(target, manifest, size)


def check(source: Path) -> Done:
    """Reads the whole archive and compares it with what it says of itself. Raises ValueError when it is not whole."""
    with tempfile.TemporaryDirectory(prefix="trellis-check-") as folder:
        manifest = archive.unpack(source, Path(folder))
    return _done(source, manifest, source.stat().st_size)


def restore(settings: Settings, source: Path) -> Done:
    """Fills an empty hub: wholly, or not at all. Raises ValueError when the archive isn't whole, or the hub isn't empty."""
    copies = _copies(settings)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".restore-") as folder:
        manifest = archive.unpack(source, Path(folder))
        if manifest.engine != copies.engine:
            raise ValueError(f"This backup is of {manifest.engine}; TRELLIS_DATABASE_URL speaks of {copies.engine}.")
        if not migrations.knows(manifest.revision):
            raise ValueError(
                f"This backup was made by Trellis {manifest.trellis}, which is newer than this one. Restore it with that version."
            )
        if not copies.is_empty():
            raise ValueError("This hub has a school already. A backup is only restored into an empty hub: use another TRELLIS_DATA.")
        copies.look(Path(folder), manifest.revision)
        store = LocalStore(settings.data / "files")
        put: list[str] = []
        try:
            # The database comes last, in one transaction: until then nobody can see that anything is here.
            for key, data in archive.files(source):
                put.append(key)
                store.put(key, data)
            copies.fill(Path(folder), manifest.revision, manifest.tables)
        except BaseException:
            for key in put:
                store.delete(key)
            raise
    migrations.upgrade(settings.database)
    return _done(source, manifest, source.stat().st_size)


def _copies(settings: Settings) -> Copies:
    sqlite_one = make_url(settings.database).get_backend_name() == "sqlite"
    return sqlite.SqliteCopies(settings.database) if sqlite_one else postgresql.PostgresCopies(settings.database)


def _add(writing: archive.Writer, store: LocalStore, key: str) -> bool:
    try:
        writing.add_file(key, store.get(key))
    except FileNotFoundError:
        return False
    return True


def _done(path: Path, manifest: Manifest, size: int) -> Done:
    rows = sum(table.rows for table in manifest.tables.values())
    return Done(str(path), manifest.made, manifest.engine, manifest.revision, rows, manifest.files, manifest.missing, size)
