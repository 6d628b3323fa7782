"""Going through those who wait, one after another: the work of each with its conversation, and who is next."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import msgspec

from hub.artifacts import queries as artifacts
from hub.database import Tx
from hub.errors import NotFound
from hub.goals import queries as goals
from hub.homes import waits
from hub.items import queries as items
from hub.items.models import ItemKind
from hub.projects import queries as projects
from hub.reflections import queries as reflections
from hub.slices import Place
from hub.words import _

_PAGES: dict[ItemKind, tuple[str, Callable[[Tx, UUID], Any]]] = {
    "reflection": ("reflections/reflection.html", reflections.page),
    "goal": ("goals/goal.html", goals.page),
    "artifact": ("artifacts/artifact.html", artifacts.page),
    "project": ("projects/project.html", projects.page),
}


class Turn(msgspec.Struct, frozen=True):
    """One place among those who wait. `entry` is None once nobody waits there any more."""

    place: str
    entry: waits.Waiting | None
    around: waits.Around
    came_from: str
    """The place that one looked at before: the way back leads there, answered or not."""
    page: Any = None
    """What the work's own page shows; None when it can't be seen any more."""
    template: str = ""

    @property
    def back(self) -> str | None:
        return self.came_from or self.around.back


def first(tx: Tx) -> str | None:
    """The place of who has waited longest."""
    found = waits.waits(tx, many=1).entries
    return found[0].place if found else None


def turn(tx: Tx, cursor: str, came_from: str = "") -> Turn:
    """Raises NotFound for what is no place at all. Work that was taken out of sight has no page, and still a next one."""
    place = _found(cursor)
    kind = items.kinds(tx, [place.id]).get(place.id)
    if kind is None:
        return left(tx, cursor, came_from)
    template, page = _PAGES[kind]
    shown = page(tx, place.id)  # First: it loads with the work what a list of items leaves out.
    return msgspec.structs.replace(left(tx, cursor, came_from), page=shown, template=template)


def left(tx: Tx, cursor: str, came_from: str = "") -> Turn:
    """What stands around a place, without the work. Raises NotFound."""
    place = _found(cursor)
    before = Place.in_address(came_from)
    return Turn(place.cursor, waits.entry(tx, place.id), waits.around(tx, place), before.cursor if before else "")


def _found(cursor: str) -> Place:
    if place := Place.in_address(cursor):
        return place
    raise NotFound(_("We can't find this place in the list. Please begin with who waits first."))
