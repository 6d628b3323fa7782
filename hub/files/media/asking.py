"""Has a file opened in a process of its own, and waits for what becomes of it.

The libraries that do it are never loaded here: a start doesn't wait for them, and what a hostile file does to them stays there.
"""

import os
import subprocess
import sys
from pathlib import Path

import msgspec

from hub.files.media.fence import BOUNDS
from hub.files.media.refusing import refusal
from hub.files.media.rules import Answer, AnyKind, Made, Order, Wish

_ROOT = Path(__file__).resolve().parents[3]


def make(source: Path, out: Path, kind: AnyKind, *, wish: Wish, field: str = "photo") -> Made:
    """Raises Invalid for what is broken, cut off, locked or beyond the limits. Waits: off the loop. `out` is an empty folder."""
    order = Order(BOUNDS[wish], wish, kind, os.fspath(source.absolute()), os.fspath(out.absolute()))
    theirs, ours = os.pipe()
    # Held open as long as somebody waits for the answer: its end tells the process that nobody does any more, even where this one
    # was killed and could say nothing.
    with (
        os.fdopen(ours, "wb", buffering=0) as question,
        os.fdopen(theirs, "rb") as asked,
        subprocess.Popen(
            [sys.executable, "-P", "-m", "hub.files.media"],
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=out,
            env=_ENVIRONMENT,
        ) as process,
    ):
        _running.add(process)
        try:
            question.write(msgspec.json.encode(order) + b"\n")
            told, _errors = process.communicate(timeout=BOUNDS[wish].seconds)
            answer = msgspec.json.decode(told, type=Answer)
        except subprocess.TimeoutExpired:
            answer = Answer(wrong="slow")
        except msgspec.MsgspecError:
            answer = Answer(wrong="fell")
        finally:
            process.kill()
            stopped = process not in _running
            _running.discard(process)
    if stopped:
        raise InterruptedError("This hub is about to stop.")
    if answer.made is None:
        raise refusal(field, answer, kind)
    return answer.made


def stop() -> None:
    """Ends all of these processes: whoever waits for one gets an InterruptedError, and what they wanted is wanted still."""
    while _running:
        _running.pop().kill()


_running: set[subprocess.Popen[bytes]] = set()
# Nothing of our own environment, in which a database's password may stand.
_ENVIRONMENT = {
    "PYTHONPATH": os.fspath(_ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "LANG": "C.UTF-8",
    # Each thread would otherwise reserve 64 MB of the address space that the fence counts.
    "MALLOC_ARENA_MAX": "2",
    **{name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ},
}
