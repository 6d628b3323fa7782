"""What a school admin looks after: how many there are, and what waits for them."""

import msgspec
from sqlalchemy import func, select

from hub.database import Tx
from hub.mentors.queries import waiting_count
from hub.people.models import Class, Guardianship, Person


class School(msgspec.Struct, frozen=True):
    people: int
    classes: int
    guardianships_to_approve: int
    mentors_to_approve: int


def school(tx: Tx) -> School:
    people, classes, approve = tx.execute(_SCHOOL).one()
    return School(people, classes, approve, waiting_count(tx))


def to_approve(tx: Tx) -> int:
    """Families and mentors that wait for the viewer, who is an admin."""
    return (tx.scalar(_FAMILIES) or 0) + waiting_count(tx)


_FAMILIES = select(func.count()).select_from(Guardianship).where(Guardianship.approved.is_(None), Guardianship.ended.is_(None))
_SCHOOL = select(
    select(func.count(Person.id)).where(Person.deactivated.is_(None)).scalar_subquery(),
    select(func.count(Class.id)).where(Class.ended.is_(None)).scalar_subquery(),
    _FAMILIES.scalar_subquery(),
)
