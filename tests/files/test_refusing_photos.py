"""What is no photo, or a broken or heavy one, is refused in words; whatever is sent."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from hub.errors import Invalid
from hub.files.photos import Photo, prepare
from tests import photos as made
from tests.files.looking import KINDS

NOT_A_PHOTO = "This file isn't a photo we can read. Try a JPEG, PNG, WebP or HEIC picture."


@pytest.mark.parametrize("make", [made.zip_file, made.svg, made.html, lambda: b"BM" + bytes(60), lambda: b"%PDF-1.7\n"])
def test_what_is_not_a_photo_is_refused_whatever_it_is_called(make: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(make())
    with pytest.raises(Invalid, match=NOT_A_PHOTO) as refusal:
        prepare(path, field="photos")
    assert refusal.value.field == "photos"


@pytest.mark.parametrize("kind", KINDS)
def test_half_a_photo_is_refused(kind: str) -> None:
    with pytest.raises(Invalid, match="seems broken or only half there"):
        prepare(made.cut_in_half(KINDS[kind]()))


def test_a_picture_is_measured_before_it_is_opened() -> None:
    with pytest.raises(Invalid, match=r"^This picture is too large to open safely \(50,000 × 50,000\)\.$"):
        prepare(made.giant_png())
    with pytest.raises(Invalid, match=r"\(65,000 × 65,000\)"):
        prepare(made.giant_gif())
    with pytest.raises(Invalid, match=r"\(640 × 480\)"):
        prepare(made.heic(), max_pixels=640 * 480 - 1)
    assert prepare(made.heic(), max_pixels=640 * 480).full.width == 640


def test_a_heavy_file_is_refused_with_its_weight(tmp_path: Path) -> None:
    path = tmp_path / "heavy.jpg"
    with path.open("wb") as file:
        file.truncate(30_400_000)
    with pytest.raises(Invalid, match=r"^This photo is 31 MB\. The most is 25 MB\.$"):
        prepare(path)
    exact = made.jpeg()
    assert prepare(exact, max_bytes=len(exact))
    with pytest.raises(Invalid):
        prepare(exact, max_bytes=len(exact) - 1)
    with pytest.raises(Invalid, match="empty"):
        prepare(b"")


def test_a_gif_that_is_also_a_script_is_only_a_picture_afterwards() -> None:
    sent = made.gif_that_is_a_script()
    assert b"alert(" in sent
    for rendition in prepare(sent).renditions:
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
                hurt[chance.randrange(len(hurt))] = chance.randrange(256)
            try:
                answers.add(type(prepare(bytes(hurt), max_pixels=1_000_000)))
            except Invalid:
                answers.add(Invalid)
    assert answers == {Photo, Invalid}
