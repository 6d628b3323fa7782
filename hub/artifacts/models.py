"""A piece of evidence, and how it changed."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base, Json
from hub.ids import new_id
from hub.items.models import Item

Medium = Literal["photo", "pdf", "audio", "video", "text", "link"]


class Artifact(Item):
    """Something made: each time it changes, a version is added, and none is taken away, so that growth can be seen."""

    __tablename__ = "artifact"
    id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    about: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    """The number of its newest version."""
    edition: Mapped[int] = mapped_column(default=1)
    """Counted up whenever its title, what it says of itself, its tags or what its files show change: a change names the one that it
    builds on."""
    milestone_id: Mapped[UUID | None]
    """Of a team's work: the milestone for which it was begun; it may be gone."""
    handed_in: Mapped[datetime | None]
    """Of a team's work: when a version of it was handed in, if it stands so."""
    __mapper_args__ = {"polymorphic_identity": "artifact"}

    @property
    def asks_since(self) -> datetime | None:
        """What a team hands in waits for its teachers."""
        return self.handed_in


class ArtifactVersion(Base):
    """How an artifact stood from one day on: files (which hang on it by their `version`), words, or a link."""

    __tablename__ = "artifact_version"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    artifact_id: Mapped[UUID] = mapped_column(ForeignKey("artifact.id", ondelete="CASCADE"))
    number: Mapped[int]
    medium: Mapped[Medium] = mapped_column(words_of(Medium, "medium"))
    words: Mapped[str] = mapped_column(Text, default="")
    """Markdown, of a text."""
    link: Mapped[str] = mapped_column(String(2000), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    """What changed."""
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who of its team made it; None where one person owns the work."""
    created: Mapped[datetime]
    __table_args__ = (UniqueConstraint("artifact_id", "number"),)


class ArtifactEdition(Base):
    """What was said of an artifact before an edit; its versions never change."""

    __tablename__ = "artifact_edition"
    artifact_id: Mapped[UUID] = mapped_column(ForeignKey("artifact.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    about: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str]] = mapped_column(Json)
    """In the order of the alphabet."""
    alts: Mapped[dict[str, str]] = mapped_column(Json, server_default=text("'{}'"))
    """What files showed, by their ids: of those alone of which the next edition says something else."""
    until: Mapped[datetime]
    """When the next edition took its place."""

    @property
    def described(self) -> dict[UUID, str]:
        """What those files showed, where anything had been said of them."""
        return {UUID(id_): alt for id_, alt in self.alts.items() if alt}
