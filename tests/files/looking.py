"""What is in a photo: the kinds that are taken, the parts of a file, and the colours of what is shown."""

import struct
from collections.abc import Callable
from io import BytesIO

from PIL import Image

from hub.files.photos import studio
from hub.files.photos.rules import MAX_PIXELS, Photo, Rendition, kind_of
from tests import photos as made

KINDS: dict[str, Callable[..., bytes]] = {
    "image/jpeg": made.jpeg,
    "image/heic": made.heic,
    "image/png": made.png,
    "image/webp": made.webp,
    "image/avif": made.avif,
    "image/gif": made.gif,
}


ONLY_PICTURE: dict[str, set[object]] = {
    "image/jpeg": {0xD8, 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDA, 0xD9},
    "image/png": {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"},
    "image/webp": {b"VP8 ", b"VP8L", b"VP8X", b"ALPH"},
}


def drawn(sent: bytes, max_pixels: int = MAX_PIXELS) -> Photo:
    """As the fenced process draws it, but here."""
    kind = kind_of(sent)
    assert kind is not None
    return studio.drawn(BytesIO(sent), kind, max_pixels)


def parts(rendition: Rendition) -> set[object]:
    read = {"image/jpeg": segments, "image/png": chunks, "image/webp": riff}
    return read[rendition.type](rendition.bytes)


def segments(data: bytes) -> set[object]:
    found: set[object] = {data[1]}
    at = 2
    while at < len(data):
        assert data[at] == 0xFF
        marker = data[at + 1]
        found.add(marker)
        if marker == 0xD9:
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xE0:
            assert data[at + 4 : at + 9] == b"JFIF\0"
            assert length == 16, "no room for a thumbnail"
        at += 2 + length
        if marker == 0xDA:
            while data[at] != 0xFF or data[at + 1] == 0 or 0xD0 <= data[at + 1] <= 0xD7:
                at += 1
    assert data[at + 2 :] == b""
    return found


def chunks(data: bytes) -> set[object]:
    found: set[object] = set()
    at = 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        found.add(name)
        at += 12 + length
    return found


def riff(data: bytes) -> set[object]:
    assert int.from_bytes(data[4:8], "little") + 8 == len(data)
    found: set[object] = set()
    at = 12
    while at < len(data):
        name, length = struct.unpack("<4sI", data[at : at + 8])
        found.add(name)
        at += 8 + length + length % 2
    return found


def corners(rendition: Rendition) -> list[str]:
    image = Image.open(BytesIO(rendition.bytes)).convert("RGB")
    x, y = image.width // 4, image.height // 4
    return [named(image.getpixel(at)) for at in ((x, y), (3 * x, y), (x, 3 * y), (3 * x, 3 * y))]


def named(colour: object) -> str:
    assert isinstance(colour, tuple)
    named = {"red": made.RED, "green": made.GREEN, "blue": made.BLUE, "yellow": made.YELLOW}
    return min(named, key=lambda name: sum(abs(a - b) for a, b in zip(colour, named[name], strict=False)))


def pixel(rendition: Rendition) -> tuple[int, int, int]:
    pixel = Image.open(BytesIO(rendition.bytes)).convert("RGB").getpixel((16, 16))
    assert isinstance(pixel, tuple)
    return pixel[0], pixel[1], pixel[2]
