"""What becomes of a photo: known by what is in it, turned upright, drawn anew, and nothing kept but the picture."""

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path

from hub.errors import Invalid
from hub.files.photos.rules import HEAD, MAX_BYTES, MAX_PIXELS, Photo, Rendition, kind_of, too_heavy
from hub.words import _

__all__ = ["MAX_BYTES", "MAX_PIXELS", "Photo", "Rendition", "kind_of", "prepare", "prepared", "too_heavy"]


def prepare(source: Path | bytes, *, field: str = "photo", max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Photo:
    """Raises Invalid on anything but a whole photo within the limits. Slow and hungry: off the loop, use `prepared`."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise Invalid(field, _("This file is empty. Try choosing the photo again."))
    if size > max_bytes:
        raise too_heavy(field, size, max_bytes)

    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        kind = kind_of(file.read(HEAD))
        if kind is None:
            raise Invalid(field, _("This file isn't a photo we can read. Try a JPEG, PNG, WebP or HEIC picture."))
        file.seek(0)
        # Not at the top: it costs a start 80 ms and 10 MB, and many days pass without a photo.
        from hub.files.photos.studio import drawn

        return drawn(file, kind, field, max_pixels)


async def prepared(source: Path | bytes, *, field: str = "photo", max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS) -> Photo:
    """`prepare` beside the event loop, two at a time, in the language of whoever asked."""
    # A pool of our own rather than a semaphore over `to_thread`: it bounds the work over all loops, and a task that is
    # cancelled while its thread runs doesn't let a third one in.
    work = partial(prepare, source, field=field, max_bytes=max_bytes, max_pixels=max_pixels)
    return await asyncio.get_running_loop().run_in_executor(_STUDIO, contextvars.copy_context().run, work)


_STUDIO = ThreadPoolExecutor(max_workers=2, thread_name_prefix="photos")
