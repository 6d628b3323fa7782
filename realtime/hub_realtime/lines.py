"""The way out to one browser: written to at once while it keeps up, and cut when it falls too far behind."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from litestar.types import Send
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from hub.web.transport import protocol_behind
from hub_realtime.frames import Frame

LIMIT = 2**20
"""Bytes that may wait for one reader."""
PATIENCE = 20.0
"""Seconds for which a reader may take nothing of what waits for it."""


class Line(Protocol):
    """Writing never waits. `stalled(now)` answers, asked every second or so, whether the reader should be dropped."""

    is_cut: bool

    def write(self, frame: Frame) -> None: ...
    def stalled(self, now: float) -> bool: ...
    def cut(self) -> None: ...


def line_to(send: Send, hang_up: Callable[[], object]) -> Line:
    """Straight to uvicorn's transport where that is what stands behind `send`, else through ASGI.

    `hang_up` ends the reading side, where a transport that can be cut is out of reach.
    """
    protocol = protocol_behind(send)
    return TransportLine(protocol) if protocol else AsgiLine(send, hang_up)


class TransportLine:
    """Writes bytes that were framed once. The transport's own buffer is the queue: no task and no copy for a socket."""

    __slots__ = ("_protocol", "_since", "_taken", "_written", "is_cut")

    def __init__(self, protocol: WebSocketsSansIOProtocol) -> None:
        self._protocol = protocol
        # The handshake is over, and kept as long as the connection: several kilobytes for each socket.
        protocol.request.headers.clear()
        protocol.response.headers.clear()
        self._written = self._taken = 0
        self.is_cut = False
        self._since: float | None = None

    def write(self, frame: Frame) -> None:
        protocol = self._protocol
        transport = protocol.transport
        if protocol.close_sent or transport.is_closing():
            return
        if transport.get_write_buffer_size() + len(frame.wire) > LIMIT:
            self.cut()
            return
        transport.write(frame.wire)
        self._written += len(frame.wire)

    def stalled(self, now: float) -> bool:
        waiting = self._protocol.transport.get_write_buffer_size()
        taken = self._written - waiting
        # Pings wait there as well, uncounted: with each, less seems to be taken, which is no progress.
        if not waiting or taken > self._taken:
            self._taken, self._since = taken, None
        elif self._since is None:
            self._since = now
        return self._since is not None and now - self._since > PATIENCE

    def cut(self) -> None:
        self.is_cut = True
        self._protocol.transport.abort()


class AsgiLine:
    """For servers and middleware that hide the transport: one task, while anything waits."""

    def __init__(self, send: Send, hang_up: Callable[[], object]) -> None:
        self._send = send
        self._hang_up = hang_up
        self._waiting: deque[Frame] = deque()
        self._bytes = 0
        self._sender: asyncio.Task[None] | None = None
        self._since: float | None = None
        self.is_cut = False

    def write(self, frame: Frame) -> None:
        if self.is_cut:
            return
        self._waiting.append(frame)
        self._bytes += len(frame.json)
        if self._bytes > LIMIT:
            self.cut()
        elif self._sender is None:
            self._sender = asyncio.ensure_future(self._send_waiting())

    def stalled(self, now: float) -> bool:
        if not self._waiting:
            self._since = None
        elif self._since is None:
            self._since = now
        return self._since is not None and now - self._since > PATIENCE

    def cut(self) -> None:
        self.is_cut = True
        self._waiting.clear()
        if self._sender is not None:
            self._sender.cancel()
        self._hang_up()

    async def _send_waiting(self) -> None:
        try:
            while self._waiting:
                frame = self._waiting[0]
                message: Any = {"type": "websocket.send", "bytes": None, "text": frame.json.decode()}
                await self._send(message)
                self._since = None
                if self._waiting:
                    self._waiting.popleft()
                    self._bytes -= len(frame.json)
        except Exception:
            self.is_cut = True  # The line is lost; whoever reads from it learns of it there.
        finally:
            self._sender = None
