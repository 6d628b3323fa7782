"""When somebody last looked, so that a home can say what changed since."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base


class Visit(Base):
    """The last two times a person opened a page about someone: what is new is new since `before`."""

    __tablename__ = "visit"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    about_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    last: Mapped[datetime]
    before: Mapped[datetime | None]
