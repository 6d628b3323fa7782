"""Around the process that opens what strangers made: so much memory, time and disk, and no more."""

import os
import sys

from hub.files.media.rules import Wish

GIGABYTE = 1_000_000_000
# Of address space, of which threads reserve far more than they use.
_MEMORY = {"look": 2 * GIGABYTE, "transcode": 3 * GIGABYTE}
_CPU = {"look": 300, "transcode": 4 * 3600}
"""Seconds, of all its threads together."""
_FILE = 2 * GIGABYTE
"""Bytes of any file that it writes."""
SECONDS = {"look": 180.0, "transcode": 3600.0}
"""How long whoever asked waits before the process is ended."""


def fence(wish: Wish) -> None:
    """From here on this process may use so much and no more. Windows has no such limits; there only the clock holds it."""
    # Below everybody who waits for a page.
    if hasattr(os, "nice"):
        os.nice(5)
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, _MEMORY[wish]),
        (resource.RLIMIT_CPU, _CPU[wish]),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_NOFILE, 64),
        # What it had in memory when it fell is somebody's: it is not to be left on the disk.
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
