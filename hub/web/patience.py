"""How long a request's body may take to arrive: one rule for every form, draft, photo and question, on any line."""

import asyncio

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send, WebSocketReceiveMessage

from hub.errors import TooSlow
from hub.words import _

STALL = 60.0
"""Seconds without a byte after which a request is given up."""
PACE = 500
"""Bytes a second, after the first minute. A slow phone makes more; who only drips is soon given up."""
DEADLINE = 1800.0
"""Seconds after which a request is given up however steadily it comes: 25 MB at 14 KB a second."""


def patient(app: ASGIApp) -> ASGIApp:
    """Raises TooSlow where the body is read, so that each face refuses it in its own form."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, _Arriving(receive).hear if scope["type"] == ScopeType.HTTP else receive, send)

    return serve


class _Arriving:
    """A body on its way in. Once it is whole, what is heard is only that the line was closed: that may take for ever."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._begun = asyncio.get_running_loop().time()
        self._size = 0
        self._whole = False

    async def hear(self) -> HTTPReceiveMessage | WebSocketReceiveMessage:
        if self._whole:
            return await self._receive()
        now = asyncio.get_running_loop().time()
        end = min(now + STALL, self._begun + min(STALL + self._size / PACE, DEADLINE))
        try:
            async with asyncio.timeout_at(end):
                message = await self._receive()
        except TimeoutError as error:
            raise TooSlow(_("This got stuck on its way to us, so we stopped waiting. Please send it again.")) from error
        if message["type"] == "http.request":
            self._size += len(message["body"])
            self._whole = not message["more_body"]
        return message
