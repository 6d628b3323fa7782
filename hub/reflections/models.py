"""What a reflection is, and the prompts it answers."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.database import Base, Json
from hub.ids import new_id
from hub.items.models import Item


class Prompt(msgspec.Struct, frozen=True):
    """One question. `key` stays the same when its wording changes; `hints` are smaller questions below it."""

    key: str
    question: str
    hints: tuple[str, ...] = ()


class PromptSet(Base):
    """Questions that belong together, and to a school, which may change them: each change is a version."""

    __tablename__ = "prompt_set"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    key: Mapped[str] = mapped_column(String(40))
    place: Mapped[int] = mapped_column(default=0)
    __table_args__ = (UniqueConstraint("school_id", "key"),)


class PromptSetVersion(Base):
    """The prompts as they stood from one day on."""

    __tablename__ = "prompt_set_version"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    prompt_set_id: Mapped[UUID] = mapped_column(ForeignKey("prompt_set.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(200), default="")
    prompts: Mapped[list[dict[str, object]]] = mapped_column(Json)
    created: Mapped[datetime]
    prompt_set: Mapped[PromptSet] = relationship(lazy="raise")
    __table_args__ = (UniqueConstraint("prompt_set_id", "number"),)

    def questions(self) -> list[Prompt]:
        return msgspec.convert(self.prompts, list[Prompt])


class Reflection(Item):
    """What a learner wrote when looking back, with the prompts as they stood that day."""

    __tablename__ = "reflection"
    id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    prompts_id: Mapped[UUID] = mapped_column(ForeignKey("prompt_set_version.id"))
    answers: Mapped[dict[str, str]] = mapped_column(Json)
    """Prompt key -> Markdown. A prompt left unanswered has no key."""
    version: Mapped[int] = mapped_column(default=1)
    prompts: Mapped[PromptSetVersion] = relationship(lazy="raise_on_sql")
    __mapper_args__ = {"polymorphic_identity": "reflection"}

    @property
    def asks_since(self) -> datetime:
        return self.created

    @property
    def edited(self) -> datetime | None:
        return self.updated if self.version > 1 else None


class ReflectionVersion(Base):
    """How a reflection read before an edit."""

    __tablename__ = "reflection_version"
    reflection_id: Mapped[UUID] = mapped_column(ForeignKey("reflection.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    answers: Mapped[dict[str, str]] = mapped_column(Json)
    until: Mapped[datetime]
    """When the next version took its place."""
    __table_args__ = (Index("ix_reflection_version_reflection_id", "reflection_id"),)
