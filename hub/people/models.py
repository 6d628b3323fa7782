"""Who is who: the school, its people, their roles, and the links between them that let one see another's work."""

from datetime import datetime
from functools import partial
from secrets import token_bytes
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hub.columns import words_of
from hub.cursors import KEY
from hub.database import Base, Json
from hub.ids import new_id
from hub.viewer import Role

PrincipalKind = Literal["person", "school", "family", "teachers", "class", "team", "mentors"]


class School(Base):
    """One school on this hub."""

    __tablename__ = "school"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    time_zone: Mapped[str] = mapped_column(String(60), default="UTC")
    languages: Mapped[list[str]] = mapped_column(Json, default=lambda: ["en"])
    cursor_key: Mapped[bytes] = mapped_column(LargeBinary(KEY), default=partial(token_bytes, KEY))
    """Seals how far its people have heard a topic; never shown to anyone."""
    created: Mapped[datetime]


class Principal(Base):
    """Someone, or a group of people, with whom an item can be shared.

    A person's, a team's and a school's principal has the id of the person, team or school itself; a student's family, a class, its
    teachers, and a project's mentors have one of their own, found by kind and subject. Who holds a principal is decided anew each time.
    """

    __tablename__ = "principal"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"))
    kind: Mapped[PrincipalKind] = mapped_column(words_of(PrincipalKind))
    subject_id: Mapped[UUID]
    __table_args__ = (UniqueConstraint("kind", "subject_id"), Index("ix_principal_school_id", "school_id"))


class Person(Base):
    """One account. A person may have no email: many students have none."""

    __tablename__ = "person"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    called: Mapped[str] = mapped_column(String(60))
    """How others call them on a page: "Maya", "Ms Rivera"."""
    sign_in_name: Mapped[str] = mapped_column(String(60), unique=True)
    email: Mapped[str | None] = mapped_column(String(254))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(12), default="en")
    demo: Mapped[bool] = mapped_column(default=False)
    letter_key: Mapped[bytes] = mapped_column(LargeBinary(16), default=partial(token_bytes, 16))
    """Proves that a link in a letter was written to them; never shown to anyone."""
    created: Mapped[datetime]
    deactivated: Mapped[datetime | None]
    roles: Mapped[list["RoleHeld"]] = relationship(lazy="raise", order_by="RoleHeld.role")


class RoleHeld(Base):
    """A role that a person holds at a school, until it ends."""

    __tablename__ = "role_held"
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(words_of(Role), primary_key=True)
    ended: Mapped[datetime | None]
    __table_args__ = (Index("ix_role_held_school_id", "school_id"),)


class Class(Base):
    """A roster of students and teachers."""

    __tablename__ = "class"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    ended: Mapped[datetime | None]


class ClassMember(Base):
    """A student or a teacher on a roster, until they leave it."""

    __tablename__ = "class_member"
    class_id: Mapped[UUID] = mapped_column(ForeignKey("class.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(words_of(Role))
    ended: Mapped[datetime | None]
    __table_args__ = (Index("ix_class_member_person_id", "person_id"),)


class Guardianship(Base):
    """An approved link from a guardian to a student. Without approval, or once ended, it opens nothing."""

    __tablename__ = "guardianship"
    guardian_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    student_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    relation: Mapped[str] = mapped_column(String(30), default="guardian")
    """What the student calls them: "father", "grandmother"."""
    approved: Mapped[datetime | None]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended: Mapped[datetime | None]
    __table_args__ = (Index("ix_guardianship_student_id", "student_id"),)
