"""Who a request says it is from: a bearer token, or the session's cookie where the page is ours."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeVar

import msgspec
from litestar.connection import ASGIConnection

from hub.identity.keys import digest
from hub.viewer import Claim
from hub.web.claims import by_token
from hub.words import _
from hub_graphql.wire import Refused

T = TypeVar("T")
Connection = ASGIConnection[Any, Any, Any, Any]


class Run(Protocol):
    """One hop: calls `job(context)` on a reader's thread, in an operation of whoever the claim turns out to be.

    `context` is what resolvers find as `info.context`. Raises NotSignedIn when the claim doesn't hold (or is None and
    strangers are not answered), and whatever the job raises.
    """

    def __call__(self, who: Claim | None, job: Callable[[Any], T], /) -> Awaitable[T]: ...


class Doors(msgspec.Struct, frozen=True):
    """How claims are read. `same_origin` answers whether a cookie's bearer is acting on one of our own pages."""

    session_cookie: str
    same_origin: Callable[[Connection], bool]


def claim(connection: Connection, doors: Doors) -> Claim | None:
    """A header goes before a cookie: no other site can make a browser send it. Raises Refused (401, 403)."""
    if (authorization := connection.headers.get("authorization")) is not None:
        return from_authorization(authorization)
    if not (secret := connection.cookies.get(doors.session_cookie)):
        return None
    if not doors.same_origin(connection):
        raise Refused(403, "OTHER_SITE", _("This came from another website, so it was not done."))
    return Claim("session", digest(secret))


def from_authorization(authorization: object) -> Claim:
    """The claim in an Authorization header or its like in a socket's first message. Raises Refused (401)."""
    if (token := by_token(authorization)) is None:
        raise unknown_token()
    return token


def unknown_token() -> Refused:
    return Refused(401, "UNAUTHENTICATED", _("That token is not known here, or no longer."), challenge("invalid_token"))


def signed_out() -> Refused:
    return Refused(401, "UNAUTHENTICATED", _("Please sign in first."), challenge())


def challenge(error: str | None = None) -> dict[str, str]:
    return {"WWW-Authenticate": 'Bearer realm="Trellis"' + (f', error="{error}"' if error else "")}
