"""The pieces of large files on the disk: one file for each upload, that grows at its end, written by one at a time."""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
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

    def begin(self) -> None:
        os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    @contextmanager
    def held(self, received: int) -> Iterator[Self]:
        """At the end of what counts: what came after that, and was never acknowledged, comes once more."""
        try:
            self._file = self.path.open("r+b")
        except FileNotFoundError as error:
            raise Gone(_("This file was given up on its way. Please add it again.")) from error
        with self._file:
            if sys.platform != "win32":  # There, nobody serves with several processes.
                try:
                    fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError as error:
                    raise Conflict(_("Another line is sending this file just now.")) from error
            if os.fstat(self._file.fileno()).st_size < received:
                raise Gone(_("This file was given up on its way. Please add it again."))
            self._file.truncate(received)
            self._file.seek(received)
            yield self

    def add(self, piece: bytes) -> None:
        self._file.write(piece)

    def take_back(self, received: int) -> None:
        self._file.flush()
        self._file.truncate(received)
        self._file.seek(received)

    def sync(self) -> None:
        """From here on it would survive a power cut."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def digest(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def delete(self) -> None:
        self.path.unlink(missing_ok=True)


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
