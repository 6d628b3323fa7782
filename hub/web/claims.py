"""What a request brings to say who it is from: a session cookie, or a bearer token."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from hub.identity.keys import digest
from hub.settings import Settings
from hub.viewer import Claim


def claim_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Claim | None:
    """A bearer token speaks before a cookie: a program that sends one means it."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return Claim("token", digest(token.strip()))
    secret = connection.cookies.get(cookie_name(connection.app.state.hub.settings))
    return Claim("session", digest(secret)) if secret else None


def cookie_name(settings: Settings) -> str:
    """Over TLS the __Host- prefix binds it to this host: no sibling domain can set it."""
    return "__Host-trellis" if settings.secure else "trellis"


def session_cookie(settings: Settings, secret: str, seconds: int | None) -> Cookie:
    """`seconds` None: it goes when the browser closes, for a shared computer. 0 with an empty secret takes it away."""
    return Cookie(key=cookie_name(settings), value=secret, path="/", httponly=True, samesite="lax", secure=settings.secure, max_age=seconds)
