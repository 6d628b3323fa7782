"""How somebody shows who they are. Secrets are kept only as hashes."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import words_of
from hub.database import Base
from hub.ids import new_id

InvitationKind = Literal["join", "password"]
Way = Literal["paper", "mail"]


class BrowserSession(Base):
    """A browser in which someone is signed in. `digest` is the SHA-256 (hex) of the cookie's secret."""

    __tablename__ = "browser_session"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime]
    expires: Mapped[datetime]
    ended: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(120), default="")
    """In words, for the list of where one is signed in: "Firefox on Android"."""


class AccessToken(Base):
    """A key for a program that acts as its person. Shown once, hashed, expiring, revocable."""

    __tablename__ = "access_token"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created: Mapped[datetime]
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]


class Invitation(Base):
    """A code on paper or in a link that lets one person in, once: to join, or to choose a new password."""

    __tablename__ = "invitation"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID] = mapped_column(ForeignKey("school.id"), index=True)
    kind: Mapped[InvitationKind] = mapped_column(words_of(InvitationKind))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Whose it is. An invited person has a row from the start, without a password."""
    way: Mapped[Way] = mapped_column(words_of(Way, "way"))
    """How it reaches them. Anyone can ask for a letter: one must not end the slip that a teacher has just printed."""
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created: Mapped[datetime]
    expires: Mapped[datetime]
    used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]
    __table_args__ = (Index("ix_invitation_person_id", "person_id"),)


class Tally(Base):
    """A door and who tries it, hashed. Each wrong try puts off the moment at which nothing is counted any more."""

    __tablename__ = "tally"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class KnownPlace(Base):
    """A name that signed in from an address of late. Both hashed."""

    __tablename__ = "known_place"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    until: Mapped[datetime] = mapped_column(index=True)


class KnownBrowser(Base):
    """A browser in which this person has signed in. `digest` is that of one entry of its cookie; nothing says which browser it is."""

    __tablename__ = "known_browser"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    until: Mapped[datetime] = mapped_column(index=True)


class SetupCode(Base):
    """Lets whoever runs the server make the first school from a browser. There is one at the most, until a school exists."""

    __tablename__ = "setup_code"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires: Mapped[datetime]


class SignInNote(Base):
    """What staff may look up about an account later: signed in, slip made, deactivated. No addresses, no content."""

    __tablename__ = "sign_in_note"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    what: Mapped[str] = mapped_column(String(40))
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
