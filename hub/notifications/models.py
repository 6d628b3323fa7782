"""What a person is told outside the page where it happened, and how often they want to be."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base
from hub.ids import new_id
from hub.notifications.hours import RhythmKind


class Notification(Base):
    """Something happened that is for this person. Ids only: its words are looked up when it is shown, under that day's policy."""

    __tablename__ = "notification"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(60))
    """One of hub.notifications.telling.KINDS."""
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("feedback_request.id", ondelete="CASCADE"), index=True)
    """The request that it tells of: it is taken back with it, and with no other about the same item."""
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created: Mapped[datetime]
    seen: Mapped[datetime | None]
    mailed: Mapped[datetime | None]
    """When it was put into a letter, or left out of one for good: it had been seen by then, or no letters are wanted."""
    __table_args__ = (
        Index("ix_notification_person_id_created", "person_id", "created"),
        Index("ix_notification_person_id_seen", "person_id", "seen"),
        Index("ix_notification_mailed", "mailed"),
    )


class Rhythm(Base):
    """How often a person wants a letter, and when they want to be left in peace. Who chose nothing has no row."""

    __tablename__ = "rhythm"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[RhythmKind] = mapped_column(words_of(RhythmKind), default="daily")
    hour: Mapped[int] = mapped_column(default=17)
    """Of the school's day, when a daily or weekly letter goes out."""
    weekday: Mapped[int] = mapped_column(default=4)
    """0 is Monday: of the weekly letter."""
    quiet_from: Mapped[int] = mapped_column(default=20)
    quiet_until: Mapped[int] = mapped_column(default=7)
    """Hours of the school's day between which nothing is sent; equal: there are none."""
