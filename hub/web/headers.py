"""What every answer says to the browser: run and show only what comes from this host, tell nobody where people come from."""

from litestar import HttpMethod
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from hub.web.origin import BY_ITSELF

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(self), microphone=(self), geolocation=(), payment=(), usb=()",
}
# A page belongs to whoever is signed in: after sign-out nothing of it may come back out of a cache.
PRIVATE = "private, no-store"


def safe_headers(app: ASGIApp) -> ASGIApp:
    """Adds them to every answer that doesn't set its own, whoever made it."""

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders(message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", PRIVATE)
                if scope["app"].state.hub.settings.secure:
                    headers.setdefault("strict-transport-security", "max-age=31536000")
            await send(message)

        await app(scope, receive, send_safely)

    return respond


def headed(app: ASGIApp) -> ASGIApp:
    """Answers HEAD as GET, where Litestar knows no HEAD; the server leaves the body out. GraphQL has its own view of methods."""

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD" and scope["path"] != BY_ITSELF:
            # A copy: by its own, the server knows what was asked.
            await app({**scope, "method": HttpMethod.GET}, receive, send)
        else:
            await app(scope, receive, send)

    return respond


LARGEST = 65_536
"""Bytes of a request's headers together."""


def bounded_headers(app: ASGIApp) -> ASGIApp:
    """Refuses more than a browser ever sends, unread: uvicorn takes any, and Litestar remembers the last thousand cookies."""

    async def look(scope: Scope, receive: Receive, send: Send) -> None:
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST:
            raise HTTPException(status_code=431)
        await app(scope, receive, send)

    return look
