"""What is kept is the picture, upright, and nothing else of the file."""

from io import BytesIO

import pytest
from PIL import Image

from hub.files.photos.rules import Photo, Rendition, kind_of
from tests import photos as made
from tests.files.looking import KINDS, ONLY_PICTURE, corners, drawn, named, parts, pixel


@pytest.fixture(scope="module")
def kept() -> dict[str, Photo]:
    return {kind: drawn(make()) for kind, make in KINDS.items()}


def all_three(photo: Photo) -> tuple[Rendition, ...]:
    assert [one.name for one in photo.renditions] == ["full", "page", "thumb"]
    return photo.renditions


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_its_content_and_looks_the_same_afterwards(kind: str, kept: dict[str, Photo]) -> None:
    assert kept[kind].source == kind
    for rendition in all_three(kept[kind]):
        assert corners(rendition) == ["red", "green", "blue", "yellow"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_personal_is_in_any_size_of_any_kind(kind: str, kept: dict[str, Photo]) -> None:
    sent = KINDS[kind]()
    assert any(secret in sent or secret.decode().encode("utf-16-be") in sent for secret in made.SECRETS)
    for rendition in all_three(kept[kind]):
        for secret in made.SECRETS:
            assert secret not in rendition.bytes
        for word in (b"Exif", b"http://ns.adobe.com", b"xpacket", b"8BIM", b"ICC_PROFILE", b"iCCP", b"Trellis Phone"):
            assert word not in rendition.bytes
        assert parts(rendition)
        assert parts(rendition) <= ONLY_PICTURE[rendition.type]
        seen = Image.open(BytesIO(rendition.bytes))
        assert not seen.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop", "Author"} & set(seen.info)


def test_the_planted_secrets_are_really_in_the_photo_that_is_sent() -> None:
    sent = made.jpeg()
    place = Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)
    assert (place[2], place[4]) == ((52.0, 31.0, 12.0), (13.0, 24.0, 36.0))
    assert [s for s in made.SECRETS if s not in sent] == [b"TEXT-CHUNK-SECRET"]
    assert b"Exif" in made.heic()
    assert made.SECRETS[0] in made.heic()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_held_any_way_stands_upright(orientation: int) -> None:
    photo = drawn(made.jpeg(orientation, made.corners(320, 200)))
    for rendition in all_three(photo):
        assert (rendition.width, rendition.height) == (320, 200)
        assert corners(rendition) == ["red", "green", "blue", "yellow"]


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_heic_photo_held_any_way_stands_upright_and_is_not_turned_twice(orientation: int) -> None:
    stored = made.as_stored(made.corners(320, 200), orientation)
    photo = drawn(made.heic(orientation, stored))
    assert corners(photo.full) == ["red", "green", "blue", "yellow"]


def test_sizes_are_what_is_said_and_a_small_picture_is_never_enlarged() -> None:
    photo = drawn(made.jpeg(image=made.scene(3000, 2000)))
    assert [(r.name, r.width, r.height) for r in photo.renditions] == [
        ("full", 2400, 1600),
        ("page", 1200, 800),
        ("thumb", 480, 320),
    ]
    for rendition in all_three(photo):
        seen = Image.open(BytesIO(rendition.bytes))
        assert (seen.size, Image.MIME[str(seen.format)]) == ((rendition.width, rendition.height), rendition.type)
    assert [r.type for r in photo.renditions] == ["image/jpeg", "image/webp", "image/webp"]
    assert len(photo.page.bytes) < 250_000
    assert len(photo.thumb.bytes) < 40_000

    tiny = drawn(made.jpeg(image=made.corners(64, 48)))
    assert {(r.width, r.height) for r in tiny.renditions} == {(64, 48)}


def test_a_drawing_stays_sharp_and_what_is_see_through_stays_so() -> None:
    assert drawn(made.png()).full.type == "image/png"
    disc = drawn(made.png(made.see_through()))
    for rendition in all_three(disc):
        seen = Image.open(BytesIO(rendition.bytes)).convert("RGBA")
        middle = seen.getpixel((seen.width // 2, seen.height // 2))
        assert isinstance(middle, tuple)
        assert seen.getpixel((0, 0))[3] == 0  # type: ignore[index]
        assert middle[3] == 255
        assert named(middle) == "red"


def test_a_photo_saved_as_png_becomes_a_jpeg_of_fewer_bytes() -> None:
    sent = made.png(made.scene(1200, 900))
    full = drawn(sent).full
    assert full.type == "image/jpeg"
    assert len(full.bytes) < len(sent) / 2


def test_only_the_first_frame_of_an_animation_is_kept() -> None:
    full = Image.open(BytesIO(drawn(made.gif()).full.bytes))
    assert getattr(full, "n_frames", 1) == 1


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_grey_sixteen_bit_printed_and_indexed_pictures_keep_their_light(mode: str) -> None:
    half = Image.new("L", (64, 64), 0)
    half.paste(255, (0, 0, 32, 64))
    image = Image.new("I;16", (64, 64)) if mode == "I;16" else half.convert("RGB").convert(mode)
    if mode == "I;16":
        image.paste(65_535, (0, 0, 32, 64))
    out = BytesIO()
    image.save(out, "JPEG" if mode == "CMYK" else "PNG")
    seen = Image.open(BytesIO(drawn(out.getvalue()).full.bytes)).convert("L")
    assert seen.getpixel((8, 32)) >= 250  # type: ignore[operator]
    assert seen.getpixel((56, 32)) <= 5  # type: ignore[operator]


def test_colours_of_another_profile_are_translated_before_the_profile_goes() -> None:
    out = BytesIO()
    Image.new("RGB", (32, 32), (200, 100, 50)).save(out, "PNG", icc_profile=made.swapped_profile())
    plain = BytesIO()
    Image.new("RGB", (32, 32), (200, 100, 50)).save(plain, "PNG")
    red, green, blue = pixel(drawn(out.getvalue()).full)
    assert pixel(drawn(plain.getvalue()).full) == (200, 100, 50)
    assert abs(red - 100) < 8
    assert abs(green - 200) < 8
    assert abs(blue - 50) < 8


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_broken_colour_profile_or_broken_exif_is_no_reason_to_refuse_a_whole_picture() -> None:
    out = BytesIO()
    made.corners().save(out, "JPEG", icc_profile=b"not a profile", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + bytes(40))
    assert corners(drawn(out.getvalue()).full) == ["red", "green", "blue", "yellow"]


def test_kinds_are_told_apart_by_their_first_bytes_alone() -> None:
    assert {make: kind_of(make()[:256]) for make in KINDS.values()} == {make: kind for kind, make in KINDS.items()}
    assert kind_of(b"") is None
    assert kind_of(b"\0\0\0\x14ftypheic\0\0\0\0heic") == "image/heic"
    assert kind_of(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif") == "image/avif"
    assert kind_of(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom") is None
