"""Whether a recording or a film has come whole, by what it says of its own size: players would show the first half and say nothing."""

from pathlib import Path
from typing import BinaryIO

from hub.files.media.rules import Kind

_UNKNOWN = (0, 0xFFFF_FFFF)
"""What a recorder writes that did not know yet how long it would be."""


def is_whole(source: Path, kind: Kind) -> bool:
    """False for what is surely cut off. Of some kinds nobody can say."""
    size = source.stat().st_size
    with source.open("rb") as file:
        if kind == "mp4":
            return _boxes_fit(file, size)
        if kind == "matroska":
            return _segment_fits(file, size)
        if kind == "wav":
            told = int.from_bytes(file.read(8)[4:], "little")
            return told in _UNKNOWN or told + 8 <= size + 1
        if kind == "ogg":
            return _ends(file, size)
        if kind == "mp3":
            return _frames_fit(file, size)
    return True


def _boxes_fit(file: BinaryIO, size: int) -> bool:
    at = 0
    while at + 8 <= size:
        file.seek(at)
        head = file.read(16)
        length, least = int.from_bytes(head[:4], "big"), 8
        if length == 0:
            return True
        if length == 1:
            length, least = int.from_bytes(head[8:16], "big"), 16
        if length < least:
            return False
        at += length
    return at <= size


def _segment_fits(file: BinaryIO, size: int) -> bool:
    head = file.read(4096)
    at = head.find(b"\x18\x53\x80\x67")
    if at < 0 or at + 12 > len(head):
        return False
    first = head[at + 4]
    length = 9 - first.bit_length()
    if length > 8:
        return False
    told = int.from_bytes(head[at + 4 : at + 4 + length], "big") & ((1 << 7 * length) - 1)
    return told == (1 << 7 * length) - 1 or at + 4 + length + told <= size


def _ends(file: BinaryIO, size: int) -> bool:
    """The last page is whole, and says that it is the last."""
    file.seek(max(0, size - 70_000))
    end = file.read()
    at = end.rfind(b"OggS")
    if at < 0 or len(end) < at + 27 or not end[at + 5] & 4:
        return False
    parts = end[at + 27 : at + 27 + end[at + 26]]
    return at + 27 + len(parts) + sum(parts) <= len(end)


def _frames_fit(file: BinaryIO, size: int) -> bool:
    head = file.read(10)
    tags = 0
    if head[:3] == b"ID3":
        tags = 10 + sum(part << 7 * place for place, part in enumerate(reversed(head[6:10])))
    file.seek(tags)
    first = file.read(256)
    at = max(first.find(b"Xing"), first.find(b"Info"))
    if at < 0 or not first[at + 7] & 2:
        return True
    after = at + 8 + (4 if first[at + 7] & 1 else 0)
    told = int.from_bytes(first[after : after + 4], "big")
    # An editor that adds a tag at the end takes nothing away; one that rounds may be a few frames off.
    return tags + told * 0.98 <= size
