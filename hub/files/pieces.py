"""The pieces of large files on the disk: one file for each upload, that grows at its end, written by one at a time."""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Self
from uuid import UUID

from hub.errors import Conflict, Gone
from hub.words import _

if sys.platform != "win32":
    import fcntl

_ENDING = ".upload"


class Pieces:
    """What has come of one upload. Within `held`, nobody else writes to it, in this process or another."""

    def __init__(self, folder: Path, upload_id: UUID) -> None:
        self.path = folder / f"{upload_id.hex}{_ENDING}"
        self.size = 0
        self._writing = Lock()

    def begin(self) -> None:
        os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    @contextmanager
    def held(self) -> Iterator[Self]:
        try:
            self._file = self.path.open("r+b")
        except FileNotFoundError as error:
            raise _given_up() from error
        with self._file:
            if sys.platform != "win32":  # There, nobody serves with several processes.
                try:
                    fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as error:
                    raise Conflict(_("Another line is sending this file just now.")) from error
            yield self

    def go_to(self, received: int) -> None:
        """To the end of what counts: what came after that, and was never acknowledged, comes once more."""
        self._file.flush()
        if os.fstat(self._file.fileno()).st_size < received:
            raise _given_up()
        self._file.truncate(received)
        self._file.seek(received)
        self.size = received

    def add(self, piece: bytes | bytearray) -> None:
        with self._writing:
            digest, size = _digests.pop(self.path, (hashlib.sha256(), 0))
            self._file.write(piece)
            self._file.flush()
            if size == self.size:
                digest.update(piece)
                _digests[self.path] = digest, size + len(piece)
            self.size += len(piece)

    def sync(self) -> int:
        """Returns how much of it would survive a power cut from here on. More may be added meanwhile."""
        with self._writing:
            size = self.size
        os.fsync(self._file.fileno())
        return size

    def digest(self) -> str:
        """SHA-256 in hex: taken as it came, or of what lies there where this process didn't see all of it come."""
        digest, size = _digests.pop(self.path, (None, 0))
        if digest is not None and size == self.path.stat().st_size:
            return digest.hexdigest()
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def delete(self) -> None:
        _digests.pop(self.path, None)
        self.path.unlink(missing_ok=True)


_digests: dict[Path, tuple["hashlib._Hash", int]] = {}
"""Of what came of each as far as this process saw it, and of how many bytes from the beginning: spares reading all of it again."""


def _given_up() -> Gone:
    return Gone(_("This file was given up on its way. Please add it again."))


def delete_all(folder: Path, upload_ids: Iterable[UUID]) -> None:
    for upload_id in upload_ids:
        Pieces(folder, upload_id).delete()


def sweep_strays(folder: Path, older_than: float) -> int:
    """Deletes those that no row can speak of any more: nothing came for so many seconds. Says how many."""
    swept = 0
    for path in folder.glob(f"*{_ENDING}"):
        if time.time() - path.stat().st_mtime > older_than:
            path.unlink(missing_ok=True)
            swept += 1
    return swept
