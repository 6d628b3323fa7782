"""The private address under which somebody's calendar reads their milestones."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base


class CalendarKey(Base):
    """One a person: who makes another one ends the one before. Kept as a hash alone, so it can be shown once."""

    __tablename__ = "calendar_key"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime]
