"""Pieces of work that somebody has added, for the tests of them."""

from typing import Any
from uuid import UUID

from hub.artifacts import actions, queries
from hub.artifacts.actions import Made, Stand
from hub.database import Tx
from hub.files import actions as files
from hub.files.models import Medium
from hub.files.preparing import Given, Stored
from hub.ids import new_id
from tests.support.school import Someone


def made(someone: Someone, *audience: UUID, **more: object) -> UUID:
    given = {"title": "Map of the river", "stand": Stand(words="It bends twice."), "audience": audience, **more}
    return someone.does(lambda tx: actions.add(tx, Made(**given)).id)  # type: ignore[arg-type]


def shown(someone: Someone, artifact: UUID) -> queries.Shown:
    return someone.reads(lambda tx: queries.page(tx, artifact).item)


def added(tx: Tx, artifact: UUID, stands: list[Stand]) -> None:
    for stand in stands:
        actions.add_version(tx, artifact, stand)


def file_of(someone: Someone, medium: Medium, *names: str, **more: Any) -> UUID:
    """A file that they have given, with these renditions. The store is not asked."""
    renditions = tuple(Stored(name, "image/webp", 40, 30, 100) for name in names)
    return someone.does(lambda tx: files.keep(tx, new_id(), Given(medium, renditions, **more), 10**9).id)
