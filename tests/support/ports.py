"""Ports on this machine only."""

import fcntl
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


def free_port() -> int:
    """A port that nobody listened on a moment ago; whoever asks should use it at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def port_of_ones_own(number: int) -> Iterator[int]:
    """A port for this test process, the `number`th of its run, to use again and again.

    Below those that the system gives away by itself, so that nobody gets it while it is free between two uses; and locked, for
    another run on this machine looks in the same place: its server would answer there before ours has noticed that it can't.
    """
    for port in range(20_000 + 200 * number, 20_200 + 200 * number):
        with ExitStack() as stack, suppress(OSError):
            lock = stack.enter_context((Path(tempfile.gettempdir()) / f"trellis-tests-{port}.lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
            held = stack.pop_all()
            break
    else:
        raise OSError("None of 200 ports is free.")
    with held:
        yield port


def wait_until(ready: Callable[[], bool], *, within: float, what: str, every: float = 0.02) -> None:
    """Raises TimeoutError, saying what did not come, after `within` seconds."""
    end = time.monotonic() + within
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {within:g} s")
        time.sleep(every)
