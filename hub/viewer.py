"""Who is looking. Resolved once at the start of an operation, and bound to its session for its whole life."""

from typing import Literal
from uuid import UUID

import msgspec

Role = Literal["student", "teacher", "guardian", "mentor", "admin"]


class Claim(msgspec.Struct, frozen=True):
    """What a request brings to say who it is from: the SHA-256 (hex) of its session's or access token's secret."""

    kind: Literal["session", "token"]
    digest: str


class Viewer(msgspec.Struct, frozen=True, kw_only=True):
    """A recognised person."""

    id: UUID
    school_id: UUID
    school_name: str
    name: str
    called: str
    roles: frozenset[Role]
    held: dict[UUID, str]
    """The principals they hold at this moment, and the kind of each: person, school, family, teachers, class, team, mentors."""
    language: str
    time_zone: str
    cursor_key: bytes
    """The school's: seals how far they have heard a topic (hub/cursors.py)."""
    claim_id: UUID
    """The row of the session or token that spoke for them."""

    @property
    def staff(self) -> bool:
        return bool(self.roles & {"teacher", "admin"})

    @property
    def adult(self) -> bool:
        return bool(self.roles - {"student"})

    @property
    def initials(self) -> str:
        return initials(self.name)


def initials(name: str) -> str:
    """Of the first and the last name: "MO"."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class System(msgspec.Struct, frozen=True):
    """The hub's own work, which sees everything and therefore says why."""

    because: str


Who = Claim | System
