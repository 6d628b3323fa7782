"""Real pictures, made by code: as phones and cameras write them, and as those who mean harm do."""

import random
import struct
import zipfile
import zlib
from functools import cache
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms, ImageDraw, ImageFilter, PngImagePlugin
from PIL.ExifTags import GPS, IFD, Base

# Planted in every place that a file has for words. None may be found in anything that we keep.
SECRETS = (
    b"SERIAL-4711-SECRET",
    b"Maya-at-home-SECRET",
    b"XMP-SECRET-LINE",
    b"IPTC-SECRET-CITY",
    b"COMMENT-SECRET-WORDS",
    b"MAKER-NOTE-SECRET",
    b"ICC-SECRET-NAME",
    b"TEXT-CHUNK-SECRET",
    b"TRAILER-SECRET",
    b"THUMBNAIL-SECRET",
)
_SERIAL, _NAME, _XMP, _IPTC, _COMMENT, _MAKER, _ICC, _TEXT, _TRAILER, _THUMBNAIL = (s.decode() for s in SECRETS)

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 60), (30, 60, 220), (240, 220, 40)


@cache
def corners(width: int = 640, height: int = 480) -> Image.Image:
    """A picture with one colour a corner, as the eye should see it: red, green over blue, yellow."""
    image = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(image)
    left, right, top, bottom = (0, width // 2), (width // 2, width), (0, height // 2), (height // 2, height)
    for colour, (x0, x1), (y0, y1) in (
        (RED, left, top),
        (GREEN, right, top),
        (BLUE, left, bottom),
        (YELLOW, right, bottom),
    ):
        draw.rectangle((x0, y0, x1, y1), fill=colour)
    return image


@cache
def scene(width: int = 4032, height: int = 3024, seed: int = 7) -> Image.Image:
    """What a camera would see: soft light, shapes at every scale, and grain. The same for the same seed."""
    chance = random.Random(seed)
    small = Image.new("RGB", (width // 4, height // 4), (150, 190, 220))
    draw = ImageDraw.Draw(small)
    for radius in (90, 50, 30, 16, 8, 4):
        for _ in range(12_000 // radius):
            x, y = chance.randrange(small.width), chance.randrange(small.height)
            colour = chance.randrange(40, 210), chance.randrange(60, 220), chance.randrange(20, 180)
            draw.ellipse((x - radius, y - radius // 2, x + radius, y + radius // 2), fill=colour)
    soft = small.filter(ImageFilter.GaussianBlur(1.2)).resize((width, height), Image.Resampling.BICUBIC)
    grain = Image.frombytes("L", (512, 512), chance.randbytes(512 * 512)).point(lambda level: 120 + level // 16)
    sheet = Image.new("L", (width, height))
    for x in range(0, width, 512):
        for y in range(0, height, 512):
            sheet.paste(grain, (x, y))
    return Image.blend(soft, sheet.convert("RGB"), 0.12)


def exif(orientation: int = 1) -> Image.Exif:
    """What a phone tells about the moment: where, when, with which camera, whose."""
    data = Image.Exif()
    data[Base.Orientation] = orientation
    data[Base.Make], data[Base.Model] = "Trellis Phone", _NAME
    data[Base.Artist] = _NAME
    data[Base.DateTime] = "2026:11:20 08:15:00"
    place = data.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (52.0, 31.0, 12.0)
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "E", (13.0, 24.0, 36.0)
    details = data.get_ifd(IFD.Exif)
    details[Base.BodySerialNumber] = _SERIAL
    details[Base.MakerNote] = _MAKER.encode()
    details[Base.UserComment] = _COMMENT.encode()
    return data


def xmp() -> bytes:
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>{_XMP}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
    ).encode()


@cache
def profile() -> bytes:
    """A real sRGB colour profile whose description has a name in it."""
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    words = "sRGB built-in".encode("utf-16-be")
    assert words in made
    return made.replace(words, _ICC[: len(words) // 2].ljust(len(words) // 2).encode("utf-16-be")) + _ICC.encode()


@cache
def swapped_profile() -> bytes:
    """A real colour profile in which what is written as red is meant as green, and green as red."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for at in range(132, 132 + 12 * int.from_bytes(made[128:132], "big"), 12):
        swapped = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}
        made[at : at + 4] = swapped.get(bytes(made[at : at + 4]), made[at : at + 4])
    return bytes(made)


def jpeg(orientation: int = 1, image: Image.Image | None = None, quality: int = 88) -> bytes:
    """As a phone writes it, with everything in it that should stay private, in each way that JPEG has."""
    out = BytesIO()
    upright = image or corners()
    stored = as_stored(upright, orientation)
    city = b"\x1c\x02\x5a" + _sized(_IPTC.encode())
    stored.save(
        out,
        "JPEG",
        quality=quality,
        exif=_with_thumbnail(exif(orientation)),
        xmp=xmp(),
        icc_profile=profile(),
        comment=_COMMENT.encode(),
        extra=_segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + _sized(city, 4)),
    )
    return out.getvalue() + _TRAILER.encode()


def heic(orientation: int = 1, image: Image.Image | None = None, quality: int = 60) -> bytes:
    out = BytesIO()
    stored = (image or corners()).copy()
    data = exif(orientation).tobytes()
    heif = pillow_heif.from_pillow(stored)
    heif.info["exif"], heif.info["xmp"] = data, xmp()
    heif.save(out, quality=quality)
    return out.getvalue()


def png(image: Image.Image | None = None) -> bytes:
    out = BytesIO()
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", _NAME)
    words.add_text("Comment", _TEXT, zip=True)
    words.add_itxt("XML:com.adobe.xmp", xmp().decode())
    (image or corners()).save(out, "PNG", pnginfo=words, exif=exif(), icc_profile=profile())
    return out.getvalue()


def webp(image: Image.Image | None = None, **how: object) -> bytes:
    out = BytesIO()
    (image or corners()).save(out, "WEBP", exif=exif(), xmp=xmp(), icc_profile=profile(), **how)
    return out.getvalue()


def avif(image: Image.Image | None = None) -> bytes:
    out = BytesIO()
    (image or corners()).save(out, "AVIF", exif=exif(), xmp=xmp(), icc_profile=profile(), speed=10)
    return out.getvalue()


def gif(image: Image.Image | None = None) -> bytes:
    """Two frames: the picture, then black."""
    out = BytesIO()
    first = image or corners()
    first.save(out, "GIF", save_all=True, append_images=[Image.new("RGB", first.size)], comment=_COMMENT.encode())
    return out.getvalue()


def see_through() -> Image.Image:
    """A red disc on nothing."""
    image = Image.new("RGBA", (600, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((200, 100, 400, 300), fill=(*RED, 255))
    return image


def cut_in_half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def giant_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A few hundred bytes that say they are a picture of 2.5 thousand million pixels."""
    rows = zlib.compress(bytes(100_000))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def giant_gif() -> bytes:
    return b"GIF89a" + struct.pack("<HHBBB", 65_000, 65_000, 0x80, 0, 0) + bytes(6) + b",\0\0\0\0\1\0\1\0\0\2\2D\1\0;"


def zip_file() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("photo.jpg", jpeg())
    return out.getvalue()


def svg() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(document.cookie)</script></svg>'


def html() -> bytes:
    return b"<!doctype html><script>alert(document.cookie)</script>"


def gif_that_is_a_script() -> bytes:
    """A GIF that a browser would also run, were it served as JavaScript: its width spells the start of a comment."""
    width, height = struct.unpack("<HH", b"/*\1\0")
    picture = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + b",\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
    return b"GIF89a" + picture + b"*/=1;alert(document.cookie)//TRAILER-SECRET"


def as_stored(upright: Image.Image, orientation: int) -> Image.Image:
    """The pixels as a camera held that way lays them down: the inverse of what a viewer does."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    return upright.transpose(undo) if undo is not None else upright


def _with_thumbnail(data: Image.Exif) -> bytes:
    """The EXIF block with a small picture in it, as cameras put one there: with words in its own comment."""
    small = BytesIO()
    corners(64, 48).save(small, "JPEG", comment=_THUMBNAIL.encode())
    ifd1 = data.get_ifd(IFD.IFD1)
    ifd1[Base.Compression] = 6
    ifd1[Base.JpegIFByteCount] = len(small.getvalue())
    return data.tobytes() + small.getvalue()


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def _sized(body: bytes, width: int = 2) -> bytes:
    return len(body).to_bytes(width, "big") + body


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
