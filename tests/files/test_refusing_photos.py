"""What is no photo, or a broken or heavy one, is refused in words; whatever is sent."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hub.errors import Invalid
from hub.files.media.rules import Unfit
from hub.files.photos.rules import Photo
from hub.files.preparing import Given, Keys, Limits, prepare
from hub.files.store import LocalStore
from tests import photos as made
from tests.files.looking import KINDS, drawn


class Door:
    """Where files come in, with nothing kept of what is refused."""

    def __init__(self, folder: Path) -> None:
        self.store = LocalStore(folder / "files")

    def takes(self, sent: bytes, name: str = "holiday.jpg", most: int = 25_000_000) -> Given:
        source = self.store.parts / "sent"
        source.write_bytes(sent)
        return prepare(source, name, "", Keys(self.store, "00000001"), Limits(most, most, most), field="photos")


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    door = Door(tmp_path)
    yield door
    assert [path.name for path in door.store.parts.iterdir()] == ["sent"]


@pytest.mark.parametrize("make", [made.zip_file, made.svg, made.html, lambda: b"BM" + bytes(60)])
def test_what_is_not_a_photo_is_refused_whatever_it_is_called(make: Callable[[], bytes], door: Door) -> None:
    with pytest.raises(Invalid, match=r"We can't take this kind of file\. Photos, PDFs, recordings and films can be added\.") as refusal:
        door.takes(make())
    assert refusal.value.field == "photos"


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_photo_is_refused(kind: str) -> None:
    with pytest.raises(Unfit, match="broken"):
        drawn(made.cut_in_half(KINDS[kind]()))


def test_who_sent_half_a_photo_is_told_and_nothing_of_it_is_kept(door: Door) -> None:
    with pytest.raises(Invalid, match=r"^This photo seems broken or only half there\. Try choosing it again, or another one\.$"):
        door.takes(made.cut_in_half(made.jpeg()))
    assert list(door.store.kept()) == []


def test_a_picture_is_measured_before_it_is_opened(door: Door) -> None:
    with pytest.raises(Invalid, match=r"^This picture is too large to open safely \(50,000 × 50,000\)\.$"):
        door.takes(made.giant_png())
    with pytest.raises(Invalid, match=r"\(65,000 × 65,000\)"):
        door.takes(made.giant_gif())
    with pytest.raises(Unfit, match="large") as refusal:
        drawn(made.heic(), max_pixels=640 * 480 - 1)
    assert refusal.value.size == (640, 480)
    assert drawn(made.heic(), max_pixels=640 * 480).full.width == 640


def test_a_heavy_file_is_refused_with_its_weight(door: Door) -> None:
    with pytest.raises(Invalid, match=r"^This photo is 31 MB\. The most is 25 MB\.$"):
        door.takes(made.jpeg() + bytes(30_100_000))
    exact = made.jpeg()
    with pytest.raises(Invalid):
        door.takes(exact, most=len(exact) - 1)
    assert [one.name for one in door.takes(exact, most=len(exact)).renditions] == ["full", "page", "thumb"]
    with pytest.raises(Invalid, match="empty"):
        door.takes(b"")


def test_a_gif_that_is_also_a_script_is_only_a_picture_afterwards() -> None:
    sent = made.gif_that_is_a_script()
    assert b"alert(" in sent
    for rendition in drawn(sent).renditions:
        assert b"alert" not in rendition.bytes
        assert not rendition.bytes.startswith(b"GIF")


def test_whatever_bytes_are_sent_the_answer_is_a_photo_or_a_clear_refusal() -> None:
    chance = random.Random(11)
    small = made.corners(48, 32)
    answers: set[type] = set()
    for make in (made.jpeg, made.png, made.webp, made.gif, made.avif, made.heic):
        whole = make(image=small)
        for _ in range(25):
            hurt = bytearray(whole)
            for _ in range(chance.choice((1, 3, 30))):
                hurt[chance.randrange(12, len(hurt))] = chance.randrange(256)
            try:
                answers.add(type(drawn(bytes(hurt), max_pixels=1_000_000)))
            except Unfit:
                answers.add(Unfit)
    assert answers == {Photo, Unfit}
