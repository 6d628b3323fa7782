"""What a team hands in for a milestone: one version of work that is its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base
from hub.ids import new_id


class HandIn(Base):
    """That a team handed in this version. The newest of a team and a milestone stands, unless it was taken back."""

    __tablename__ = "hand_in"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    milestone_id: Mapped[UUID] = mapped_column(ForeignKey("milestone.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    artifact_id: Mapped[UUID] = mapped_column(ForeignKey("artifact.id"), index=True)
    version: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    """Who of the team did it."""
    at: Mapped[datetime]
    taken_back: Mapped[datetime | None]
    __table_args__ = (Index("ix_hand_in_team_id_milestone_id", "team_id", "milestone_id"),)
