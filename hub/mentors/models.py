"""Who from outside the school helps with a project: when, on whose word, after what check; what they offer, and what they are asked."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Json
from hub.ids import new_id


class Mentorship(Base):
    """That a mentor is with a project, from its first day to its last. It opens nothing until an admin has approved it, nothing outside its
    days, and nothing while the mentor has no check that holds."""

    __tablename__ = "mentorship"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(300))
    """What they are asked to help with."""
    first_day: Mapped[date]
    last_day: Mapped[date]
    opens: Mapped[datetime]
    closes: Mapped[datetime]
    """The moments at which those days begin and are over, by the school's clock."""
    invited: Mapped[datetime]
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    approved: Mapped[datetime | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class BackgroundCheck(Base):
    """That the school has looked who a mentor is, and that they may be with children. The newest counts; those before it are kept."""

    __tablename__ = "background_check"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(120))
    """What was looked at: "enhanced police certificate"."""
    identity: Mapped[str] = mapped_column(String(120))
    """By what the school knows who they are: "passport, seen in person"."""
    issued: Mapped[date]
    expires: Mapped[datetime]
    recorded: Mapped[datetime]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    replaced: Mapped[datetime | None]
    """When a newer one took its place."""


class Offer(Base):
    """What a mentor can help with, in a sentence and in a few words by which it is found."""

    __tablename__ = "offer"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str] = mapped_column(String(300))
    tags: Mapped[list[str]] = mapped_column(Json, default=list)
    created: Mapped[datetime]
    taken: Mapped[datetime | None]
    """When they took it back."""
    __table_args__ = (Index("ix_offer_school_id_created", "school_id", "created"),)


class MentorAsk(Base):
    """That a team asks a mentor of its project one of its questions. Whether they have answered is read off the question and its thread,
    and whether they are there to answer off their mentorship: nothing needs to be closed when their days are over."""

    __tablename__ = "mentor_ask"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("need_to_know.id", ondelete="CASCADE"), index=True)
    mentorship_id: Mapped[UUID] = mapped_column(ForeignKey("mentorship.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    """The mentor."""
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(300))
    """What exactly the team wants to know; "" where the question says it."""
    minutes: Mapped[int]
    """How long it may take, as those who ask think."""
    until: Mapped[date | None]
    asked: Mapped[datetime]
    declined: Mapped[datetime | None]
    taken_back: Mapped[datetime | None]
