"""Single-point rubrics: criteria, with room on both sides for what still grows and what is strong."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Json
from hub.ids import new_id


class Rubric(Base):
    """Criteria that belong together, and to a school. Its staff may change them: each change is a version."""

    __tablename__ = "rubric"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created: Mapped[datetime]
    ended: Mapped[datetime | None]
    """Since when it is no longer offered. What was filled in with it stays."""


class RubricVersion(Base):
    """A rubric as it stood from one day on."""

    __tablename__ = "rubric_version"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    rubric_id: Mapped[UUID] = mapped_column(ForeignKey("rubric.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    criteria: Mapped[list[str]] = mapped_column(Json)
    """One line each, in their order."""
    created: Mapped[datetime]
    __table_args__ = (UniqueConstraint("rubric_id", "number"),)
