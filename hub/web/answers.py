"""How each refusal of the domain, and each accident, looks over HTTP: a page for people, JSON for programs."""

from string import punctuation
from typing import Any
from urllib.parse import quote

import structlog
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, InternalServerException
from litestar.types import ExceptionHandlersMap

from hub import errors
from hub.away import SOON, database_is_away
from hub.drafts.actions import Newer
from hub.web.show import AnyRequest, show_stranger
from hub.words import _

log = structlog.get_logger()

_STATUS: dict[type[errors.Refusal], int] = {
    errors.Invalid: 422,
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.NotSignedIn: 401,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.TooSlow: 408,
    errors.TooMany: 429,
}


def refused(request: AnyRequest, refusal: errors.Refusal) -> Response[Any]:
    """A stranger who only looked is led to the sign-in page, and from there back."""
    status = next(code for kind, code in _STATUS.items() if isinstance(refusal, kind))
    headers: dict[str, str] = {}
    if isinstance(refusal, errors.TooMany):
        headers["retry-after"] = str(refusal.wait)
    elif isinstance(refusal, errors.TooSlow):
        headers["connection"] = "close"  # What may still come of the body is nobody's.
    if wants_json(request):
        return Response(_told(refusal), status_code=status, media_type=MediaType.JSON, headers=headers)
    if status == 401 and request.method == "GET" and "hx-request" not in request.headers:
        there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return see_other("/sign-in", next=there if there != "/" else "")
    page = show_stranger(request, "errors/error.html", status, message=refusal.message, written=_written(request))
    page.headers.update(headers)
    return page


def failed(request: AnyRequest, problem: Exception) -> Response[Any]:
    """What the framework refused (no such page, wrong method), or what is our fault: told with a number to ask for help with."""
    if isinstance(problem, InternalServerException) and request.scope["state"].get("left"):
        # They stopped a photo on its way, or their line broke: nobody's fault, and nobody is there to be told.
        return Response("", status_code=400, media_type=MediaType.TEXT)
    if isinstance(problem, HTTPException) and problem.status_code < 500:
        status, message, number = problem.status_code, "", ""
    elif database_is_away(problem):
        status, message, number = 503, "", ""
        log.warning("the database is away", kind=type(problem).__name__)
    else:
        status, message, number = 500, "", str(request.scope.get("state", {}).get("request_id", ""))
        log.error("unexpected", kind=type(problem).__name__, exc_info=problem)
    headers = dict(getattr(problem, "headers", None) or {})
    if status == 503:
        headers["retry-after"] = str(SOON)
    if wants_json(request):
        told = {"message": message or _("That didn't work."), "request": number}
        return Response(told, status_code=status, media_type=MediaType.JSON, headers=headers)
    page = show_stranger(request, "errors/error.html", status, message=message, request_id=number, written=_written(request))
    page.headers.update(headers)
    return page


def _written(request: AnyRequest) -> list[str]:
    """What somebody wrote into a form that was refused as a whole: shown, so that it can be taken along."""
    return list(request.state.get("written", {}).values())


def wants_json(request: AnyRequest) -> bool:
    """Programs, and our own scripts when they save a draft or send a photo."""
    return "text/html" not in request.headers.get("accept", "") and "hx-request" not in request.headers


def _told(refusal: errors.Refusal) -> dict[str, Any]:
    if isinstance(refusal, Newer):
        return {"message": refusal.message, "number": refusal.number, "writing": str(refusal.writing), "words": refusal.words}
    if isinstance(refusal, errors.Invalid):
        return {"message": refusal.message, "field": refusal.field}
    return {"message": refusal.message}


HANDLERS: ExceptionHandlersMap = {errors.Refusal: refused, Exception: failed}


def see_other(path: str, **words: str) -> Response[str]:
    """After a form: the browser looks at where the result stands. `done` names the sentence that it finds there, `by` the part of
    the page beside which that stands: there the browser goes."""
    query = "&".join(f"{name}={quote(value)}" for name, value in words.items() if value)
    # A path may come out of an address: a header takes neither the letters of most languages nor the ends of lines.
    location = quote((f"{path}?{query}" if query else path) + ("#done" if words.get("by") else ""), safe=punctuation)
    return Response("", status_code=303, media_type=MediaType.TEXT, headers={"location": location})


def is_fragment(request: Request[Any, Any, Any]) -> bool:
    """Whether htmx asks, which puts a part of a page in place of another."""
    return "hx-request" in request.headers
