"""What a request brings to say who it is from: a session cookie, or a bearer token."""

import hashlib
import secrets
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from hub.settings import Settings
from hub.viewer import Claim


def new_secret() -> str:
    """256 bits, safe in a cookie, a header and a URL."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """SHA-256, hex. A slow hash would protect nothing here: the secret is random and long."""
    return hashlib.sha256(secret.encode()).hexdigest()


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
