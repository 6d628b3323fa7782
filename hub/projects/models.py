"""What a project is: the question that drives it, how it is designed, and its milestones."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base, Json
from hub.ids import new_id
from hub.items.models import Item

ProjectStage = Literal["draft", "active", "exhibition", "archived"]


class Project(Item):
    """A unit of project-based learning. `title` is what it is called.

    What a design is made of follows Gold Standard PBL (PBLWorks): its seven essential elements are the points of the check.
    """

    __tablename__ = "project"
    id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    driving_question: Mapped[str] = mapped_column(String(300), default="")
    entry_event: Mapped[str] = mapped_column(Text, default="")
    """What starts it: a visit, a letter, a riddle."""
    summary: Mapped[str] = mapped_column(Text, default="")
    aims: Mapped[list[str]] = mapped_column(Json, default=list)
    """What is learned: one line each."""
    skills: Mapped[list[str]] = mapped_column(Json, default=list)
    """Success skills that are practised: one line each."""
    product: Mapped[str] = mapped_column(Text, default="")
    """What is made in public."""
    product_for: Mapped[str] = mapped_column(String(300), default="")
    """Its real audience."""
    starts: Mapped[date | None]
    ends: Mapped[date | None]
    design: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    """What the designer says to each point of the check, by its key."""
    stage: Mapped[ProjectStage] = mapped_column(words_of(ProjectStage, "stage"), default="draft")
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """The student who proposed it, also after a teacher has taken it on."""
    copied_from: Mapped[UUID | None]
    """The project that it began as a copy of; it may be gone."""
    credit: Mapped[str] = mapped_column(String(300), default="")
    """Its title and whose it was, as they stood."""
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"polymorphic_identity": "project"}

    @property
    def asks_since(self) -> datetime | None:
        """A student's proposal waits for a teacher to take it on."""
        return None if self.led else self.created

    @property
    def led(self) -> bool:
        return self.proposed_by != self.owner_id

    @property
    def stays(self) -> UUID | None:
        """Who leads a student's proposal can't take it away from its student."""
        return self.proposed_by if self.led else None


class ProjectVersion(Base):
    """How a project read before it was changed: the words of its sheet, lists by lines."""

    __tablename__ = "project_version"
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[dict[str, str]] = mapped_column(Json)
    until: Mapped[datetime]


class Milestone(Base):
    """A part of the way: its key question, what is handed in, and by when."""

    __tablename__ = "milestone"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    place: Mapped[int]
    key_question: Mapped[str] = mapped_column(String(300))
    product: Mapped[str] = mapped_column(String(300), default="")
    due: Mapped[date | None]
    taken: Mapped[datetime | None]
    """When it was taken away; it can be put back for 30 days."""
    created: Mapped[datetime]
    __table_args__ = (Index("ix_milestone_project_id_place", "project_id", "place"),)
