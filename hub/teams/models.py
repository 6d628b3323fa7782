"""Who does a project together: a team of students, and who is in it when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base
from hub.ids import new_id


class Team(Base):
    """The students who do a project together. Its id is that of its principal: things are shared with it, and belong to it."""

    __tablename__ = "team"
    id: Mapped[UUID] = mapped_column(ForeignKey("principal.id"), primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    open: Mapped[bool] = mapped_column(default=False)
    """Whether students who see the project may join by themselves."""
    created: Mapped[datetime]


class TeamMember(Base):
    """That somebody is in a team, or was: who leaves and comes back has two of these."""

    __tablename__ = "team_member"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(60), default="")
    """What they look after, in the team's own words."""
    since: Mapped[datetime]
    ended: Mapped[datetime | None]
    # Of those who are in it: the table's index says WHERE ended IS NULL. To say it here would load PostgreSQL's words into every start.
    __table_args__ = (Index("ux_team_member_once", "team_id", "person_id", unique=True),)


class TeamCode(Base):
    """What a student types to join a team. Kept as it is read aloud, for its members are shown it again: as a hash it couldn't be."""

    __tablename__ = "team_code"
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(11), unique=True)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    made: Mapped[datetime]


class TeamInvitation(Base):
    """That somebody is asked into a team. Answered, taken back or over, it is kept: a link to it says what became of it."""

    __tablename__ = "team_invitation"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    made: Mapped[datetime]
    until: Mapped[datetime]
    answered: Mapped[datetime | None]
    accepted: Mapped[bool] = mapped_column(default=False)
    withdrawn: Mapped[datetime | None]


class Contract(Base):
    """What a team agreed on: its norms, how it decides, what it does when it is stuck. Each change is a further version."""

    __tablename__ = "contract"
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    """Markdown."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    written: Mapped[datetime]


class Signature(Base):
    """That somebody put their name under one version of a contract, until they took it back."""

    __tablename__ = "signature"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    team_id: Mapped[UUID]
    number: Mapped[int]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    signed: Mapped[datetime]
    taken_back: Mapped[datetime | None]
    __table_args__ = (
        ForeignKeyConstraint(["team_id", "number"], ["contract.team_id", "contract.number"]),
        Index("ix_signature_team_id_number", "team_id", "number"),
    )
