"""Which PDFs, recordings and films we take, and what is made of them: what can be said without opening one.

The fenced process begins with this for each file: nothing is imported here that it doesn't need. What the two processes tell
each other are tuples, for which one of them needs no library.
"""

from typing import Literal, NamedTuple, TypeAlias

HEAD = 256
"""So many first bytes are enough to know a kind by."""
PAGES = 30
"""Of a PDF, that are drawn: so many of the first."""
MOST_PAGES = 2000
PAGE, THUMB = 1200, 480
"""Pixels of the longest side."""
LONGEST = 4 * 3600.0
"""Seconds of a recording or a film."""
MOST_PIXELS = 4096 * 2304
"""Of one picture of a film: what the largest phones take."""

Medium = Literal["photo", "pdf", "audio", "video"]
PhotoKind = Literal["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/heic"]
Kind = Literal["pdf", "mp4", "matroska", "ogg", "wav", "mp3", "flac", "aac"]
AnyKind: TypeAlias = PhotoKind | Kind
Wish = Literal["draw", "draw alone", "read", "look", "transcode"]
"""Photos are drawn, PDFs read, recordings and films looked at. One photo at a time may have more room than others, and has it alone."""
Wrong = Literal["broken", "locked", "many pages", "long", "large", "no picture", "hungry", "slow", "fell"]
"""It is "hungry" if it wants more memory than it may have, and "fell" if its process ended without an answer."""


class Bounds(NamedTuple):
    """`memory` in bytes of address space, of which threads reserve more than they use. `cpu` in seconds of all threads together.
    `seconds`: how long whoever asked waits before the process is ended."""

    memory: int
    cpu: int
    seconds: float


class Order(NamedTuple):
    """What the other process is asked for, and within which bounds. `out` is an empty folder of its own."""

    bounds: Bounds
    wish: Wish
    kind: AnyKind
    source: str
    out: str


class Piece(NamedTuple):
    """One rendition, as a file in the order's folder that is called by its name. `type` is a media type."""

    name: str
    type: str
    width: int = 0
    height: int = 0


class Made(NamedTuple):
    """What became of it. Without a "full" among its pieces it is a film that no browser is sure to play: it wants transcoding."""

    medium: Medium
    pieces: tuple[Piece, ...] = ()
    pages: int | None = None
    seconds: float | None = None


class Answer(NamedTuple):
    """What was made, or what is wrong. `size`: width and height of a picture that is too large."""

    made: Made | None = None
    wrong: Wrong | None = None
    size: tuple[int, int] = (0, 0)


class Unfit(Exception):
    """Within the other process: it isn't what we take, and why."""

    def __init__(self, wrong: Wrong, size: tuple[int, int] = (0, 0)) -> None:
        super().__init__(wrong)
        self.wrong: Wrong = wrong
        self.size = size


def kind_of(head: bytes) -> Kind | None:
    """By the first bytes (`HEAD` are enough), and None for anything that we don't take. A photo is asked for before this."""
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] in _BOXES:
        return "mp4"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        # A frame of sound begins: the two bits of its layer tell the two kinds apart, which differ in all else.
        return "aac" if head[1] & 0xF6 == 0xF0 else "mp3" if head[1] & 0x06 == 0x02 else None
    return None


_STARTS: dict[bytes, Kind] = {
    b"%PDF-": "pdf",
    b"\x1aE\xdf\xa3": "matroska",
    b"OggS": "ogg",
    b"fLaC": "flac",
    b"ID3": "mp3",
}
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""What an MP4 begins with, or a film of a camera that is older than that."""
