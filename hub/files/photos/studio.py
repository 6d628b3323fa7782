"""Where a photo is drawn anew. Slow to import and hungry: everything else that is about photos does without.

Nothing of the old file is copied: only pixels cross into a new picture, so that no place, name, camera number, note or
hidden thumbnail can travel with it, not even one in a form that nobody has thought of yet.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO, NamedTuple

from PIL import Image, ImageCms
from PIL.AvifImagePlugin import AvifImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif.as_plugin import HeifImageFile

from hub.errors import Invalid
from hub.files.photos.rules import Photo, Rendition
from hub.words import _


def drawn(file: BinaryIO, kind: str, field: str, max_pixels: int) -> Photo:
    """Raises Invalid when it is broken, cut off or larger than `max_pixels`, before anything of that size is made."""
    with _clear_refusals(field):
        image = _opened(file, kind, field, max_pixels)
        with _alone_if_large(image):
            image, flat = _clean(image, kind)
    full, page, thumb = _renditions(image, flat)
    return Photo(kind, full, page, thumb)


# These classes and no others: `Image.open` would go through every format that any import has registered, and bounds
# pixels by one setting for the whole process.
_OPENERS: dict[str, type[ImageFile]] = {
    "image/jpeg": JpegImageFile,
    "image/png": PngImageFile,
    "image/gif": GifImageFile,
    "image/webp": WebPImageFile,
    "image/avif": AvifImageFile,
    "image/heic": HeifImageFile,
}


def _opened(file: BinaryIO, kind: str, field: str, max_pixels: int) -> Image.Image:
    # Only the header has been read when an opener returns.
    image = _OPENERS[kind](file)
    if image.width * image.height > max_pixels:
        words = _("This picture is too large to open safely ({width} × {height}).")
        raise Invalid(field, words.format(width=f"{image.width:,}", height=f"{image.height:,}"))
    if kind == "image/jpeg":
        # Half, a quarter or an eighth straight from the decoder, when that is still enough. Not for HEIC: there it
        # would take an embedded thumbnail, which needn't show the same picture.
        image.draft(image.mode, (_FULL.longest, _FULL.longest))
    return image


@contextmanager
def _clear_refusals(field: str) -> Iterator[None]:
    try:
        yield
    except Invalid:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Invalid(field, _("This picture is too large to open safely.")) from error
    except Exception as error:
        # Hostile bytes make decoders raise nearly anything; whatever it was, this is not a photo that we can show.
        words = _("This photo seems broken or only half there. Try choosing it again, or another one.")
        raise Invalid(field, words) from error


_LARGE = 24_000_000
_large_one = threading.Lock()


@contextmanager
def _alone_if_large(image: Image.Image) -> Iterator[None]:
    # Two photos of 12 megapixels side by side are fine on a small machine; two of 50 are not.
    if image.width * image.height <= _LARGE:
        yield
        return
    with _large_one:
        yield


def _clean(image: Image.Image, kind: str) -> tuple[Image.Image, bool]:
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
