"""A WebSocket whose connection can be cut."""

import inspect
from typing import Any

from litestar import WebSocket
from litestar.types import Receive, Scope, Send


class Socket(WebSocket[Any, Any, Any]):
    """Litestar's, with the connection behind it within reach."""

    __slots__ = ("_served",)

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self._served = send

    def cut(self) -> None:
        """Ends the connection at once: closed in order, it would wait for ever for a peer that doesn't read."""
        transport = getattr(_protocol(self._served), "transport", None)
        if abort := getattr(transport, "abort", None):
            abort()


def _protocol(send: Any) -> object:
    """uvicorn's protocol, whose method `send` is. Litestar and middleware wrap it in functions that close over it."""
    while inspect.isfunction(send):
        send = inspect.getclosurevars(send).nonlocals.get("send")
    return getattr(send, "__self__", None)
