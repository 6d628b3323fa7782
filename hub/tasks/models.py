"""What a team has to do: the cards of its board."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base
from hub.ids import new_id

TaskColumn = Literal["todo", "doing", "review", "done"]


class Task(Base):
    """A card: one thing to do, in a column of its team's board."""

    __tablename__ = "task"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    title: Mapped[str] = mapped_column(String(200))
    column: Mapped[TaskColumn] = mapped_column(words_of(TaskColumn, "column"), default="todo")
    place: Mapped[int]
    """In its column, from the top: written under the board's lock, so that no two cards that stand there share one."""
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whoever of the team does it; still theirs by name when they have left."""
    due: Mapped[date | None]
    milestone_id: Mapped[UUID | None] = mapped_column(ForeignKey("milestone.id", ondelete="SET NULL"), index=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created: Mapped[datetime]
    done: Mapped[datetime | None]
    """When it came into the last column."""
    moved: Mapped[datetime | None]
    """When it came into the column in which it stands; unknown of a card that hasn't been moved since this is kept."""
    moved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    taken: Mapped[datetime | None]
    """When it was taken away; it can be put back for 30 days."""
    version: Mapped[int] = mapped_column(default=1)
    """Of its words, owner and day. To move it changes none of these."""
    __table_args__ = (Index("ix_task_team_id_column_place", "team_id", "column", "place"),)
