"""Who holds these principals at this moment?"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select

from hub.columns import among
from hub.database import Tx
from hub.holdings import holdings
from hub.items.models import ItemGrant
from hub.people.models import Class, Person, Principal, PrincipalKind, RoleHeld
from hub.teams.models import Team


class Holder(msgspec.Struct, frozen=True):
    """Somebody who holds a principal; of a class or a team, with its name as `group_name`."""

    principal_id: UUID
    kind: PrincipalKind
    subject_id: UUID
    person_id: UUID
    called: str
    group_name: str | None
    name: str


def of_principals(tx: Tx, principals: Iterable[UUID]) -> list[Holder]:
    """To be asked past the policy: who asks says what of it the viewer may know."""
    return [Holder(*row) for row in tx.execute(_HOLDERS, {"ids": list(principals)})]


def of_items(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, list[Holder]]:
    """The same, of the principals that each item is shared with: one statement, however many there are."""
    found: dict[UUID, list[Holder]] = defaultdict(list)
    for row in tx.execute(_HOLDERS_OF_ITEMS, {"ids": list(item_ids)}):
        found[row[0]].append(Holder(*row[1:]))
    return found


def readers(tx: Tx, principals: Iterable[UUID]) -> frozenset[UUID]:
    """The people who hold one of these principals now, for telling their homes. A whole school is not told one by one."""
    with tx.system("whom to tell"):
        found = of_principals(tx, principals)
    return frozenset(one.person_id for one in found if one.kind != "school")


def staff_among(tx: Tx, principals: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the principals that are held by members of staff: teachers of a class, or a teacher in person."""
    with tx.system("whom to tell"):
        found = tx.execute(_STAFF, {"ids": list(principals)})
        return frozenset(found.scalars())


_HOLDER_COLUMNS = (
    Principal.id,
    Principal.kind,
    Principal.subject_id,
    Person.id.label("person_id"),
    Person.called,
    func.coalesce(Class.name, Team.name),
    Person.name,
)
_HELD = holdings.c.principal_id == Principal.id
_HOLDERS = (
    select(*_HOLDER_COLUMNS)
    .select_from(Principal)
    .join(holdings, _HELD)
    .join(Person, Person.id == holdings.c.person_id)
    .outerjoin(Class, Class.id == Principal.subject_id)
    .outerjoin(Team, Team.id == Principal.subject_id)
    .where(among(Principal.id, "ids"), Person.deactivated.is_(None))
)
_HOLDERS_OF_ITEMS = (
    select(ItemGrant.item_id, *_HOLDER_COLUMNS)
    .select_from(ItemGrant)
    .join(Principal, Principal.id == ItemGrant.principal_id)
    .join(holdings, _HELD)
    .join(Person, Person.id == holdings.c.person_id)
    .outerjoin(Class, Class.id == Principal.subject_id)
    .outerjoin(Team, Team.id == Principal.subject_id)
    .where(among(ItemGrant.item_id, "ids"), Person.deactivated.is_(None))
)
_STAFF = (
    select(Principal.id)
    .outerjoin(RoleHeld, and_(RoleHeld.person_id == Principal.id, RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None)))
    .where(among(Principal.id, "ids"), or_(Principal.kind == "teachers", RoleHeld.person_id.is_not(None)))
    .distinct()
)
