"""Around the process that opens what strangers made: so much memory, time and disk, and no more."""

import os
import sys

from hub.files.media.rules import Bounds, Wish

_MEGABYTE = 1_000_000


BOUNDS: dict[Wish, Bounds] = {
    # An ordinary photo of 12 megapixels takes 250 MB and less than a second, the hungriest of 50 megapixels 920 MB and a few seconds:
    # what takes longer than others should wait for is drawn alone.
    "draw": Bounds(600 * _MEGABYTE, 6, 20.0),
    "draw alone": Bounds(1_200 * _MEGABYTE, 120, 60.0),
    "read": Bounds(2_000 * _MEGABYTE, 60, 40.0),
    "look": Bounds(2_000 * _MEGABYTE, 300, 180.0),
    "transcode": Bounds(3_000 * _MEGABYTE, 4 * 3600, 3600.0),
}
_FILE = 2_000 * _MEGABYTE
"""Bytes of any file that it writes."""


def fence(bounds: Bounds) -> None:
    """From here on this process may use so much and no more. Windows has no such limits; there only the clock holds it."""
    # Below everybody who waits for a page.
    if hasattr(os, "nice"):
        os.nice(5)
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_CPU, bounds.cpu),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_NOFILE, 64),
        # What it had in memory when it fell is somebody's: it is not to be left on the disk.
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
