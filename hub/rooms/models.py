"""Where a team talks: an item that the team owns, so that it has a thread as everything has that one can answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base
from hub.items.models import Item


class Room(Item):
    """The one room of a team. `title` is the team's name."""

    __tablename__ = "room"
    id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), unique=True)
    revealed: Mapped[datetime | None]
    """When its members showed each other what each had written alone; what they need to know is visible at once since."""
    __mapper_args__ = {"polymorphic_identity": "room"}

    @property
    def led(self) -> bool:
        """What is said in a room is talk: nobody waits for a formal answer."""
        return True


class Presence(Base):
    """That somebody has the page of a room open, as the process that holds their socket wrote it down.

    Known for a moment: no event and no history says who was there when.
    """

    __tablename__ = "presence"
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    process: Mapped[UUID] = mapped_column(primary_key=True)
    """Drawn when it starts: a process that was killed leaves its rows to be forgotten."""
    writing: Mapped[bool]
    until: Mapped[datetime]
    """Not there any more after that, if its process didn't say so again."""
