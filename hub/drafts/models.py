"""Words typed and not yet posted, and the memory of what was sent, so that neither comes back as the other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Json


class Draft(Base):
    """Words typed and not yet posted. `writing` names one piece of writing, from its first letter to its sending."""

    __tablename__ = "draft"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(120), primary_key=True)
    """Which box: "reflection/new", "thread/<item id>"."""
    writing: Mapped[UUID]
    number: Mapped[int]
    words: Mapped[dict[str, str]] = mapped_column(Json)
    saved: Mapped[datetime]


class Sent(Base):
    """A piece of writing, or a client mutation id, that has been acted on: it never acts twice, and its draft stays buried.
    Two windows can send one piece in different words: each of these has a row of its own. Words that were thrown away have one, too."""

    __tablename__ = "sent"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    digest: Mapped[str] = mapped_column(String(32), primary_key=True, default="")
    """Of the words in which a piece of writing was sent; empty of a client mutation."""
    act: Mapped[str] = mapped_column(String(40))
    made_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(index=True)
