"""Uploads as they come in: to a temporary place, piece by piece, and gone again however it ends.

Both ways are context managers. What was received is there within, and nowhere afterwards: not after success, a refusal,
a lost line or a cancelled task. Only a killed server leaves a part behind, for `store.sweep_parts`.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path, PurePosixPath
from typing import Self

import msgspec
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from hub.errors import Invalid
from hub.files.media.refusing import too_heavy
from hub.files.photos.rules import MAX_BYTES
from hub.files.store import new_part
from hub.words import _, ngettext


class Received(msgspec.Struct, frozen=True):
    """A file that has come whole. `name` is what its sender called it: to be shown, and never to be believed."""

    field: str
    name: str
    path: Path
    size: int
    digest: str = ""
    """SHA-256 of its bytes, in hex."""


class Refused(msgspec.Struct, frozen=True):
    """A file that was not taken. `name` is "" where the reason is one of them all."""

    name: str
    why: Invalid


class Form(msgspec.Struct, frozen=True):
    """A form that has come whole. Refused files are told in `refused`, so that no typed word is lost with them."""

    words: dict[str, list[str]]
    files: tuple[Received, ...]
    refused: tuple[Refused, ...]

    def word(self, name: str) -> str:
        """The first value under this name, or nothing."""
        return self.words.get(name, [""])[0]


@asynccontextmanager
async def body(
    chunks: AsyncIterator[bytes],
    place: Path,
    *,
    name: str = "",
    field: str = "photo",
    announced: int | None = None,
    max_bytes: int = MAX_BYTES,
) -> AsyncIterator[Received]:
    """A file that is the whole body of a request. `announced` is its Content-Length, where it has one.

    Raises Invalid when it is too large, and whatever `chunks` raises when the line is lost or stalls.
    """
    if announced is not None and announced > _READ_ON * max_bytes:
        raise too_heavy(field, announced, max_bytes)

    with _Landing(place, field, _tidy(name), max_bytes) as landing:
        async for chunk in chunks:
            await landing.add(chunk)
            if landing.size > _READ_ON * max_bytes:
                break
        yield await landing.landed()


@asynccontextmanager
async def form(
    chunks: AsyncIterator[bytes],
    content_type: str,
    place: Path,
    *,
    max_bytes: int = MAX_BYTES,
    max_files: int = 10,
    max_words: int = 1_000_000,
) -> AsyncIterator[Form]:
    """A multipart/form-data request, of which no more than a piece is ever in memory, apart from its words.

    `max_bytes` is for each file, `max_words` for the bytes of all other values together. Raises Invalid when it is no
    such form, breaks off, or holds too many words; whatever `chunks` raises when the line is lost or stalls.
    """
    most = (max_files + _READ_ON) * max_bytes + max_words
    with ExitStack() as landings:
        reading = _Reading(landings, place, max_bytes, max_files, max_words)
        try:
            with PushMultipartParser(_boundary(content_type), max_segment_count=_MAX_PARTS) as parser:
                seen = 0
                async for chunk in chunks:
                    if not chunk:
                        continue  # Litestar's last, which the parser would take for the end of everything.
                    seen += len(chunk)
                    if seen > most:
                        raise too_heavy("form", seen, max_bytes)
                    for event in parser.parse(chunk):
                        await reading.take(event)
        except MultipartError as error:
            raise Invalid("form", _("Part of this got lost on the way. Please send it again.")) from error
        yield reading.form()


# A sender only hears a refusal when all was read that it had to send. So a file that is too large is read on, for
# nothing, up to this many times the limit; after that the line is cut.
_READ_ON = 4
_MAX_PARTS = 200
_BATCH = 512 * 1024


class _Landing:
    """A file on its way in. Leaving the context deletes it."""

    def __init__(self, place: Path, field: str, name: str, max_bytes: int) -> None:
        self.field, self.name, self.size = field, name, 0
        self._max_bytes = max_bytes
        self._path = new_part(place)
        self._waiting = bytearray()
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = self._path.open("xb")
        return self

    def __exit__(self, *_: object) -> None:
        # A cancelled task may leave its thread writing; closing waits for that, because the file is a buffered one.
        self._file.close()
        self._path.unlink(missing_ok=True)

    async def add(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self._max_bytes:
            self._waiting.clear()
            return
        self._waiting += chunk
        if len(self._waiting) >= _BATCH:
            await self._write()

    async def landed(self) -> Received:
        if self.size > self._max_bytes:
            raise too_heavy(self.field, self.size, self._max_bytes)
        await self._write()
        await asyncio.to_thread(self._file.flush)
        return Received(self.field, self.name, self._path, self.size, self._digest.hexdigest())

    async def _write(self) -> None:
        batch, self._waiting = self._waiting, bytearray()
        # To do it while the next comes was tried and gained nothing: the two wait for each other's turn of the interpreter.
        await asyncio.to_thread(self._keep, batch)

    def _keep(self, batch: bytearray) -> None:
        self._file.write(batch)
        self._digest.update(batch)


class _Reading:
    """The parts of a form in the order in which they come."""

    def __init__(self, landings: ExitStack, place: Path, max_bytes: int, max_files: int, max_words: int) -> None:
        self._landings, self._place = landings, place
        self._max_bytes, self._max_files, self._words_left = max_bytes, max_files, max_words
        self._words: dict[str, list[str]] = {}
        self._files: list[Received] = []
        self._refused: list[Refused] = []
        self._begun = 0
        self._part: MultipartSegment | None = None
        self._value = bytearray()
        self._landing: _Landing | None = None

    async def take(self, event: MultipartSegment | bytes | bytearray | None) -> None:
        if isinstance(event, MultipartSegment):
            self._begin(event)
        elif event is None:
            await self._end()
        elif self._landing is not None:
            await self._landing.add(bytes(event))
        elif self._part is not None and self._part.filename is None:
            self._more_words(bytes(event))

    def form(self) -> Form:
        return Form(self._words, tuple(self._files), tuple(self._refused))

    def _begin(self, part: MultipartSegment) -> None:
        self._part, self._value, self._landing = part, bytearray(), None
        # A file box in which nothing was chosen is sent as a file without a name.
        if not part.filename:
            return
        self._begun += 1
        if self._begun <= self._max_files:
            landing = _Landing(self._place, part.name, _tidy(part.filename), self._max_bytes)
            self._landing = self._landings.enter_context(landing)
        elif self._begun == self._max_files + 1:
            words = ngettext("Only {n} file at a time.", "Only {n} files at a time.", self._max_files)
            self._refused.append(Refused("", Invalid(part.name, words.format(n=self._max_files))))

    def _more_words(self, piece: bytes) -> None:
        self._words_left -= len(piece)
        if self._words_left < 0:
            raise Invalid("form", _("That is more text than fits in here. Please make it shorter."))
        self._value += piece

    async def _end(self) -> None:
        part, landing, self._landing = self._part, self._landing, None
        if landing is not None:
            try:
                self._files.append(await landing.landed())
            except Invalid as refusal:
                self._refused.append(Refused(landing.name, refusal))
        elif part is not None and part.filename is None:
            self._words.setdefault(part.name, []).append(self._value.decode("utf-8", "replace"))


def _boundary(content_type: str) -> str:
    kind, options = parse_options_header(content_type)
    if kind != "multipart/form-data":
        raise Invalid("form", _("Part of this got lost on the way. Please send it again."))
    return str(options.get("boundary", ""))


def _tidy(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    return "".join(letter for letter in last if letter.isprintable())[:120]
