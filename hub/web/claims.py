"""What a request brings to say who it is from: a session cookie, or a bearer token; and what a browser keeps of who was there."""

import re
from typing import Any

from litestar import Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

from hub.identity.actions import SignedIn
from hub.identity.keys import digest
from hub.identity.known import BROWSER_FOR
from hub.settings import Settings
from hub.viewer import Claim

AnyConnection = ASGIConnection[Any, Any, Any, Any]
_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]{1,512}=*)", re.IGNORECASE)


def claim_of(connection: AnyConnection) -> Claim | None:
    """A bearer token speaks before a cookie: a program that sends one means it."""
    if (token := by_token(connection.headers.get("authorization"))) is not None:
        return token
    secret = connection.cookies.get(cookie_name(connection.app.state.hub.settings))
    return Claim("session", digest(secret)) if secret else None


def by_token(authorization: object) -> Claim | None:
    """The bearer token of an Authorization header, or of its like in a socket's first message. None for anything else."""
    match = _BEARER.fullmatch(authorization.strip()) if isinstance(authorization, str) else None
    return Claim("token", digest(match[1])) if match else None


def cookie_name(settings: Settings) -> str:
    """Over TLS the __Host- prefix binds it to this host: no sibling domain can set it."""
    return "__Host-trellis" if settings.secure else "trellis"


def session_cookie(settings: Settings, secret: str, seconds: int | None) -> Cookie:
    """`seconds` None: it goes when the browser closes, for a shared computer. 0 with an empty secret takes it away."""
    return Cookie(key=cookie_name(settings), value=secret, path="/", httponly=True, samesite="lax", secure=settings.secure, max_age=seconds)


def brought_by(connection: AnyConnection) -> str:
    """What the browser says about who has signed in there: see `hub.identity.known`. Empty, or anything at all."""
    return connection.cookies.get(_known_name(connection.app.state.hub.settings), "")


def let_in(answer: Response[Any], settings: Settings, signed_in: SignedIn) -> None:
    """Both cookies: the one that signs in, and the one that stays and signs nobody in."""
    answer.set_cookie(session_cookie(settings, signed_in.secret, signed_in.seconds))
    if signed_in.known is not None:
        lasts = int(BROWSER_FOR.total_seconds())
        name, safe = _known_name(settings), settings.secure
        answer.set_cookie(Cookie(key=name, value=signed_in.known, path="/", httponly=True, samesite="strict", secure=safe, max_age=lasts))


def _known_name(settings: Settings) -> str:
    return f"{cookie_name(settings)}-known"
