"""`/graphql` over HTTP, by the GraphQL-over-HTTP specification."""

from typing import Any

from litestar import HttpMethod, Request, Response, route
from litestar.handlers import HTTPRouteHandler

from hub.away import SOON, database_is_away
from hub.errors import NotSignedIn, TooMany, TooSlow
from hub.viewer import Claim
from hub.words import _
from hub_graphql.accept import LEGACY, RESPONSE, media_type
from hub_graphql.credentials import Doors, Run, claim, signed_out, unknown_token
from hub_graphql.engine import Answer, Engine, Outcome, broken, refusal
from hub_graphql.wire import BODY, Question, Refused, from_address, from_body

Incoming = Request[Any, Any, Any]

STATUS: dict[str, dict[Outcome, int]] = {
    # 294 Partial Success is the specification's own code, used with the newer type alone.
    RESPONSE: {"whole": 200, "partial": 294, "rejected": 400, "broken": 500},
    # Older clients read the body only under 200, so a well-formed request always gets it.
    LEGACY: {"whole": 200, "partial": 200, "rejected": 200, "broken": 500},
}


def graphql_over_http(path: str, engine: Engine, run: Run, doors: Doors) -> HTTPRouteHandler:
    """The route to mount. It answers every method itself, so that a refusal is a GraphQL response too."""

    @route(path, http_method=list(_METHODS), opt={"exclude_from_csrf": True}, include_in_schema=False, name="graphql")
    async def graphql(request: Incoming) -> Response[bytes]:
        kind = LEGACY
        try:
            kind = media_type(request.headers.get("accept"))
            if request.method == "OPTIONS":
                return _response(b"", 204, kind, {"Allow": _ALLOWED})
            if request.method not in ("GET", "POST"):
                raise Refused(405, "METHOD", _("Please use POST, or GET for a query."), {"Allow": _ALLOWED})
            who = claim(request, doors)
            question = from_address(request.scope["query_string"]) if request.method == "GET" else await _posted(request)
            answer = await _answer(engine, run, who, question)
        except Refused as refused:
            return _response(refusal(refused.message, refused.code), refused.status, kind, refused.headers)
        return _response(answer.body, STATUS[kind][answer.outcome], kind, {})

    return graphql


_METHODS = (HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.HEAD, HttpMethod.OPTIONS)
_ALLOWED = "GET, POST, OPTIONS"


async def _answer(engine: Engine, run: Run, who: Claim | None, question: Question) -> Answer:
    try:
        return await run(who, lambda context: engine.answer(question, context))
    except Refused:
        raise
    except NotSignedIn as error:
        raise (unknown_token() if who and who.kind == "token" else signed_out()) from error
    except TooMany as error:
        raise Refused(429, "TOO_MANY", error.message, {"Retry-After": str(error.wait)}) from error
    except Exception as error:
        if database_is_away(error):
            words = _("Trellis is restarting. Please ask again in a moment.")
            raise Refused(503, "UNAVAILABLE", words, {"Retry-After": str(SOON)}) from error
        return broken(error, question)


async def _posted(request: Incoming) -> Question:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(415, "UNSUPPORTED_ENCODING", _("Please send the request uncompressed."), {"Accept-Encoding": "identity"})
    try:
        body = await _body(request)
    except TooSlow as error:
        raise Refused(408, "TOO_SLOW", error.message, {"Connection": "close"}) from error
    return from_body(request.headers.get("content-type"), body)


async def _body(request: Incoming) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise Refused(413, "TOO_LARGE", _("That is too large: at most {most} KB are taken.").format(most=BODY // 1024))
    return bytes(body)


def _response(body: bytes, status: int, kind: str, headers: dict[str, str]) -> Response[bytes]:
    always = {"Cache-Control": "no-store", "Vary": "Accept, Authorization, Cookie"}
    return Response(body, status_code=status, media_type=f"{kind}; charset=utf-8", headers=always | headers)
