"""What every page needs at hand, made once by the composition root and found on each request."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from litestar.connection import ASGIConnection

from hub.database import Database, Tx
from hub.files.store import Store
from hub.settings import Settings


class Place(msgspec.Struct, frozen=True):
    """One entry of the navigation. `count` is what waits there, or is `new`; 0 shows nothing."""

    href: str
    icon: str
    label: str
    count: int
    current: bool
    new: bool = False


class Frame(msgspec.Struct, frozen=True):
    """What surrounds a page: where one can go, and in which words one is addressed."""

    nav: list[Place]
    role_words: str
    home_cursor: str
    """Where their home's topic stands: of the same moment as all else on the page."""


class Hub(msgspec.Struct, frozen=True):
    """The parts of one running hub."""

    settings: Settings
    database: Database
    store: Store
    parts: Path
    """Where uploads land until they are whole: on the store's own disk."""
    templates: jinja2.Environment
    frame: Callable[[Tx, str], Frame]
    """Given the path that is being shown."""


def hub_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Hub:
    hub = connection.app.state.hub
    assert isinstance(hub, Hub)
    return hub
