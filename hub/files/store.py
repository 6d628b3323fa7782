"""Where files are kept: on this machine's disk, whole or not at all.

Written by hand: obstore's LocalStore renames into place too, but never syncs, so that a file which was acknowledged
could be empty after a power cut (seen in its system calls, obstore 0.12). Another place, S3 say, is another `Store`.
"""

import asyncio
import hashlib
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

import msgspec


class Kept(msgspec.Struct, frozen=True):
    """A file that is kept. `size` in bytes, `modified` in seconds since 1970."""

    key: str
    size: int
    modified: float


class Store(Protocol):
    """Keys are lower-case letters, digits and `.-_`, 8 to 120 of them; any other is a ValueError.

    All but `stream` wait for the disk: call them from the domain's thread, not from the event loop. `put` returns when
    the bytes would survive a power cut, and replaces what was there in one step; `take` does the same with a file that lies in
    the folder of parts already, and is gone from there afterwards; `copy` leaves it there, not to be changed any more. A key
    without a file is a FileNotFoundError, except to `delete`, which is content. `kept` lists in no order, while others add and
    delete. `stream` gives `size` bytes from `start` on, or all that follow.
    """

    def put(self, key: str, data: bytes) -> None: ...
    def take(self, key: str, path: Path) -> None: ...
    def copy(self, key: str, path: Path) -> None: ...
    def get(self, key: str) -> bytes: ...
    def find(self, key: str) -> Kept: ...
    def path(self, key: str) -> Path: ...
    def delete(self, key: str) -> None: ...
    def kept(self) -> Iterator[Kept]: ...
    def stream(self, key: str, start: int = 0, size: int | None = None) -> AsyncIterator[bytes]: ...


class LocalStore:
    """A `Store` in a folder, which is made when missing and is for nobody else on the machine to read.

    `parts` holds what is not yet whole; uploads may land there as well, to be on the same disk. Then one call of
    `sweep_parts(store.parts)` clears up after crashes.
    """

    def __init__(self, root: Path) -> None:
        self.parts = root / "parts"
        self._whole = root / "kept"
        # All shelves at once, so that no file is ever acknowledged on a shelf that is not yet safe itself.
        shelves = [self._whole / f"{n:02x}" for n in range(256)]
        for folder in (root, self.parts, self._whole, *shelves):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self._whole, root, root.parent):
            _sync_folder(folder)

    def put(self, key: str, data: bytes) -> None:
        path = self._path(key)
        part = new_part(self.parts)
        try:
            with part.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        # The name is an entry in the folder, and is lost with it unless that is synced too.
        _sync_folder(path.parent)

    def take(self, key: str, path: Path) -> None:
        to = self._path(key)
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        path.replace(to)
        _sync_folder(to.parent)

    def copy(self, key: str, path: Path) -> None:
        part = new_part(self.parts)
        try:
            try:
                os.link(path, part)
            except OSError:  # A disk on which a file has one name only.
                shutil.copyfile(path, part)
            self.take(key, part)
        finally:
            part.unlink(missing_ok=True)

    def get(self, key: str) -> bytes:
        return self._path(key).read_bytes()

    def find(self, key: str) -> Kept:
        return _kept(self._path(key))

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def kept(self) -> Iterator[Kept]:
        for shelf in self._whole.iterdir():
            for path in shelf.iterdir():
                try:
                    yield _kept(path)
                except FileNotFoundError:
                    continue

    async def stream(self, key: str, start: int = 0, size: int | None = None) -> AsyncIterator[bytes]:
        """A missing file raises at the first piece: `find` it before answering with a status."""
        file = await asyncio.to_thread(self._path(key).open, "rb")
        with file:
            file.seek(start)
            left = sys.maxsize if size is None else size
            while piece := await asyncio.to_thread(file.read, min(_PIECE, left)):
                left -= len(piece)
                yield piece

    def path(self, key: str) -> Path:
        """Where it lies: for another process of this machine that is to read it."""
        return self._path(key)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} can't be the key of a file.")
        # Keys begin with a time, so their own first letters would put a whole term on one shelf.
        return self._whole / hashlib.sha256(key.encode()).hexdigest()[:2] / key


def new_part(folder: Path) -> Path:
    """A name that is free, for a file that is not yet whole, or for a folder of such."""
    return folder / f"{secrets.token_hex(16)}.part"


def sweep_parts(folder: Path, older_than: float = 3600) -> int:
    """Deletes what a crash left half-written, and says how many. In seconds since the last byte came."""
    swept = 0
    for path in folder.glob("*.part"):
        try:
            if time.time() - path.stat().st_mtime > older_than:
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()
                swept += 1
        except FileNotFoundError:
            continue
    return swept


def sweep_orphans(store: Store, known: Callable[[list[str]], Collection[str]], older_than: float = 86_400) -> int:
    """Deletes what no row speaks of any more, and says how many.

    `known` gets up to 500 keys and answers with those to be kept. Nothing younger than `older_than` seconds is touched:
    its row may still be on the way.
    """
    swept = 0
    old = (kept.key for kept in store.kept() if time.time() - kept.modified > older_than)
    while keys := list(islice(old, 500)):
        for key in set(keys) - set(known(keys)):
            store.delete(key)
            swept += 1
    return swept


_KEY = re.compile(r"[0-9a-z][0-9a-z._-]{7,119}")
_PIECE = 256 * 1024


def _kept(path: Path) -> Kept:
    status = path.stat()
    return Kept(path.name, status.st_size, status.st_mtime)


def _sync_folder(folder: Path) -> None:
    # Windows has no such thing as a folder to be synced; there the rename itself is journalled.
    if os.name == "nt":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
