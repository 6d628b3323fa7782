"""Pages and JSON travel squeezed to whoever understands it; docs/decisions/0007 says why that is safe."""

import asyncio
import zlib

from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseBodyEvent, HTTPResponseStartEvent, Message, Receive, Scope, Send

from hub.assets import accepted

LEAST = 1_000
"""Bytes. Less fits into one packet as it is."""
LEVEL = 4
"""Of gzip: 6 takes half as long again for three bytes in a hundred."""
LARGE = 16_384
"""Bytes that take about a millisecond: more are squeezed beside the event loop."""
_KINDS = frozenset({"application/json", "application/graphql-response+json", "application/xml", "image/svg+xml"})


def squeezed(app: ASGIApp) -> ASGIApp:
    """Leaves alone what comes in pieces (photos, files), what is squeezed already, and what another website asked for."""

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, _Squeezing(scope, send).tell if scope["type"] == ScopeType.HTTP else send)

    return respond


class _Squeezing:
    """One answer. Its beginning is held back until its body shows how long it is."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._asked = Headers.from_scope(scope)
        self._send = send
        self._start: HTTPResponseStartEvent | None = None

    async def tell(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None:
            if message["type"] == "http.response.body" and _may_be_squeezed(start, message):
                await self._squeeze(start, message)
            await self._send(start)
        await self._send(message)

    async def _squeeze(self, start: HTTPResponseStartEvent, whole: HTTPResponseBodyEvent) -> None:
        headers = MutableScopeHeaders(start)
        headers["vary"] = f"{headers['vary']}, Accept-Encoding" if "vary" in headers else "Accept-Encoding"
        if "gzip" not in accepted(self._asked.get("accept-encoding", "")) or self._asked.get("sec-fetch-site") in _ELSEWHERE:
            return
        body = whole["body"]
        whole["body"] = await asyncio.to_thread(gzip, body) if len(body) > LARGE else gzip(body)
        headers["content-encoding"] = "gzip"
        headers["content-length"] = str(len(whole["body"]))
        if headers.get("etag", "W/").startswith('"'):
            # The same page in other bytes: equal, but not byte for byte.
            headers["etag"] = f"W/{headers['etag']}"


_ELSEWHERE = frozenset({"cross-site", "same-site"})
"""Who makes somebody's browser ask, again and again, and counts the bytes, would learn from them what else is on the page."""


def gzip(body: bytes) -> bytes:
    """Without a name or a time: the same body gives the same bytes."""
    squeezing = zlib.compressobj(LEVEL, zlib.DEFLATED, 31)
    return squeezing.compress(body) + squeezing.flush()


def _may_be_squeezed(start: HTTPResponseStartEvent, message: HTTPResponseBodyEvent) -> bool:
    if message["more_body"] or len(message["body"]) < LEAST:
        return False
    headers = MutableScopeHeaders(start)
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return (kind.startswith("text/") or kind in _KINDS) and not any(name in headers for name in _AS_IT_IS)


_AS_IT_IS = ("content-encoding", "content-range")
