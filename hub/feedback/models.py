"""Threads: what people answer to an item. A thread points to its item, never back."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base, Json
from hub.ids import new_id

VoiceKind = Literal["learner", "staff", "family", "mentor", "peer"]
FormKind = Literal["free", "tag", "stars", "rubric"]
Sign = Literal["like", "heart", "thanks", "helps", "question"]
"""What a message can be given without a word."""


class Thread(Base):
    """The one conversation about one item."""

    __tablename__ = "thread"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), unique=True)


class Message(Base):
    """One thing said in a thread, to the people who hold one of its grants and can see the item."""

    __tablename__ = "message"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    voice: Mapped[VoiceKind] = mapped_column(words_of(VoiceKind))
    """As whom they spoke here, on that day."""
    reply_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"))
    words: Mapped[str] = mapped_column(Text)
    """Markdown. Of a form, all its parts together, so that whoever knows no forms reads it whole."""
    form: Mapped[FormKind] = mapped_column(words_of(FormKind, "form"), default="free")
    parts: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    """What stands in each box of the form, by its key."""
    rubric_id: Mapped[UUID | None] = mapped_column(ForeignKey("rubric_version.id"))
    """The rubric as it stood when it was filled in."""
    waited_since: Mapped[datetime | None]
    """Since when the learner had waited, where a member of staff ended that with it: how long feedback takes is read here."""
    seq: Mapped[int] = mapped_column(BigInteger, default=0)
    """Its number in the thread's topic, in the order of commits: what a read mark is compared with."""
    created: Mapped[datetime]
    edited: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    withdrawn: Mapped[datetime | None]
    hidden: Mapped[datetime | None]
    hidden_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    hidden_because: Mapped[str | None] = mapped_column(String(300))
    held: Mapped[datetime | None]
    """Since when it waits for a member of staff to let it through: until then only they and its author hold its grants."""
    held_from: Mapped[list[str] | None] = mapped_column(Json)
    """The principals, by their ids, that read it once it is let through."""
    __table_args__ = (
        Index("ix_message_thread_id_seq", "thread_id", "seq"),
        Index("ix_message_moment", "item_id", "created", "id"),
        Index("ix_message_held", "held"),
    )


class MessageGrant(Base):
    """Who was named as reader when the message was sent."""

    __tablename__ = "message_grant"
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    principal_id: Mapped[UUID] = mapped_column(ForeignKey("principal.id"), primary_key=True)
    __table_args__ = (Index("ix_message_grant_principal_id_message_id", "principal_id", "message_id"),)


class MessageVersion(Base):
    """How a message read before an edit."""

    __tablename__ = "message_version"
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    parts: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    until: Mapped[datetime]


class MessageReaction(Base):
    """A sign that somebody gave a message: each of them once."""

    __tablename__ = "message_reaction"
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    sign: Mapped[Sign] = mapped_column(words_of(Sign, "sign"), primary_key=True)
    by_guardian: Mapped[bool]
    """Given as a guardian: seen by whom a guardian's words would reach, the learner and staff, and by no other guardian."""
    created: Mapped[datetime]


class MessagePin(Base):
    """That a message of a room stands above what is said there, since somebody put it there."""

    __tablename__ = "message_pin"
    message_id: Mapped[UUID] = mapped_column(ForeignKey("message.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("item.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    created: Mapped[datetime]


class ReadMark(Base):
    """How far a person has read a thread: up to which number of its topic.

    No time: what a slower transaction commits later was written earlier, and nobody has read it yet.
    """

    __tablename__ = "read_mark"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    thread_id: Mapped[UUID] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
