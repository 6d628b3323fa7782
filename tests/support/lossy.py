"""A line to a real hub that is lost once, in the middle of a request, and comes back after a moment."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread


@contextmanager
def lossy_line(port: int, after: int, away: float = 0.5) -> Iterator[str]:
    """The URL of another way to the hub on `port`: it breaks when a connection has carried `after` bytes to it."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        Thread(target=_Line(door, port, after, away).serve, daemon=True).start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        door.shutdown(socket.SHUT_RDWR)


class _Line:
    def __init__(self, door: socket.socket, port: int, after: int, away: float) -> None:
        self._door, self._port, self._after, self._away = door, port, after, away
        self._broken = False
        self._back = 0.0

    def serve(self) -> None:
        with suppress(OSError):  # The door was closed.
            while True:
                near, _address = self._door.accept()
                if time.monotonic() < self._back:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._port))
                Thread(target=self._carry, args=(near, far, self._after), daemon=True).start()
                Thread(target=self._carry, args=(far, near, None), daemon=True).start()

    def _carry(self, source: socket.socket, to: socket.socket, breaks: int | None) -> None:
        carried = 0
        with suppress(OSError):
            while data := source.recv(65_536):
                to.sendall(data)
                carried += len(data)
                if breaks is not None and carried > breaks and not self._broken:
                    self._broken, self._back = True, time.monotonic() + self._away
                    break
        for end in (source, to):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
