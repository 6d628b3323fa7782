"""The server's own end of a socket, past whatever wraps its `send`."""

import inspect
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol


def protocol_behind(send: Any) -> WebSocketsSansIOProtocol | None:
    """Of which the innermost `send` is a method; None behind another server, or a wrapper that we don't know.

    Litestar and middleware wrap it in functions that close over it, our log in an object that keeps it as `_send`.
    """
    while send is not None:
        owner = getattr(send, "__self__", None)
        if isinstance(owner, WebSocketsSansIOProtocol):
            return owner
        send = getattr(owner, "_send", None) if owner else inspect.getclosurevars(send).nonlocals.get("send")
    return None
