"""From the bytes that somebody sent to what is kept of them: known by content, made anew, and laid into the store.

Slow and hungry, and it asks no database: what is stored by it belongs to nobody until a row says so.
"""

import asyncio
import contextvars
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import UUID
from weakref import WeakValueDictionary

import msgspec

from hub.errors import Invalid
from hub.files.media import asking
from hub.files.media.refusing import Hungry, photo_too_heavy, too_heavy
from hub.files.media.rules import HEAD, AnyKind, Made, Wish
from hub.files.media.rules import kind_of as medium_of
from hub.files.models import FileState, Medium
from hub.files.photos.rules import kind_of as photo_of
from hub.files.store import Store, new_part
from hub.settings import Settings
from hub.words import _

MEGABYTE = 1_000_000
SOURCE = "source"
"""The film as it came, for as long as it waits to be made playable: with all that it tells, and so for nobody's eyes."""


class Limits(msgspec.Struct, frozen=True):
    """Bytes of one file."""

    photo: int
    pdf: int
    film: int

    @property
    def most(self) -> int:
        return max(self.photo, self.pdf, self.film)


def limits(settings: Settings) -> Limits:
    return Limits(settings.photo_mb * MEGABYTE, settings.pdf_mb * MEGABYTE, settings.video_mb * MEGABYTE)


class Stored(msgspec.Struct, frozen=True):
    """One rendition, as it lies in the store. `type` is a media type; `width` and `height` are 0 of what can't be seen."""

    name: str
    type: str
    width: int
    height: int
    size: int


class Given(msgspec.Struct, frozen=True):
    """A file that has been made ready."""

    medium: Medium
    renditions: tuple[Stored, ...]
    name: str = ""
    digest: str = ""
    state: FileState = "ready"
    pages: int | None = None
    seconds: float | None = None

    @property
    def size(self) -> int:
        return sum(rendition.size for rendition in self.renditions)


def prepare(source: Path, name: str, digest: str, keys: "Keys", most: Limits, *, field: str = "photo") -> Given:
    """Raises Invalid on what we don't take, and on what is broken, with nothing left in the store. Waits: `prepared` doesn't."""
    try:
        return _prepare(source, name, digest, keys, most, field)
    except Hungry:
        return _prepare(source, name, digest, keys, most, field, alone=True)


async def prepared(source: Path, name: str, digest: str, keys: "Keys", most: Limits, *, whose: UUID, field: str = "photo") -> Given:
    """`prepare` beside the event loop, in the language of whoever asked.

    A photo waits for photos alone, for two of each other person at the most, and for none longer than some seconds: one that wants more
    is drawn where only its like wait for it. Documents and recordings, which may take minutes, wait for one of each other person.
    """
    work = partial(_prepare, source, name, digest, keys, most, field)
    with source.open("rb") as file:
        line = _PHOTOS if photo_of(file.read(HEAD)) else _OTHERS
    try:
        return await line.wait(whose, work)
    except Hungry:
        return await _HUNGRY.wait(whose, partial(work, alone=True))


class _Line:
    """Files that are made ready one after another: so many at once, and so many `each` of one person, whose others stand behind."""

    def __init__(self, name: str, at_once: int, each: int) -> None:
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._each = each
        self._turns: WeakValueDictionary[tuple[int, UUID], asyncio.Semaphore] = WeakValueDictionary()

    async def wait(self, whose: UUID, work: Callable[[], Given]) -> Given:
        loop = asyncio.get_running_loop()
        async with self._turns.setdefault((id(loop), whose), asyncio.Semaphore(self._each)):
            return await loop.run_in_executor(self._threads, contextvars.copy_context().run, work)


_PHOTOS = _Line("photos", at_once=2, each=2)
_HUNGRY = _Line("hungry photos", at_once=1, each=1)
_OTHERS = _Line("documents", at_once=2, each=1)


class Keys:
    """What is laid into the store of one file; `clear` takes it out again."""

    def __init__(self, store: Store, prefix: str) -> None:
        self._store, self._prefix = store, prefix
        self._laid: list[str] = []

    def put(self, name: str, data: bytes) -> int:
        self._laid.append(key := self.of(name))
        self._store.put(key, data)
        return len(data)

    def take(self, name: str, path: Path) -> int:
        size = path.stat().st_size
        self._laid.append(key := self.of(name))
        self._store.take(key, path)
        return size

    def copy(self, name: str, path: Path) -> int:
        size = path.stat().st_size
        self._laid.append(key := self.of(name))
        self._store.copy(key, path)
        return size

    def of(self, name: str) -> str:
        return f"{self._prefix}.{name}"

    def clear(self) -> None:
        while self._laid:
            self._store.delete(self._laid.pop())


def lay(made: Made, folder: Path, keys: Keys) -> tuple[Stored, ...]:
    """Into the store, from the folder in which they were made."""
    return tuple(
        Stored(piece.name, piece.type, piece.width, piece.height, keys.take(piece.name, folder / piece.name)) for piece in made.pieces
    )


def _prepare(source: Path, name: str, digest: str, keys: Keys, most: Limits, field: str, *, alone: bool = False) -> Given:
    """Raises Hungry on a photo that may be fine `alone`."""
    size = source.stat().st_size
    with source.open("rb") as file:
        head = file.read(HEAD)
    if size == 0:
        raise Invalid(field, _("This file is empty. Try choosing it again."))
    if photo := photo_of(head):
        if size > most.photo:
            raise photo_too_heavy(field, size, most.photo)
        return _given(source, photo, "draw alone" if alone else "draw", name, digest, keys, field)
    kind = medium_of(head)
    if kind is None:
        raise Invalid(field, _("We can't take this kind of file. Photos, PDFs, recordings and films can be added."))
    if size > (heaviest := most.pdf if kind == "pdf" else most.film):
        raise too_heavy(field, size, heaviest)
    return _given(source, kind, "read" if kind == "pdf" else "look", name, digest, keys, field)


def _given(source: Path, kind: AnyKind, wish: Wish, name: str, digest: str, keys: Keys, field: str) -> Given:
    folder = new_part(source.parent)
    folder.mkdir(mode=0o700)
    try:
        made = asking.make(source, folder, kind, wish=wish, field=field)
        stored = lay(made, folder, keys)
        waits = not any(one.name == "full" for one in stored)
        if waits:
            # It stays where it came, too: if no row will speak of what is kept, nobody has to send it once more.
            stored = (*stored, Stored(SOURCE, "application/octet-stream", 0, 0, keys.copy(SOURCE, source)))
    except BaseException:
        keys.clear()
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Given(made.medium, stored, name, digest, "preparing" if waits else "ready", made.pages, made.seconds)
