"""How people appear beside their words: a name, initials, and what they are."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import CompoundSelect, String, and_, cast, literal_column, null, select, union_all

from hub.columns import Moment, among
from hub.database import Tx
from hub.people.models import Person, RoleHeld
from hub.teams.models import Team
from hub.viewer import Role, initials
from hub.words import _


class Face(msgspec.Struct, frozen=True):
    """Someone as others see them."""

    id: UUID
    name: str
    called: str
    roles: frozenset[Role]
    team: bool = False
    """Of a team, which has no roles."""
    deactivated: datetime | None = None
    """Since when they can't come here any more; what they did keeps their name."""

    @property
    def initials(self) -> str:
        return initials(self.name)

    @property
    def adult(self) -> bool:
        return bool(self.roles - {"student"})

    @property
    def role_words(self) -> str:
        return role_words(self.roles)


def role_words(roles: Collection[Role]) -> str:
    """The one that says most to a reader: "teacher"."""
    words = {"teacher": _("teacher"), "admin": _("school admin"), "mentor": _("mentor"), "guardian": _("family"), "student": _("student")}
    return next((words[role] for role in words if role in roles), "")


def faces(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Face]:
    """Of people, and of teams, whose ids came from rows that the viewer may see: whoever may read words may know who said them."""
    if not ids:
        return {}
    names: dict[UUID, tuple[str, str, datetime | None]] = {}
    roles: dict[UUID, set[Role]] = defaultdict(set)
    teams: set[UUID] = set()
    with tx.system("names beside visible words"):
        for id_, name, called, gone, role in tx.execute(_BY_ID, {"ids": set(ids)}):
            names[id_] = (name, called, gone)
            if role == _TEAM:
                teams.add(id_)
            elif role:
                roles[id_].add(role)
    return {id_: Face(id_, name, called, frozenset(roles[id_]), id_ in teams, gone) for id_, (name, called, gone) in names.items()}


def face_of(person: Person) -> Face:
    return Face(
        person.id,
        person.name,
        person.called,
        frozenset(held.role for held in person.roles if held.ended is None),
        deactivated=person.deactivated,
    )


_TEAM = "team"
# Columns, not models: every page shows faces, several times over, and nothing else of these people is wanted.
_BY_ID: CompoundSelect[Any] = union_all(
    select(Person.id, Person.name, Person.called, Person.deactivated, cast(RoleHeld.role, String()))
    .outerjoin(RoleHeld, and_(RoleHeld.person_id == Person.id, RoleHeld.ended.is_(None)))
    .where(among(Person.id, "ids")),
    select(Team.id, Team.name, Team.name, cast(null(), Moment()), literal_column(f"'{_TEAM}'", String())).where(among(Team.id, "ids")),
)
