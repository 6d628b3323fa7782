"""Files that people gave us, as we keep them: checked, re-encoded, and without anything that tells about the giver."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base
from hub.ids import new_id


class File(Base):
    """One photo. Its owner sees it from the start; everyone else through the item that it is attached to."""

    __tablename__ = "file"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    place: Mapped[int] = mapped_column(default=0)
    """Where it stands among the item's photos, from 0."""
    alt: Mapped[str] = mapped_column(String(500), default="")
    size: Mapped[int]
    """Bytes of all renditions together: what counts against the quota."""
    created: Mapped[datetime]
    renditions: Mapped[list["Rendition"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    __table_args__ = (Index("ix_file_item_id_place", "item_id", "place"),)


class Rendition(Base):
    """One size of a photo, as stored under `key`."""

    __tablename__ = "rendition"
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]
