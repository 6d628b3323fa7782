"""Feedback that is asked for, and what became of it: the loop closes when the learner has answered it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base
from hub.ids import new_id

Outcome = Literal["adopted", "adapted", "declined"]


class FeedbackRequest(Base):
    """ "Please look at this version, at this question, by then." Asked by an item's owner of people who may see it."""

    __tablename__ = "feedback_request"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), index=True)
    asker_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int]
    """Of the item, as it stood when it was asked about."""
    question: Mapped[str] = mapped_column(Text)
    until: Mapped[date | None]
    created: Mapped[datetime]
    withdrawn: Mapped[datetime | None]


class Asked(Base):
    """One of the people whom a request was put to."""

    __tablename__ = "asked"
    request_id: Mapped[UUID] = mapped_column(ForeignKey("feedback_request.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]
    reminded: Mapped[datetime | None]
    """When they were last reminded."""
    answered: Mapped[datetime | None]
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"))
    """The message with which they answered it."""
    thanked: Mapped[datetime | None]
    __table_args__ = (Index("ix_asked_person_id_answered", "person_id", "answered"), Index("ix_asked_message_id", "message_id"))


class Response(Base):
    """What the learner did with a message of feedback. One for each message; it can be changed while the work goes on."""

    __tablename__ = "response"
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    outcome: Mapped[Outcome] = mapped_column(words_of(Outcome, "outcome"))
    why: Mapped[str] = mapped_column(Text)
    version: Mapped[int | None]
    """Of the item, in which it can be seen; None when it was declined."""
    created: Mapped[datetime]
    changed: Mapped[datetime | None]
