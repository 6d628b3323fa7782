"""Which photos may this viewer see?"""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.files.models import File, Rendition
from hub.words import _


class Picture(msgspec.Struct, frozen=True):
    """A file as a list shows it. `width` and `height` are of the page-sized rendition, in pixels; 0 where there is none."""

    id: UUID
    alt: str
    width: int
    height: int
    version: int = 1
    """Of the item, to which it belongs."""

    @property
    def full(self) -> str:
        return f"/files/{self.id}/full"

    @property
    def page(self) -> str:
        return f"/files/{self.id}/page"

    @property
    def thumb(self) -> str:
        return f"/files/{self.id}/thumb"


def pictures(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, list[Picture]]:
    """The photos of each item, in their order: two statements, however many items there are."""
    found: dict[UUID, list[Picture]] = defaultdict(list)
    if item_ids:
        for file in tx.scalars(_OF_ITEMS, {"ids": list(item_ids)}):
            assert file.item_id is not None
            found[file.item_id].append(picture(file))
    return found


def by_ids(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Picture]:
    """Those of these photos that the viewer may see."""
    return {file.id: picture(file) for file in tx.scalars(_BY_ID, {"ids": list(ids)})}


def mine(tx: Tx, ids: Collection[UUID]) -> list[Picture]:
    """Photos of the viewer's, in the order asked for: what a form shows again."""
    statement = select(File).where(among(File.id, "ids"), File.owner_id == tx.viewer.id).options(selectinload(File.renditions))
    files = {file.id: picture(file) for file in tx.scalars(statement, {"ids": list(ids)})}
    return [files[id_] for id_ in ids if id_ in files]


def rendition(tx: Tx, file_id: UUID | None, name: str) -> Rendition:
    """Raises NotFound where there is none, or where it is not this viewer's to see."""
    found = tx.get(Rendition, (file_id, name)) if file_id else None
    if found is None:
        raise NotFound(_("We can't find this picture. Perhaps it isn't shared with you any more."))
    return found


def used(tx: Tx) -> int:
    """Bytes that the viewer's files take together."""
    return tx.scalar(select(func.coalesce(func.sum(File.size), 0)).where(File.owner_id == tx.viewer.id)) or 0


def picture(file: File) -> Picture:
    page = next((rendition for rendition in file.renditions if rendition.name == "page"), None)
    return Picture(file.id, file.alt, page.width if page else 0, page.height if page else 0, file.version)


_OF_ITEMS = (
    select(File).where(among(File.item_id, "ids")).order_by(File.item_id, File.version, File.place).options(selectinload(File.renditions))
)
_BY_ID = select(File).where(among(File.id, "ids")).options(selectinload(File.renditions))
