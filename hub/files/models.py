"""Files that people gave us, as we keep them: checked, re-encoded, and without anything that tells about the giver."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.columns import words_of
from hub.database import Base
from hub.ids import new_id

Medium = Literal["photo", "pdf", "audio", "video"]
FileState = Literal["ready", "preparing", "broken"]
"""A film that not every browser plays is made anew after it has come, which takes a while and can fail: meanwhile it has
its poster, and no "full"."""


class File(Base):
    """One photo, PDF, recording or film. Its owner sees it from the start; everyone else through what it hangs on."""

    __tablename__ = "file"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"))
    """A file hangs on an item, or was sent with a message, or hangs on nothing yet."""
    place: Mapped[int] = mapped_column(default=0)
    """Where it stands among the files of that, from 0."""
    version: Mapped[int] = mapped_column(default=1)
    """Of the item, to which it belongs: an artifact's versions have files of their own."""
    medium: Mapped[Medium] = mapped_column(words_of(Medium, "medium"), default="photo")
    state: Mapped[FileState] = mapped_column(words_of(FileState, "state"), default="ready")
    name: Mapped[str] = mapped_column(String(200), default="")
    """What its giver called it; "" for a photo that came without."""
    digest: Mapped[str] = mapped_column(String(64), default="")
    """SHA-256 (hex) of the bytes as they came: the same file given twice is recognised."""
    pages: Mapped[int | None]
    """Of a PDF."""
    seconds: Mapped[float | None]
    """Of a recording or a film."""
    alt: Mapped[str] = mapped_column(String(500), default="")
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes of all renditions together: what counts against the quota."""
    created: Mapped[datetime]
    renditions: Mapped[list["Rendition"]] = relationship(lazy="raise", cascade="all, delete-orphan")
    __table_args__ = (
        Index("ix_file_item_id_place", "item_id", "place"),
        Index("ix_file_message_id_place", "message_id", "place"),
        Index("ix_file_owner_id_digest", "owner_id", "digest"),
    )


class Rendition(Base):
    """One form of a file, as stored under `key`: a size of a photo, a page of a PDF, a film without what it told of its maker."""

    __tablename__ = "rendition"
    file_id: Mapped[UUID] = mapped_column(ForeignKey("file.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    media_type: Mapped[str] = mapped_column(String(40))
    width: Mapped[int]
    height: Mapped[int]
    """In pixels; 0 of what can't be seen."""
    size: Mapped[int]


class Upload(Base):
    """A large file on its way in, in pieces. What has come is in the folder of parts under its id; `received` bytes of it count."""

    __tablename__ = "upload"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    created: Mapped[datetime]
    touched: Mapped[datetime]
    """When a piece last came: one that nobody goes on with is given up."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("file.id", ondelete="SET NULL"))
    """What it became, once it had come whole."""
