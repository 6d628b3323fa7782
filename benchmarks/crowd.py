"""A thousand sockets in one process that only counts what arrives: so a server is measured, and not its readers."""

import base64
import os
import re
import resource
import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from types import TracebackType

STAMP = re.compile(rb"@(\d{19})@")
"""When a message was sent, in it, in nanoseconds of the machine's monotonic clock, which all processes share."""
_HANDSHAKE = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"


class Crowd:
    """`headers` of each socket in turn, and what each says first (ours follow a topic)."""

    def __init__(self, port: int, many: int, path: str = "/", headers: Sequence[str] = ("",), first: str = "") -> None:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.sockets = [_open(port, path, headers[n % len(headers)], first) for n in range(many)]
        self._poll = select.epoll()
        self._by_number = {one.fileno(): one for one in self.sockets}
        for number in self._by_number:
            self._poll.register(number, select.EPOLLIN)
        self.taken: list[float] = []
        """Seconds from sending to arriving, of each message at each socket."""

    def __enter__(self) -> "Crowd":
        self.until_quiet()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        for one in self.sockets:
            one.close()
        self._poll.close()

    def stall(self, many: int) -> None:
        """These read nothing any more."""
        for one in self.sockets[:many]:
            self._poll.unregister(one.fileno())

    def hears(self, messages: int, within: float = 30) -> None:
        """Until so many have arrived in all. Raises TimeoutError."""
        end, count = time.monotonic() + within, 0
        while count < messages:
            count += self._look(0.5)
            if time.monotonic() > end:
                raise TimeoutError(f"{count} of {messages} messages arrived within {within:g} s")

    def until_quiet(self) -> None:
        while self._look(0.3):
            pass

    def paced(self, send: Callable[[], None], messages: int, every: float) -> None:
        """Has one sent each `every` seconds, and hears what comes meanwhile."""
        for _ in range(messages):
            send()
            end = time.monotonic() + every
            while (left := end - time.monotonic()) > 0:
                self._look(left)

    def _look(self, within: float) -> int:
        found = 0
        for number, _event in self._poll.poll(within):
            some = self._by_number[number].recv(65536)
            if not some:
                raise ConnectionError("the server let go of a socket")
            now = time.monotonic_ns()
            stamps = STAMP.findall(some)
            self.taken += [(now - int(stamp)) / 1e9 for stamp in stamps]
            found += len(stamps)
        return found


def _open(port: int, path: str, headers: str, first: str) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    key = base64.b64encode(os.urandom(16)).decode()
    line.sendall(f"{_HANDSHAKE.format(path=path, port=port)}Sec-WebSocket-Key: {key}\r\n{headers}\r\n".encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += line.recv(1)
    if not answer.startswith(b"HTTP/1.1 101"):
        raise ConnectionError(answer.decode())
    if first:
        line.sendall(_masked(first.encode()))
    line.setblocking(False)
    return line


def _masked(text: bytes) -> bytes:
    mask = b"\x00" * 4  # What is masked by nothing stays as it is.
    return struct.pack("!BBH", 0x81, 0x80 | 126, len(text)) + mask + text
