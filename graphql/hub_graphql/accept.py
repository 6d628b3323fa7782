"""Which of the two media types an answer is written in, by the client's Accept header (RFC 9110, 12.5.1)."""

from typing import NamedTuple

from hub.words import _
from hub_graphql.wire import Refused

RESPONSE = "application/graphql-response+json"
LEGACY = "application/json"

_SUPPORTED = (LEGACY, RESPONSE)
_ENTRIES = 50


class _Entry(NamedTuple):
    kind: str
    quality: float
    place: int


def media_type(accept: str | None) -> str:
    """The preferred type; application/json where none is named. Raises Refused (406) when neither will do."""
    if not accept or not accept.strip():
        return LEGACY
    entries = _entries(accept)
    found = [(entry, kind) for kind in _SUPPORTED if (entry := _most_specific(entries, kind)) and entry.quality > 0]
    if not found:
        raise Refused(406, "NOT_ACCEPTABLE", _("Answers come as application/graphql-response+json or application/json."))
    # Equal wishes are met in the order of the header; a wildcard names both at once and then means the older type.
    return min(found, key=lambda pair: (-pair[0].quality, pair[0].place))[1]


def _entries(accept: str) -> list[_Entry]:
    entries = []
    for place, part in enumerate(accept.split(",")[:_ENTRIES]):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        named = {name.strip().lower(): value.strip().strip('"').lower() for name, _eq, value in (p.partition("=") for p in parameters)}
        if named.get("charset", "utf-8") in {"utf-8", "utf8"}:
            entries.append(_Entry(kind.lower(), _quality(named.get("q", "1")), place))
    return entries


def _quality(text: str) -> float:
    try:
        quality = float(text)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0


def _most_specific(entries: list[_Entry], kind: str) -> _Entry | None:
    for pattern in (kind, "application/*", "*/*"):
        if matching := [entry for entry in entries if entry.kind == pattern]:
            return max(matching, key=lambda entry: entry.quality)
    return None
