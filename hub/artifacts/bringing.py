"""Real work, brought in by the folder: each file becomes a private piece of work, unless its owner has it already."""

from pathlib import PurePosixPath
from typing import Literal
from uuid import UUID

import msgspec

from hub.artifacts.actions import Made, Stand, add
from hub.database import Tx
from hub.errors import Invalid
from hub.files import actions as files
from hub.files import queries
from hub.files.models import File
from hub.items import queries as items
from hub.words import _


class Brought(msgspec.Struct, frozen=True):
    """What became of one file. `title` and `href`: of the piece of work that it is, or was already."""

    name: str
    outcome: Literal["added", "duplicate", "failed"]
    title: str = ""
    href: str = ""
    reason: str = ""
    id: UUID | None = None


def bring_in(tx: Tx, file_id: UUID | None) -> tuple[Brought, list[str]]:
    """A file that the viewer has given becomes a piece of work; one that they have already is taken away again, and its keys of
    the store are to be deleted after the commit. Raises Invalid for one that isn't theirs, or hangs on something."""
    file = tx.get(File, file_id) if file_id else None
    if file is None or file.owner_id != tx.viewer.id or file.item_id is not None:
        raise Invalid("photo", _("One of these files is no longer here. Please add it again."))
    twin = queries.twin(tx, file.id)
    if twin is not None and twin.href:
        keys = files.take_away(tx, file.id)
        return Brought(file.name, "duplicate", twin.title, twin.href, id=twin.item_id), keys
    title = PurePosixPath(file.name).stem.replace("_", " ").strip() or _("Without a name")
    artifact = add(tx, Made(title=title[:200], stand=Stand(files=(file.id,))))
    return Brought(file.name, "added", artifact.title, items.href("artifact", artifact.id), id=artifact.id), []
