"""Where a photo is drawn anew. Slow to import and hungry: everything else that is about photos does without.

Nothing of the old file is copied: only pixels cross into a new picture, so that no place, name, camera number, note or
hidden thumbnail can travel with it, not even one in a form that nobody has thought of yet.
"""

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from mmap import mmap
from typing import BinaryIO, NamedTuple

from PIL import Image
from PIL.ImageFile import ImageFile
from PIL.WebPImagePlugin import WebPImageFile

from hub.files.media.rules import PhotoKind, Unfit
from hub.files.photos.rules import MAX_PIXELS, Photo, Rendition


def drawn(file: BinaryIO, kind: PhotoKind, max_pixels: int = MAX_PIXELS) -> Photo:
    """Raises Unfit when it is broken, cut off, or larger than `max_pixels`: that before anything of that size is made."""
    size = 0, 0
    try:
        size = _canvas(file) if kind == "image/webp" else size
        _bounded(size, max_pixels)
        image: Image.Image = _opener(kind)(file)
        size = image.size
        _bounded(size, max_pixels)
        image, flat = _clean(image, kind)
        full, page, thumb = _renditions(image, flat)
    except (Unfit, MemoryError):
        raise
    except Exception as error:
        # Hostile bytes make decoders raise nearly anything; whatever it was, this is not a photo that we can show.
        raise Unfit("hungry" if _no_room_for(size) else "broken") from error
    return Photo(kind, full, page, thumb)


def _canvas(file: BinaryIO) -> tuple[int, int]:
    """What an extended WebP says it measures. Its decoder makes room for that twice before one could ask it."""
    head = file.read(30)
    file.seek(0)
    if head[12:16] != b"VP8X":
        return 0, 0
    return 1 + int.from_bytes(head[24:27], "little"), 1 + int.from_bytes(head[27:30], "little")


def _bounded(size: tuple[int, int], max_pixels: int) -> None:
    if size[0] * size[1] > max_pixels:
        raise Unfit("large", size)


def _opener(kind: PhotoKind) -> type[ImageFile]:
    # These classes and no others: `Image.open` would go through every format that any import has registered, and bounds
    # pixels by one setting for the whole process. Each is loaded when it is asked for, for it will be in this process alone.
    if kind == "image/jpeg":
        from PIL.JpegImagePlugin import JpegImageFile

        return JpegImageFile
    if kind == "image/png":
        from PIL.PngImagePlugin import PngImageFile

        return PngImageFile
    if kind == "image/gif":
        from PIL.GifImagePlugin import GifImageFile

        return GifImageFile
    if kind == "image/webp":
        return WebPImageFile  # Loaded at the top: to save one, Pillow would load all forms that it knows.
    if kind == "image/avif":
        from PIL import AvifImagePlugin

        AvifImagePlugin.DEFAULT_MAX_THREADS = _THREADS
        return AvifImagePlugin.AvifImageFile
    from pillow_heif import options
    from pillow_heif.as_plugin import HeifImageFile

    options.DECODE_THREADS = _THREADS
    return HeifImageFile


_THREADS = 2
"""Of a decoder. Each takes room of its own, and by themselves they would be as many as the machine has cores."""
_COPIES = 4
"""Of a picture, at four bytes a point: so many the hungriest decoder and we make of it."""


def _no_room_for(size: tuple[int, int]) -> bool:
    """Whether memory is what was wanting: few decoders say so, and many call the file broken instead."""
    try:
        # It is asked for, and never touched.
        with closing(mmap(-1, max(1, _COPIES * 4 * size[0] * size[1]))):
            return False
    except OSError:
        return True


def _clean(image: Image.Image, kind: PhotoKind) -> tuple[Image.Image, bool]:
    if kind == "image/jpeg":
        # Half, a quarter or an eighth straight from the decoder, when that is still enough. Not for HEIC: there it
        # would take an embedded thumbnail, which needn't show the same picture.
        image.draft(image.mode, (_FULL.longest, _FULL.longest))
    image.load()
    turn = _turn(image)
    profile = image.info.get("icc_profile")
    image = _simple(image)
    flat = kind in _MAY_BE_FLAT and image.getcolors(_FEW_COLOURS) is not None

    image = _fitted(image, _FULL.longest)
    image = _srgb(image, profile)
    if turn is not None:
        image = image.transpose(turn)
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")

    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    return bare, flat


_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A drawing or a screenshot: few enough colours that a lossless copy may be both smaller and sharper.
_MAY_BE_FLAT = {"image/png", "image/gif", "image/webp"}
_FEW_COLOURS = 4096


def _turn(image: Image.Image) -> Image.Transpose | None:
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        # Broken metadata is no reason to refuse a whole picture, and it is about to be dropped.
        return None


def _simple(image: Image.Image) -> Image.Image:
    if image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level / 256).convert("L")
    if image.mode == "1":
        return image.convert("L")
    # CMYK waits for its colour profile.
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _fitted(image: Image.Image, longest: int) -> Image.Image:
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


_MAX_PROFILE = 4_000_000


def _srgb(image: Image.Image, profile: object) -> Image.Image:
    if isinstance(profile, bytes) and len(profile) <= _MAX_PROFILE:
        from PIL import ImageCms

        try:
            theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
            ours = ImageCms.createProfile("sRGB")
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            converted = ImageCms.profileToProfile(image, theirs, ours, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile that is broken or meant for another kind of picture: its colours are taken as they are.
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB") if image.mode == "CMYK" else image


class _Size(NamedTuple):
    name: str
    longest: int
    quality: int


_FULL = _Size("full", 2400, 85)
_PAGE = _Size("page", 1200, 78)
_THUMB = _Size("thumb", 480, 72)
# How many times the bytes of a lossy copy a sharp one may cost.
_SHARPNESS_IS_WORTH = 2


def _renditions(image: Image.Image, flat: bool) -> Iterator[Rendition]:
    for size in (_FULL, _PAGE, _THUMB):
        # Each from the one before, which has at least twice as many pixels a side: quick, and the eye can't tell.
        image = _fitted(image, size.longest)
        kind, data = _encoded(image, size, flat)
        yield Rendition(size.name, kind, image.width, image.height, data)


def _encoded(image: Image.Image, size: _Size, flat: bool) -> tuple[str, bytes]:
    if size is _FULL and image.mode != "RGBA":
        lossy = "image/jpeg", _saved(image, "JPEG", quality=size.quality, progressive=True, optimize=True)
    else:
        lossy = "image/webp", _saved(image, "WEBP", quality=size.quality, method=4)
    if not flat:
        return lossy

    if size is _FULL:
        sharp = "image/png", _saved(image, "PNG", optimize=True)
    else:
        sharp = "image/webp", _saved(image, "WEBP", lossless=True, quality=50)
    return sharp if len(sharp[1]) <= _SHARPNESS_IS_WORTH * len(lossy[1]) else lossy


def _saved(image: Image.Image, form: str, **how: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **how)
    return out.getvalue()
