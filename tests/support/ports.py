"""Ports on this machine only."""

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    """A port that nobody listened on a moment ago; whoever asks should use it at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(ready: Callable[[], bool], *, within: float, what: str, every: float = 0.02) -> None:
    """Raises TimeoutError, saying what did not come, after `within` seconds."""
    end = time.monotonic() + within
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {within:g} s")
        time.sleep(every)
