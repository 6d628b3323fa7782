"""Which PDFs, recordings and films we take, and what is made of them: what can be said without opening one."""

from typing import Literal

import msgspec

from hub.errors import Invalid
from hub.words import _

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

Medium = Literal["pdf", "audio", "video"]
Kind = Literal["pdf", "mp4", "matroska", "ogg", "wav", "mp3", "flac", "aac"]
Wish = Literal["look", "transcode"]
Wrong = Literal["broken", "locked", "many pages", "long", "large", "no picture"]


class Order(msgspec.Struct, frozen=True):
    """What the other process is asked for. `out` is an empty folder of its own."""

    wish: Wish
    kind: Kind
    source: str
    out: str


class Piece(msgspec.Struct, frozen=True):
    """One rendition, as a file in the order's folder that is called by its name. `type` is a media type."""

    name: str
    type: str
    width: int = 0
    height: int = 0


class Made(msgspec.Struct, frozen=True):
    """What became of it. Without a "full" among its pieces it is a film that no browser is sure to play: it wants transcoding."""

    medium: Medium
    pieces: tuple[Piece, ...] = ()
    pages: int | None = None
    seconds: float | None = None


class Answer(msgspec.Struct, frozen=True):
    """One of the two."""

    made: Made | None = None
    wrong: Wrong | None = None


class Unfit(Exception):
    """Within the other process: it isn't what we take, and why."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong: Wrong = wrong


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


def refusal(field: str, wrong: Wrong, kind: Kind) -> Invalid:
    if wrong == "locked":
        return Invalid(field, _("This PDF is locked with a password. Save a copy without one, and add that."))
    if wrong == "many pages":
        return Invalid(field, _("This PDF has more than %(most)d pages. Please add the ones that matter.") % {"most": MOST_PAGES})
    if wrong == "long":
        return Invalid(field, _("This takes longer than %(hours)d hours. Please add the part that matters.") % {"hours": LONGEST // 3600})
    if wrong == "large":
        return Invalid(field, _("The picture of this film is too large to open safely. Save it in a smaller size, 4K or less."))
    if wrong == "no picture":
        return Invalid(field, _("There is nothing to see or hear in this file."))
    if kind == "pdf":
        return Invalid(field, _("This PDF seems broken or only half there. Try saving it again."))
    return Invalid(field, _("This recording seems broken or only half there. Try choosing it again."))


def too_heavy(field: str, size: int, most: int) -> Invalid:
    """The refusal for a file of `size` bytes where `most` are taken; both are told in MB of a million bytes."""
    words = _("This file is {size} MB. The most is {most} MB.")
    return Invalid(field, words.format(size=f"{-(-size // 1_000_000):,}", most=f"{most / 1_000_000:,.3g}"))


_STARTS: dict[bytes, Kind] = {
    b"%PDF-": "pdf",
    b"\x1aE\xdf\xa3": "matroska",
    b"OggS": "ogg",
    b"fLaC": "flac",
    b"ID3": "mp3",
}
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
"""What an MP4 begins with, or a film of a camera that is older than that."""
