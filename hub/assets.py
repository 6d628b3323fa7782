"""Finds what is not Python: templates, the built browser files, the GraphQL operations; in a checkout and in a wheel."""

import json
import mimetypes
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup, escape

_HERE = Path(__file__).resolve().parent
# pyproject.toml moves templates and static below hub/ when it makes a wheel.
_INSTALLED = (_HERE / "templates").is_dir()

TEMPLATES = _HERE / "templates" if _INSTALLED else _HERE.parent / "templates"
STATIC = (_HERE if _INSTALLED else _HERE.parent) / "static" / "dist"
OPERATIONS = _HERE.parent / ("hub_graphql" if _INSTALLED else "graphql") / "operations"

# They point along the line of reading, and turn round where that runs from right to left.
_TURNING = frozenset({"arrow-left", "arrow-right", "log-out", "reply", "send", "undo-2"})
_NOTHING = re.compile(r"q=0(\.0*)?")
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


class Served(NamedTuple):
    """A file to answer with: `encoding` is "" or a Content-Encoding that the asker accepts."""

    path: Path
    media_type: str
    encoding: str
    unchanging: bool


def asset(name: str) -> str:
    """The address of a built file: "app.css" → "/static/app.1A2B3C4D.css". Raises LookupError for what was not built."""
    return f"/static/{_built(name)}"


def icon(name: str, label: str = "") -> Markup:
    """An icon of static/src/icons.txt; decoration unless it has a label. Raises LookupError for any other."""
    if name not in _manifest()["icons"]:
        raise LookupError(f"No icon {name!r}: add it to static/src/icons.txt and run `python hatch_build.py`")
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    kind = "icon turns" if name in _TURNING else "icon"
    return Markup(f'<svg class="{kind}" {named}><use href="{asset("icons.svg")}#{escape(name)}"></use></svg>')  # noqa: S704 - ours but for what is escaped


def served(name: str, accept_encoding: str = "") -> Served | None:
    """What to answer for /static/<name>, squeezed when the asker understands it; None when there is no such file."""
    path = STATIC / name
    # A folder that is built anew beneath a running hub takes away what its pages still name.
    if name not in _servable() or not path.is_file():
        return None
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    understood = accepted(accept_encoding)
    for encoding, ending in _ENCODINGS:
        squeezed = STATIC / (name + ending)
        if encoding in understood and squeezed.is_file():
            return Served(squeezed, media_type, encoding, unchanging=name != "licences.txt")
    return Served(path, media_type, "", unchanging=name != "licences.txt")


def accepted(accept_encoding: str) -> frozenset[str]:
    """The encodings that an Accept-Encoding header names, without those that it refuses with a weight of nothing."""
    named = (part.lower().replace(" ", "").partition(";") for part in accept_encoding.split(","))
    return frozenset(name for name, _sign, weight in named if not _NOTHING.fullmatch(weight))


def _built(name: str) -> str:
    built = _manifest().get(name)
    if not isinstance(built, str):
        raise LookupError(f"No browser file {name!r}: run `python hatch_build.py`")
    return built


@cache
def _servable() -> frozenset[str]:
    return frozenset([*(name for name in _manifest().values() if isinstance(name, str)), "licences.txt"])


@cache
def _manifest() -> dict[str, Any]:
    path = STATIC / "manifest.json"
    if not path.is_file():
        raise LookupError("The browser files have not been built: run `python hatch_build.py`")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("text/javascript", ".js")
