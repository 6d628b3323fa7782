"""Pictures inside of something else, which are copied and not drawn anew: their pixels as they are, and nothing beside them."""

from hub.files.media.rules import Unfit


def bare_jpeg(data: bytes) -> bytes:
    """Without the parts that hold words, places and small pictures. Of the application's own parts, only Adobe's stays: it tells
    how colours are to be read."""
    kept = bytearray(data[:2])
    if kept != b"\xff\xd8":
        raise Unfit("broken")
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise Unfit("broken")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            # From here on it is the picture itself; nothing is looked for after its end.
            end = data.rfind(b"\xff\xd9")
            return bytes(kept + data[at : end + 2 if end > at else len(data)])
        length = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        adobe = marker == 0xEE and data[at + 4 : at + 9] == b"Adobe"
        if adobe or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            kept += data[at : at + length]
        at += length
    raise Unfit("broken")


_WORDS = (b"xml ", b"uuid", b"uinf", b"asoc", b"nlst", b"jp2i", b"cref", b"mdat")


def bare_jpeg2000(data: bytes) -> bytes:
    """Without the boxes that hold words. A bare stream of pixels, which has no boxes, stays as it is."""
    if data[:4] == b"\xff\x4f\xff\x51":
        return data
    kept, at = bytearray(), 0
    while at + 8 <= len(data):
        length, name, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if length == 0:
            length = len(data) - at
        if length < head or at + length > len(data):
            raise Unfit("broken")
        if name not in _WORDS:
            kept += data[at : at + length]
        at += length
    return bytes(kept)
