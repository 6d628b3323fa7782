"""Whether a browser sent this request from one of our own pages.

Cookies travel with requests that other sites cause. Instead of a token in each form (which goes stale in an open page, and
would cost someone their words) we ask the browser, which says where a request comes from: Sec-Fetch-Site, or Origin.
"""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from hub.errors import Forbidden
from hub.web.claims import by_token, cookie_name
from hub.words import _

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BY_ITSELF = "/graphql"
"""The one address that asks where a request comes from itself, to refuse it in GraphQL's own form."""

BY_LETTER = "/letters/"
"""Addresses whose own key is all that they ask for: a mail program posts to one, and brings neither cookie nor origin."""


def from_our_pages(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """True only when the browser says so. A request without either header is not trusted."""
    headers = connection.headers
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is not None and origin in our_origins(connection)


def our_origins(connection: ASGIConnection[Any, Any, Any, Any]) -> set[str]:
    """The address people use, and the one this request was sent to (a school may be reached by two names)."""
    settings = connection.app.state.hub.settings
    host = connection.headers.get("host", "")
    scheme = "https" if settings.secure else "http"
    return {settings.url, f"{scheme}://{host}"}


def require_our_pages(app: ASGIApp) -> ASGIApp:
    """Refuses what changes something, is spoken for by a cookie or signs someone in, and was not sent from our own pages."""

    async def check(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] not in SAFE and not _asks_itself(scope["path"]):
            connection: ASGIConnection[Any, Any, Any, Any] = ASGIConnection(scope)
            has_token = by_token(connection.headers.get("authorization")) is not None
            by_program = cookie_name(connection.app.state.hub.settings) not in connection.cookies and not _is_form(connection)
            if not has_token and not by_program and not from_our_pages(connection):
                raise Forbidden(_("This came from another website, so we did nothing. Please use the form on our own page."))
        await app(scope, receive, send)

    return check


def _asks_itself(path: str) -> bool:
    return path == BY_ITSELF or path.startswith(BY_LETTER)


def _is_form(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """What another site can make a browser send without asking first."""
    kind = connection.headers.get("content-type", "").split(";")[0].strip().lower()
    return kind in {"", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain"}
