"""What was acknowledged is kept: through kill -9, and through a backup that is taken while people write."""

import random
import tarfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from hub import backup, migrations
from hub.backup import archive
from hub.engines import SQLITE
from hub.files.store import LocalStore
from hub.settings import Settings
from tests.operations.writing import Writing, begin, faults, titles, write
from tests.support.databases import Databases
from tests.support.ports import wait_until

KILLS = 6


def test_what_was_acknowledged_is_there_once_however_often_the_hub_is_killed(database_url: str, tmp_path: Path) -> None:
    writing = Writing(database_url, tmp_path, begin(database_url))
    chance = random.Random(7)
    for _ in range(KILLS):
        before = len(writing.said)
        writing.start()

        def more(before: int = before) -> bool:
            return len(writing.said) > before

        wait_until(more, within=30, what="an acknowledged write")
        time.sleep(chance.uniform(0.0, 0.4))
        writing.kill()

    there = titles(database_url)
    assert len(set(writing.said)) >= KILLS
    assert set(writing.said) <= set(there), "something that was acknowledged is gone"
    assert set(there.values()) == {1}, "something is there twice"
    assert len(there) <= len(set(writing.said)) + len(writing.THREADS), "more is there than was ever under way"
    assert faults(database_url, tmp_path) == []


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_a_backup_that_is_taken_while_people_write_restores_whole(engine: str, databases: Databases, tmp_path: Path) -> None:
    with databases.fresh(engine) as url, databases.fresh(engine, migrated=False) as new_url:
        hub = Settings(data=tmp_path / "old", database_url=url)
        new_hub = Settings(data=tmp_path / "new", database_url=new_url)
        writing = Writing(url, hub.data, begin(url))
        writing.start()
        wait_until(lambda: len(writing.said) >= 10, within=30, what="the first writes")
        for number in range(3):
            acknowledged, target = set(writing.said), tmp_path / f"{number}.tar"
            kept = backup.keep(hub, target, "0")
            assert kept.missing == []
        wait_until(lambda: set(writing.said) > acknowledged, within=10, what="a write after the backup")
        writing.kill()

        restored = backup.restore(new_hub, target)

        assert (restored.rows, restored.files) == (kept.rows, kept.files)
        there = titles(new_url)
        assert acknowledged <= set(there)
        assert set(there.values()) == {1}
        assert faults(new_url, new_hub.data) == []
        assert migrations.is_current(new_url)
        with pytest.raises(ValueError, match="has a school already"):
            backup.restore(new_hub, target)


Spoil = Callable[[Path], None]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20_000])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    with tarfile.open(path) as tar:
        photo = next(one for one in tar if one.name.startswith(archive.FILES))
    data[photo.offset_data + 100] ^= 1
    path.write_bytes(data)


def replace(path: Path) -> None:
    path.write_text("A shopping list\n" * 100)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [cut, flip, replace, empty])
def test_a_spoiled_archive_restores_nothing(spoil: Spoil, databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("sqlite") as url:
        source = _one_photo(url, tmp_path)
        spoil(source)
        new_hub = Settings(data=tmp_path / "new")
        with pytest.raises(ValueError, match=r"is damaged|no backup of Trellis"):
            backup.restore(new_hub, source)
        assert sorted(path.name for path in new_hub.data.iterdir()) == []


def test_a_restore_that_fails_at_the_last_step_leaves_an_empty_hub(databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("postgresql") as url, databases.fresh("postgresql") as new_url:
        source = _one_photo(url, tmp_path)
        new_hub = Settings(data=tmp_path / "new", database_url=new_url)
        with psycopg.connect(make_url(new_url).set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
            connection.execute("ALTER TABLE reflection ADD CONSTRAINT none_today CHECK (id IS NULL)")
        with pytest.raises(psycopg.errors.CheckViolation):
            backup.restore(new_hub, source)
        assert titles(new_url) == {}
        assert list(LocalStore(new_hub.data / "files").kept()) == []


def test_a_photo_that_is_deleted_during_a_backup_leaves_no_row_in_it(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.fresh("sqlite") as url:
        hub = Settings(data=tmp_path / "old", database_url=url)
        whole = backup.check(_one_photo(url, tmp_path))
        add = backup._add
        gone: list[str] = []

        def delete_first(writing: archive.Writer, store: LocalStore, key: str) -> bool:
            if not gone:
                gone.append(key)
                with closing(SQLITE.connect(make_url(url).database)) as raw, raw:
                    raw.execute("DELETE FROM rendition WHERE key = ?", [key])
                store.delete(key)
            return add(writing, store, key)

        monkeypatch.setattr(backup, "_add", delete_first)
        kept = backup.keep(hub, tmp_path, "0")
        assert (kept.missing, kept.files) == ([], whole.files - 1)
        new_hub = Settings(data=tmp_path / "new")
        backup.restore(new_hub, Path(kept.path))
        assert faults(new_hub.database, new_hub.data) == []


def test_a_photo_that_was_lost_before_is_named_and_the_rest_is_kept(databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("sqlite") as url:
        hub = Settings(data=tmp_path / "old", database_url=url)
        whole = backup.check(_one_photo(url, tmp_path))
        store = LocalStore(hub.data / "files")
        with closing(SQLITE.connect(make_url(url).database)) as raw:
            lost = raw.execute("SELECT key FROM rendition LIMIT 1").fetchone()[0]
        store.delete(lost)
        kept = backup.keep(hub, tmp_path, "0")
        assert kept.missing == [lost]
        assert kept.files == whole.files - 1
        assert backup.check(Path(kept.path)).missing == [lost]


def test_a_backup_of_a_newer_trellis_is_refused_in_words(tmp_path: Path) -> None:
    source = tmp_path / "newer.tar"
    with archive.Writer(source) as writing:
        made = datetime(2030, 1, 1, tzinfo=UTC)
        manifest = archive.Manifest(trellis="99.0", engine="SQLite", revision="9999", made=made, tables={}, files=0, missing=[])
        writing.finish(manifest, [])
    with pytest.raises(ValueError, match=r"made by Trellis 99\.0, which is newer"):
        backup.restore(Settings(data=tmp_path / "new"), source)


def test_a_backup_never_takes_the_place_of_another_file(databases: Databases, tmp_path: Path) -> None:
    with databases.fresh("sqlite") as url:
        source = _one_photo(url, tmp_path)
        before = source.read_bytes()
        with pytest.raises(FileExistsError):
            backup.keep(Settings(data=tmp_path / "old", database_url=url), source, "0")
        assert source.read_bytes() == before
        assert source.stat().st_mode & 0o077 == 0


def _one_photo(url: str, folder: Path) -> Path:
    """A backup of a hub with a few reflections, each with a photo."""
    hub = Settings(data=folder / "old", database_url=url)
    write(url, hub.data, 3)
    backup.keep(hub, folder / "kept.tar", "0")
    return folder / "kept.tar"
