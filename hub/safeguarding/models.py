"""What somebody asked staff to look at, kept as it stood, and who looked."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base
from hub.ids import new_id
from hub.items.models import ItemKind

Outcome = Literal["hidden", "stayed"]
Matter = Literal["unkind", "unsafe", "contact", "not_theirs", "worried", "other"]
"""What somebody says is wrong."""
About = Literal["message", "item", "person"]
DeedKind = Literal["hidden", "shown", "closed", "let_through", "paused", "pause_ended"]


class Report(Base):
    """Somebody asked staff to look: at a message, else at an item, else after a person. Says where it was said, for those who may not read
    what it was said about."""

    __tablename__ = "report"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"), index=True)
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Who said it, made it, or whom it is about: never theirs to see."""
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("principal.id"))
    """Whose item it was said about, and of which kind that is; of a person, "person"."""
    kind: Mapped[ItemKind | Literal["person"]] = mapped_column(String(20))
    matter: Mapped[Matter] = mapped_column(words_of(Matter, "matter"), default="other")
    said: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    created: Mapped[datetime]
    closed: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[Outcome | None] = mapped_column(words_of(Outcome, "outcome"))

    @property
    def about(self) -> About:
        return "message" if self.message_id else "item" if self.item_id else "person"


class Evidence(Base):
    """How a reported message read, in each of its versions up to the report, or an item when it was reported.

    Kept whatever becomes of it.
    """

    __tablename__ = "evidence"
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime | None]
    """None: these words stood when it was reported."""


class Look(Base):
    """A member of staff looked at the evidence of a report. Without one, an admin who can't read the thread can't read it."""

    __tablename__ = "look"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("report.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Pause(Base):
    """That somebody doesn't talk with their team, or a mentor with hers, for a while. Kept when it is over."""

    __tablename__ = "pause"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    """Whose room it is: what else the team owns is hushed as well."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    why: Mapped[str] = mapped_column(Text)
    """For staff alone."""
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    """None: until a member of staff ends it."""
    ended: Mapped[datetime | None]


class Deed(Base):
    """What a member of staff did about a message, an item or a person that can be reported. Only ever added: nothing changes one."""

    __tablename__ = "deed"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    kind: Mapped[DeedKind] = mapped_column(words_of(DeedKind))
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("message.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("item.id"), index=True)
    about_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    """As a report's author: never theirs to see."""
    why: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
