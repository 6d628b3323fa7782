"""A WebSocket whose connection can be cut."""

from typing import Any

from litestar import WebSocket
from litestar.types import Receive, Scope, Send

from hub.web.transport import protocol_behind


class Socket(WebSocket[Any, Any, Any]):
    """Litestar's, with the connection behind it within reach."""

    __slots__ = ("_served",)

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self._served = send

    def cut(self) -> None:
        """Ends the connection at once: closed in order, it would wait for ever for a peer that doesn't read."""
        if protocol := protocol_behind(self._served):
            protocol.transport.abort()
