"""The archive: a plain tar that any tar can read, with the sums of all that it holds, and a manifest at its end.

database/NAME.gz are what the database was copied to, files/KEY the store's files as they are; SHA256SUMS can be given to
`sha256sum -c`. It is written beside its name and takes that name when it is whole.
"""

import gzip
import hashlib
import io
import os
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Self

import msgspec

from hub.backup.copies import Table

FORMAT = 1
DATABASE, FILES, SUMS, MANIFEST = "database/", "files/", "SHA256SUMS", "manifest.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive says of itself. `sums` is the SHA-256 of SHA256SUMS."""

    format: int = FORMAT
    trellis: str
    engine: str
    revision: str
    made: datetime
    tables: dict[str, Table]
    files: int
    missing: list[str]
    sums: str = ""


class Writer:
    """Within, things are added; `finish` makes it whole. Left without, nothing stays. Raises FileExistsError."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(f".{target.name}.part")
        self._sums: dict[str, str] = {}
        self._whole = False

    def __enter__(self) -> Self:
        if self._target.exists():
            raise FileExistsError(17, "is there already", str(self._target))
        # For nobody else on the machine to read: it holds everything that anyone wrote.
        self._raw = os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")
        self._tar = tarfile.open(fileobj=self._raw, mode="w", format=tarfile.PAX_FORMAT)
        return self

    def __exit__(self, *_error: object) -> None:
        self._raw.close()
        if not self._whole:
            self._part.unlink(missing_ok=True)

    def has_file(self, key: str) -> bool:
        return FILES + key in self._sums

    def add_file(self, key: str, data: bytes) -> None:
        self._add(FILES + key, io.BytesIO(data), len(data))

    def add_table(self, path: Path) -> None:
        packed = path.with_name(path.name + ".gz")
        with path.open("rb") as plain, gzip.open(packed, "wb", compresslevel=3) as squeezed:
            shutil.copyfileobj(plain, squeezed, 1 << 20)
        with packed.open("rb") as file:
            self._add(DATABASE + packed.name, file, packed.stat().st_size)

    def finish(self, manifest: Manifest, keys: Iterable[str]) -> int:
        """Only what is in the sums counts: a file that was deleted while we wrote is not among `keys`. Returns bytes."""
        counting = {name for name in self._sums if name.startswith(DATABASE)} | {FILES + key for key in keys}
        sums = "".join(f"{self._sums[name]}  {name}\n" for name in sorted(counting)).encode()
        self._add(SUMS, io.BytesIO(sums), len(sums))
        told = msgspec.json.encode(msgspec.structs.replace(manifest, sums=self._sums[SUMS]))
        self._add(MANIFEST, io.BytesIO(told), len(told))
        self._tar.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        size = self._raw.tell()
        self._part.replace(self._target)
        self._whole = True
        return size

    def _add(self, name: str, data: IO[bytes], size: int) -> None:
        told = tarfile.TarInfo(name)
        told.size, told.mode = size, 0o600
        listening = _Summing(data)
        self._tar.addfile(told, listening)
        self._tar.members.clear()  # type: ignore[attr-defined]  # It would remember every file.
        self._sums[name] = listening.sum.hexdigest()


class _Summing:
    """Reads, and sums up what goes by."""

    def __init__(self, data: IO[bytes]) -> None:
        self._data = data
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._data.read(size)
        self.sum.update(piece)
        return piece


def unpack(source: Path, folder: Path) -> Manifest:
    """Checks everything, and lays the database's copies into the folder. Raises ValueError when the archive isn't whole."""
    try:
        return _unpack(source, folder)
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, msgspec.DecodeError, UnicodeDecodeError) as problem:
        raise ValueError(f"{source} is no backup of Trellis, or not a whole one.") from problem


def _unpack(source: Path, folder: Path) -> Manifest:
    seen: dict[str, str] = {}
    ends: dict[str, bytes] = {}
    for name, data in _members(source):
        listening = _Summing(data)
        if name in (SUMS, MANIFEST):
            ends[name] = listening.read()
        elif name.startswith(DATABASE) and name.endswith(".gz") and "/" not in (plain := name[len(DATABASE) : -3]):
            with gzip.open(listening, "rb") as squeezed, (folder / plain).open("wb") as out:  # type: ignore[call-overload]
                shutil.copyfileobj(squeezed, out, 1 << 20)
        while listening.read(1 << 20):
            pass
        seen[name] = listening.sum.hexdigest()
    if MANIFEST not in ends or SUMS not in ends:
        raise ValueError(f"{source} is no backup of Trellis, or not a whole one: its end is missing.")
    if msgspec.json.decode(ends[MANIFEST], type=dict[str, object]).get("format") != FORMAT:
        raise ValueError("This backup was made by a newer Trellis, in a form that this one can't read.")
    manifest = msgspec.json.decode(ends[MANIFEST], type=Manifest)
    wanted = _sums(ends[SUMS])
    if seen[SUMS] != manifest.sums or any(seen.get(name) != told for name, told in wanted.items()):
        raise ValueError(f"{source} is damaged: what it holds is not what it says of itself.")
    return manifest


def files(source: Path) -> Iterator[tuple[str, bytes]]:
    """The store's files in an archive that was unpacked, and so checked, before."""
    wanted = next(_sums(data.read()) for name, data in _members(source) if name == SUMS)
    for name, data in _members(source):
        if name.startswith(FILES) and name in wanted:
            yield name.removeprefix(FILES), data.read()


def _members(source: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(source, "r:") as tar:
        while (told := tar.next()) is not None:
            data = tar.extractfile(told)
            if data is not None:
                yield told.name, data
            tar.members.clear()  # type: ignore[attr-defined]


def _sums(text: bytes) -> dict[str, str]:
    return dict(reversed(line.split("  ", 1)) for line in text.decode().splitlines())  # type: ignore[misc]
