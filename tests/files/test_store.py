"""What the store took is there, whole, after anything; what it let go is gone."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from hub.files.store import LocalStore, new_part, sweep_orphans, sweep_parts

KEY = "0190f3a0c0de70008000000000000001.page"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "files")


async def test_what_is_put_can_be_found_read_streamed_listed_and_deleted(store: LocalStore) -> None:
    data = os.urandom(700_000)
    store.put(KEY, data)
    assert store.get(KEY) == data
    assert [piece async for piece in store.stream(KEY)] == [data[:262_144], data[262_144:524_288], data[524_288:]]
    assert store.find(KEY).size == 700_000
    assert [(kept.key, kept.size) for kept in store.kept()] == [(KEY, 700_000)]
    assert list(store.parts.iterdir()) == []

    store.delete(KEY)
    store.delete(KEY)
    assert list(store.kept()) == []
    for missing in (store.get, store.find):
        with pytest.raises(FileNotFoundError):
            missing(KEY)
    with pytest.raises(FileNotFoundError):
        [piece async for piece in store.stream(KEY)]


@pytest.mark.parametrize("linked", [True, False])
def test_what_is_copied_is_kept_and_stays_where_it_came(store: LocalStore, monkeypatch: pytest.MonkeyPatch, linked: bool) -> None:
    def refused(*_paths: Path) -> None:
        raise PermissionError("A disk on which a file has one name only.")

    if not linked:
        monkeypatch.setattr(os, "link", refused)
    part = new_part(store.parts)
    part.write_bytes(b"film")
    store.copy(KEY, part)
    assert (store.get(KEY), list(store.parts.iterdir())) == (b"film", [part])
    store.delete(KEY)
    assert part.read_bytes() == b"film"


@pytest.mark.parametrize(
    "key", ["", "short", "../../etc/passwd", "a/../../../b", ".hidden-file", "UPPERCASE1", "a" * 121, "nul\0nul\0", KEY + "\n"]
)
def test_a_key_can_never_lead_out_of_the_store(store: LocalStore, key: str) -> None:
    for use in (store.get, store.find, store.delete):
        with pytest.raises(ValueError, match="can't be the key"):
            use(key)
    with pytest.raises(ValueError, match="can't be the key"):
        store.put(key, b"x")


def test_bytes_and_names_are_synced_in_the_order_that_survives_a_power_cut(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(number: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(number).st_mode) else "sync bytes")
        sync(number)

    def replaced(old: Path, new: Path) -> None:
        done.append("rename")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    store.put(KEY, b"x")
    store.put(KEY, b"y")
    assert done == ["sync bytes", "rename", "sync folder", "sync bytes", "rename", "sync folder"]


def test_a_killed_server_leaves_whole_files_and_swept_parts(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from hub.files.store import LocalStore
store = LocalStore(Path(sys.argv[1]))
for n in range(10_000):
    store.put(f"killed-{n:05}", bytes([n % 256]) * 300_000)
    print(n, flush=True)
"""
    child = subprocess.Popen([sys.executable, "-c", code, tmp_path / "files"], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    acknowledged = [int(child.stdout.readline()) for _ in range(20)]
    child.kill()
    acknowledged += [int(line) for line in child.stdout if line.endswith("\n")]
    child.stdout.close()
    child.wait()

    store = LocalStore(tmp_path / "files")
    kept = {entry.key for entry in store.kept()}
    assert {f"killed-{n:05}" for n in acknowledged} <= kept
    assert len(kept) <= len(acknowledged) + 1
    for key in kept:
        assert store.get(key) == bytes([int(key[-5:]) % 256]) * 300_000
    sweep_parts(store.parts, older_than=-1)
    assert list(store.parts.iterdir()) == []


def test_a_reader_sees_the_old_file_or_the_new_one_and_never_half(store: LocalStore) -> None:
    one, two = b"1" * 400_000, b"2" * 400_000
    store.put(KEY, one)
    seen: set[bytes] = set()
    ended = threading.Event()

    def read() -> None:
        while not ended.is_set():
            seen.add(store.get(KEY))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        store.put(KEY, two)
        store.put(KEY, one)
    ended.set()
    reader.join()
    assert seen <= {one, two}


def test_a_disk_that_fails_leaves_no_part_and_the_old_file(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(KEY, b"old")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        store.put(KEY, b"new")
    assert store.get(KEY) == b"old"
    assert list(store.parts.iterdir()) == []


def test_only_old_parts_are_swept(store: LocalStore) -> None:
    old, new = new_part(store.parts), new_part(store.parts)
    for part in (old, new):
        part.write_bytes(b"half")
    _age(old, 7200)
    assert sweep_parts(store.parts) == 1
    assert list(store.parts.iterdir()) == [new]


def test_only_old_files_that_nothing_speaks_of_are_swept(store: LocalStore) -> None:
    for key in ("known-old", "orphan-old", "orphan-new"):
        store.put(key, b"x")
    for path in store.parts.parent.rglob("*-old"):
        _age(path, 100_000)
    asked: list[str] = []

    def known(keys: list[str]) -> set[str]:
        asked.extend(keys)
        return {"known-old"}

    assert sweep_orphans(store, known) == 1
    assert {kept.key for kept in store.kept()} == {"known-old", "orphan-new"}
    assert set(asked) == {"known-old", "orphan-old"}


def test_many_orphans_are_asked_about_in_batches(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    # Syncing 1,100 files would take seconds, and is not what is looked at here.
    monkeypatch.setattr(os, "fsync", lambda number: None)
    for n in range(1_100):
        store.put(f"orphan-{n}", b"")
    batches: list[int] = []

    def known(keys: list[str]) -> list[str]:
        batches.append(len(keys))
        return []

    assert sweep_orphans(store, known, older_than=-1) == 1_100
    assert sum(batches) == 1_100
    assert max(batches) == 500
    assert list(store.kept()) == []


def test_nobody_else_on_the_machine_may_look_in(store: LocalStore) -> None:
    store.put(KEY, b"x")
    for folder in (store.parts.parent, store.parts, *store.parts.parent.glob("kept/*")):
        assert folder.stat().st_mode & 0o077 == 0


def _age(path: Path, seconds: float) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))
