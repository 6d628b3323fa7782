"""Who is with a mentor: nobody writes where a mentor and minors would be among themselves."""

from collections.abc import Collection, Mapping
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, case, or_, select

from hub.columns import among
from hub.database import Tx
from hub.errors import Forbidden
from hub.holdings import holdings
from hub.items.models import Item, ItemGrant
from hub.people.models import Person, Principal, RoleHeld
from hub.words import _


class Company(msgspec.Struct, frozen=True):
    """Of an item: the principals of mentors among its audience, whether one of them is here now, and the principals by which active
    members of staff can read it now."""

    mentors: frozenset[UUID] = frozenset()
    here: bool = False
    staff: frozenset[UUID] = frozenset()

    @property
    def frozen(self) -> bool:
        return self.here and not self.staff

    def with_staff(self, readers: frozenset[UUID]) -> frozenset[UUID]:
        """Whoever reads words that a mentor may read, staff read them too. Mentors who aren't here are no readers."""
        return readers | self.staff if self.here else readers - self.mentors


ALONE = Company()


def of_item(tx: Tx, granted: Mapping[UUID, str]) -> Company:
    """`granted`: the principals of its audience, and the kind of each. Nothing is asked where no mentor is among them."""
    mentors = frozenset(id_ for id_, kind in granted.items() if kind == "mentors")
    if not mentors:
        return ALONE
    with tx.system("who is with a mentor"):
        rows = tx.execute(_COMPANY, {"ids": list(granted)}).all()
    here = any(kind == "mentors" for _id, kind in rows)
    return Company(mentors, here, frozenset(id_ for id_, kind in rows if kind != "mentors"))


def of_team(tx: Tx, team_id: UUID) -> Company:
    """Of its room, which is where a team's mentors are."""
    with tx.system("who is with a mentor"):
        granted = tx.execute(_OF_ROOM, {"team": team_id}).all()
    return of_item(tx, {row[0]: row[1] for row in granted})


def frozen(tx: Tx, item_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of the items that wait for staff: one statement, however many there are."""
    with tx.system("who is with a mentor"):
        rows = {(item, kind == "mentors") for item, kind in tx.execute(_COMPANY_OF_EACH, {"ids": list(item_ids)})}
    return frozenset(item for item, mentor in rows if mentor and (item, False) not in rows)


def require_staff(company: Company) -> None:
    """Raises Forbidden where a mentor is here and no member of staff."""
    if company.frozen:
        raise Forbidden(waits())


def waits() -> str:
    return _("This waits until a teacher is with you again. Your words are kept.")


_is_staff = (
    select(RoleHeld.person_id)
    .where(RoleHeld.person_id == holdings.c.person_id, RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None))
    .exists()
)
_BESIDE = or_(
    holdings.c.kind == "mentors",
    # Whoever teaches a child of theirs, or mentors beside it, is there as that, and not as staff.
    and_(holdings.c.kind.in_(("person", "teachers", "class", "school")), _is_staff),
)
# Of a class or a whole school, the staff in it are meant, one by one: what waits for them is not for all the others.
_THEIRS = case((holdings.c.kind.in_(("class", "school")), holdings.c.person_id), else_=holdings.c.principal_id)
_COMPANY = (
    select(_THEIRS, holdings.c.kind)
    .join(Person, Person.id == holdings.c.person_id)
    .where(among(holdings.c.principal_id, "ids"), Person.deactivated.is_(None), _BESIDE)
    .distinct()
)
_OF_ROOM = (
    select(Principal.id, Principal.kind)
    .join(ItemGrant, ItemGrant.principal_id == Principal.id)
    .join(Item, Item.id == ItemGrant.item_id)
    .where(Item.owner_id == bindparam("team", type_=Item.id.type), Item.kind == "room")
)
_COMPANY_OF_EACH = (
    select(ItemGrant.item_id, holdings.c.kind)
    .join(Principal, Principal.id == ItemGrant.principal_id)
    .join(holdings, holdings.c.principal_id == Principal.id)
    .join(Person, Person.id == holdings.c.person_id)
    .where(among(ItemGrant.item_id, "ids"), Person.deactivated.is_(None), _BESIDE)
    .distinct()
)
