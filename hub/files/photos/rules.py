"""Which photos we take and which sizes we keep: what can be said without opening one."""

from typing import NamedTuple

from hub.files.media.rules import PhotoKind

MAX_BYTES = 25_000_000
MAX_PIXELS = 50_000_000
HEAD = 256
"""So many first bytes are enough to know a kind by."""


class Rendition(NamedTuple):
    """One size of a photo, ready to be kept. `type` is a media type."""

    name: str
    type: str
    width: int
    height: int
    bytes: bytes


class Photo(NamedTuple):
    """The three sizes. `source` is the media type of what was sent, by its content.

    `full` is for looking closely and for taking along, so it is a JPEG or PNG that every program opens (WebP only when
    it has both many colours and see-through parts). `page` fills a phone (390 points × 3) and `thumb` a card (160 × 3);
    both are only ever seen in a browser, where WebP costs about a third fewer bytes at the same look.
    """

    source: str
    full: Rendition
    page: Rendition
    thumb: Rendition

    @property
    def renditions(self) -> tuple[Rendition, Rendition, Rendition]:
        return self.full, self.page, self.thumb


def kind_of(head: bytes) -> PhotoKind | None:
    """The media type by the first bytes (`HEAD` are enough), or None when it isn't a kind of photo we take."""
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        brands = head[8 : min(int.from_bytes(head[:4], "big"), HEAD)]
        named = {brands[at : at + 4] for at in range(0, len(brands), 4)}
        if named & {b"avif", b"avis"}:
            return "image/avif"
        if named & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}:
            return "image/heic"
    return None


_STARTS: dict[bytes, PhotoKind] = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
