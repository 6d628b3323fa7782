"""What a team needs to find out: a question, how far it is, and what answers it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base, Json
from hub.items.models import Item

FindingStage = Literal["open", "investigating", "answered", "reopened"]


class NeedToKnow(Item):
    """A question that a team needs answered. `title` is the question.

    Its team owns it, whoever wrote it. Until the team shows its questions to each other, its author alone holds a grant. What the
    class merged from the questions of several teams is of no team: it belongs to who leads the project.
    """

    __tablename__ = "need_to_know"
    id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    stage: Mapped[FindingStage] = mapped_column(words_of(FindingStage, "stage"), default="open")
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Who took it up, answered or reopened it last."""
    since: Mapped[datetime | None]
    """When they did."""
    answer: Mapped[str] = mapped_column(Text, default="")
    """Markdown."""
    source: Mapped[str] = mapped_column(String(500), default="")
    """Where the answer comes from: a book, a person, an address."""
    why: Mapped[str] = mapped_column(Text, default="")
    """Why it was opened again."""
    picked: Mapped[datetime | None]
    """When its team chose it as one of those that it works on."""
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("need_to_know.id"), index=True)
    """The question of the whole class that it went into."""
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"polymorphic_identity": "need_to_know", "inherit_condition": id == Item.id}

    @property
    def led(self) -> bool:
        """What is said about it is talk in a team: nobody waits for a formal answer."""
        return True


class NeedToKnowVersion(Base):
    """How it stood before it was changed, and who brought it there."""

    __tablename__ = "need_to_know_version"
    need_to_know_id: Mapped[UUID] = mapped_column(ForeignKey("need_to_know.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[dict[str, str]] = mapped_column(Json)
    """Of the question, its stage, answer, source and why, by their columns."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    until: Mapped[datetime]
    __table_args__ = (Index("ix_need_to_know_version_by_id", "by_id"),)
