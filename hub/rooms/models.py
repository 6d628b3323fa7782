"""Where a team talks: an item that the team owns, so that it has a thread as everything has that one can answer."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hub.items.models import Item


class Room(Item):
    """The one room of a team. `title` is the team's name."""

    __tablename__ = "room"
    id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), unique=True)
    __mapper_args__ = {"polymorphic_identity": "room"}

    @property
    def led(self) -> bool:
        """What is said in a room is talk: nobody waits for a formal answer."""
        return True
