"""Which files may this viewer see, and how are they shown?"""

from collections import defaultdict
from collections.abc import Collection
from pathlib import PurePosixPath
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, select
from sqlalchemy.orm import selectinload

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.files.models import File, FileState, Medium, Rendition, Upload
from hub.files.preparing import SOURCE
from hub.ids import NOTHING
from hub.items import queries as items
from hub.items.models import Item
from hub.words import _


class ShownFile(msgspec.Struct, frozen=True):
    """A file of any medium, ready to show. `width` and `height` are of what `page` shows, in pixels."""

    id: UUID
    alt: str
    width: int
    height: int
    version: int = 1
    """Of the item, to which it belongs."""
    medium: Medium = "photo"
    name: str = ""
    state: FileState = "ready"
    pages: int | None = None
    """Of a PDF, all of them."""
    pictured: int = 0
    """How many of these pages are there as pictures: the first ones."""
    seconds: float | None = None
    size: int = 0
    """Bytes of what it is about, as it is opened."""

    @property
    def full(self) -> str:
        """What it is about: the largest photo, the PDF, the recording or the film. Only of one that is ready."""
        return f"/files/{self.id}/full"

    @property
    def page(self) -> str:
        """A picture that fits a page: the photo, a film's poster, a PDF's first page, a recording's waveform."""
        return f"/files/{self.id}/{_PAGE.get(self.medium, 'page')}"

    @property
    def page_urls(self) -> tuple[str, ...]:
        """Of a PDF: a picture of each of its first pages."""
        return tuple(f"/files/{self.id}/page-{number}" for number in range(1, self.pictured + 1))

    @property
    def thumb(self) -> str:
        return f"/files/{self.id}/thumb"

    @property
    def weight(self) -> str:
        """Its size in words: "2.4 MB"."""
        return _("%(n)s MB") % {"n": f"{max(self.size / 1_000_000, 0.1):.1f}"}

    @property
    def length(self) -> str:
        """Of a recording or a film, as its player writes it: "1:05"."""
        if self.seconds is None:
            return ""
        minutes, seconds = divmod(round(self.seconds), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"


def of_items(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, list[ShownFile]]:
    """The files of each item, by version and then in their order: two statements, however many items there are."""
    found: dict[UUID, list[ShownFile]] = defaultdict(list)
    if item_ids:
        for file in tx.scalars(_OF_ITEMS, {"ids": list(item_ids)}):
            assert file.item_id is not None
            found[file.item_id].append(shown(file))
    return found


def of_messages(tx: Tx, message_ids: Collection[UUID]) -> dict[UUID, list[ShownFile]]:
    """As of_items, of messages. Who sent them sees their own also where the words can't be read any more."""
    found: dict[UUID, list[ShownFile]] = defaultdict(list)
    if message_ids:
        for file in tx.scalars(_OF_MESSAGES, {"ids": list(message_ids)}):
            assert file.message_id is not None
            found[file.message_id].append(shown(file))
    return found


def by_ids(tx: Tx, ids: Collection[UUID]) -> dict[UUID, ShownFile]:
    """Those of these files that the viewer may see."""
    return {file.id: shown(file) for file in tx.scalars(_BY_ID, {"ids": list(ids)})}


def mine(tx: Tx, ids: Collection[UUID]) -> list[ShownFile]:
    """Files of the viewer's, in the order asked for: what a form shows again."""
    statement = select(File).where(among(File.id, "ids"), File.owner_id == tx.viewer.id).options(selectinload(File.renditions))
    files = {file.id: shown(file) for file in tx.scalars(statement, {"ids": list(ids)})}
    return [files[id_] for id_ in ids if id_ in files]


def rendition(tx: Tx, file_id: UUID | None, name: str) -> Rendition:
    """Raises NotFound where there is none, or where it is not this viewer's to see."""
    found = tx.get(Rendition, (file_id, name)) if file_id and name != SOURCE else None
    if found is None:
        raise NotFound(_("We can't find this file. Perhaps it isn't shared with you any more."))
    return found


def used(tx: Tx) -> int:
    """Bytes that the viewer's files take together, and those that are on their way."""
    kept = tx.scalar(select(func.coalesce(func.sum(File.size), 0)).where(File.owner_id == tx.viewer.id)) or 0
    coming = select(func.coalesce(func.sum(Upload.size), 0)).where(Upload.owner_id == tx.viewer.id, Upload.file_id.is_(None))
    return kept + (tx.scalar(coming) or 0)


class Twin(msgspec.Struct, frozen=True):
    """A file that the viewer gave before, and what it hangs on; "" where that is nothing."""

    id: UUID
    href: str
    title: str
    item_id: UUID | None = None


def twin(tx: Tx, file_id: UUID) -> Twin | None:
    """What the viewer gave before with the very same bytes, if it is still there."""
    file = tx.get(File, file_id)
    return twin_of(tx, file.digest, file_id) if file and file.digest else None


def twin_of(tx: Tx, digest: str, but: UUID | None = None) -> Twin | None:
    """The same by its digest, before it is given."""
    same = (
        select(File.id, Item.kind, Item.id, Item.title)
        .outerjoin(Item, and_(Item.id == File.item_id, Item.deleted.is_(None)))
        .where(File.owner_id == tx.viewer.id, File.digest == digest, File.id != (but or NOTHING))
        .order_by(Item.id.is_(None), File.created)
        .limit(1)
    )
    found = tx.execute(same).first()
    if found is None:
        return None
    id_, kind, item_id, title = found
    return Twin(id_, items.href(kind, item_id) if item_id else "", title or "", item_id)


def shown(file: File) -> ShownFile:
    shows = _PAGE.get(file.medium, "page")
    page = next((rendition for rendition in file.renditions if rendition.name == shows), None)
    return ShownFile(
        id=file.id,
        alt=file.alt,
        width=page.width if page else 0,
        height=page.height if page else 0,
        version=file.version,
        medium=file.medium,
        name=file.name,
        state=file.state,
        pages=file.pages,
        pictured=sum(rendition.name.startswith("page-") for rendition in file.renditions),
        seconds=file.seconds,
        size=next((rendition.size for rendition in file.renditions if rendition.name == "full"), 0),
    )


def saved_as(file: File, rendition: Rendition) -> str:
    """What it is called when somebody saves it: as its giver called it, with the ending of what it is now."""
    ending = _ENDINGS.get(rendition.media_type)
    if not file.name or rendition.name != "full" or ending is None:
        return ""
    return f"{PurePosixPath(file.name).stem}{ending}"


_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "audio/mp4": ".m4a",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}
_PAGE: dict[Medium, str] = {"pdf": "page-1", "audio": "thumb"}
"""Where it isn't "page": the rendition that shows what it is."""
_OF_ITEMS = (
    select(File).where(among(File.item_id, "ids")).order_by(File.item_id, File.version, File.place).options(selectinload(File.renditions))
)
_OF_MESSAGES = (
    select(File).where(among(File.message_id, "ids")).order_by(File.message_id, File.place).options(selectinload(File.renditions))
)
_BY_ID = select(File).where(among(File.id, "ids")).options(selectinload(File.renditions))
