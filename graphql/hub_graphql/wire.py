"""What travels over HTTP: a request read from bytes, by the GraphQL-over-HTTP specification, without asking anybody anything.

Where the newest draft of the specification and its public audits differ (400 or 422, the answer to `Accept: */*`), the audits
decide, because stock clients were built against them; where the audits are silent, the newest draft does.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from hub.words import _

BODY = 256 * 1024
"""Bytes of a request's body."""
ADDRESS = 16 * 1024
"""Bytes of a GET's query string."""
DEPTH = 64
VALUES = 5_000
"""How deep variables may nest, and how many values they may hold: coercing them costs time for each."""


class Question(msgspec.Struct, frozen=True):
    """A well-formed request: a document that may not parse yet, and what belongs to it."""

    query: str
    operation_name: str | None = None
    variables: dict[str, Any] = {}
    extensions: dict[str, Any] = {}
    safe: bool = False
    """It came by GET and must not change anything."""


class Refused(Exception):
    """A request that is answered without being looked into: an HTTP status, words for a person, a code for a program."""

    def __init__(self, status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})


def from_body(content_type: str | None, body: bytes) -> Question:
    """The request in a POST's body. Raises Refused: 415 for another type or charset, 400 for anything malformed."""
    _must_be_json(content_type)
    return question(_json(body))


def from_address(query_string: bytes) -> Question:
    """The request in a GET's query string, `variables` and `extensions` as JSON. Raises Refused: 414 or 400."""
    if len(query_string) > ADDRESS:
        raise Refused(414, "TOO_LONG", _("That is too long for an address. Please send it by POST."))
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError as error:
        raise _bad(_("The address could not be read.")) from error

    members: dict[str, Any] = _once(pairs)
    for name in ("variables", "extensions"):
        if name in members:
            members[name] = _json(members[name].encode())
    members["operationName"] = members.get("operationName") or None
    return question(members, safe=True)


def question(members: object, safe: bool = False) -> Question:
    """The request in decoded JSON, from any door. Raises Refused (400) with the name of the member that is wrong."""
    if isinstance(members, list):
        raise _bad(_("Please ask one thing at a time: a list of requests is not taken here."), "BATCH")
    if not isinstance(members, dict):
        raise _bad(_("The request must be a JSON object with a member “query”."))
    if "query" not in members:
        raise _bad(_("The request has no “query”."))
    query = members["query"]
    name = members.get("operationName")
    if not isinstance(query, str):
        raise _bad(_("“query” must be text."))
    if not isinstance(name, str | None):
        raise _bad(_("“operationName” must be text or null."))

    return Question(query, name or None, _mapping(members, "variables"), _mapping(members, "extensions"), safe)


def _mapping(members: dict[str, Any], name: str) -> dict[str, Any]:
    value = members.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise _bad(_("“{name}” must be an object or null.").format(name=name))
    return value


def _must_be_json(content_type: str | None) -> None:
    kind, *parameters = (content_type or "").split(";")
    charsets = [
        value.strip().strip('"').lower() for name, _eq, value in (p.partition("=") for p in parameters) if name.strip().lower() == "charset"
    ]
    if kind.strip().lower() != "application/json":
        raise Refused(415, "UNSUPPORTED_MEDIA_TYPE", _("Please send the request as application/json."), {"Accept-Post": "application/json"})
    if any(charset not in {"utf-8", "utf8"} for charset in charsets):
        raise Refused(415, "UNSUPPORTED_MEDIA_TYPE", _("Please send the request in UTF-8."), {"Accept-Post": "application/json"})


def _json(body: bytes) -> Any:
    """JSON read strictly. The standard reader takes NaN, half characters and doubled members; none may come in."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_such_number)
        if b"\\ud" in body.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        raise _bad(_("The request is not valid JSON.")) from error
    within_bounds(value)
    return value


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for name, value in pairs:
        if name in members:
            raise _bad(_("“{name}” is there twice.").format(name=name[:40]), "DUPLICATE")
        members[name] = value
    return members


def _no_such_number(name: str) -> None:
    raise ValueError(name)


def within_bounds(value: Any) -> None:
    """Refuses what is nested too deeply or holds too many values. Never more than VALUES steps, and no recursion."""
    level, seen, depth = [value], 0, 0
    while level:
        depth += 1
        if depth > DEPTH:
            raise _too_deep()
        following: list[Any] = []
        for container in level:
            inner = container.values() if isinstance(container, dict) else container if isinstance(container, list) else ()
            seen += len(inner)
            if seen > VALUES:
                raise Refused(413, "TOO_MUCH", _("That is too much at once: at most {most} values are taken.").format(most=f"{VALUES:,}"))
            following.extend(inner)
        level = following


def _too_deep() -> Refused:
    return _bad(_("The request is nested too deeply."), "TOO_DEEP")


def _bad(message: str, code: str = "BAD_REQUEST") -> Refused:
    return Refused(400, code, message)
