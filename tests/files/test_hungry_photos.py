"""A photo of whatever bytes costs the hub no more memory than any other, and has bounds where it is opened."""

import mmap
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from hub.errors import Invalid
from hub.files.media import asking, fence
from hub.files.media.rules import Wish
from hub.files.preparing import Given, Keys, Limits, prepare
from hub.files.store import LocalStore
from tests import photos as made
from tests.files.looking import KINDS

MOST = Limits(25_000_000, 0, 0)


def animated_webp(width: int, height: int) -> bytes:
    """A hundred bytes or so, for which a decoder makes room for four pictures of that size: two frames of one point each."""
    point = made.webp(made.corners(1, 1), lossless=True)
    point = point[point.index(b"VP8L") :][: 8 + int.from_bytes(point[point.index(b"VP8L") + 4 :][:4], "little")]
    point += bytes(len(point) % 2)
    sides = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    frame = bytes(12) + struct.pack("<I", 100) + point
    parts = ((b"VP8X", b"\x12\0\0\0" + sides), (b"ANIM", bytes(6)), (b"ANMF", frame), (b"ANMF", frame))
    body = b"WEBP" + b"".join(struct.pack("<4sI", name, len(part)) + part for name, part in parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def taken(sent: bytes, folder: Path) -> Given:
    store = LocalStore(folder / "files")
    (source := store.parts / "sent").write_bytes(sent)
    return prepare(source, "", "", Keys(store, "00000001"), MOST)


def bounds(monkeypatch: pytest.MonkeyPatch, draw: int, alone: int) -> None:
    """In MB beyond what the process has before it opens anything: the hub's own limits are for pictures that take seconds.

    With 30, HEIC is called broken; with 60, GIF has enough.
    """
    wishes: tuple[tuple[Wish, int], ...] = (("draw", draw), ("draw alone", alone))
    for wish, more in wishes:
        monkeypatch.setitem(fence.BOUNDS, wish, fence.BOUNDS[wish]._replace(memory=at_first() + more * 1_000_000))


@cache
def at_first() -> int:
    """Bytes of address space that Python and Pillow reserve here."""
    code = "import hub.files.media.__main__, hub.files.photos.studio; print(open('/proc/self/statm').read().split()[0])"
    told = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True, env=asking._ENVIRONMENT).stdout
    return int(told) * mmap.PAGESIZE


@pytest.mark.parametrize("kind", KINDS)
def test_a_photo_that_wants_too_much_memory_is_refused_as_too_large_and_not_as_broken(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounds(monkeypatch, 50, 50)
    with pytest.raises(Invalid, match=r"^This picture is too large to open safely\. Save it in a smaller size, and add that\.$"):
        taken(KINDS[kind](image=made.corners(2400, 1800)), tmp_path)
    assert not list((tmp_path / "files" / "kept").rglob("*.full"))


def test_a_photo_that_wants_more_than_others_is_drawn_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bounds(monkeypatch, 50, 600)
    given = taken(animated_webp(2400, 1800), tmp_path)
    assert (given.medium, given.renditions[0].width) == ("photo", 2400)


def test_a_crafted_picture_costs_the_hub_no_more_memory_than_a_photo(tmp_path: Path) -> None:
    (tmp_path / "photo").write_bytes(made.jpeg())
    (tmp_path / "bomb").write_bytes(sent := animated_webp(8000, 6000))
    assert len(sent) < 200
    code = """if True:
        import resource, sys
        from pathlib import Path
        from tests.files.test_hungry_photos import taken
        folder = Path(sys.argv[1])
        for name in ("photo", "bomb"):
            taken((folder / name).read_bytes(), folder)
            print(*(resource.getrusage(whose).ru_maxrss // 1024 for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
    """
    told = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True).stdout
    (hub, _photo), (hub_then, bomb) = (map(int, line.split()) for line in told.splitlines())
    assert hub_then - hub < 16, "MB"
    assert 500 < bomb < 1200, "it was hungry, and within its bounds"
