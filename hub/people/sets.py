"""People, classes and schools by their ids, in the same number of statements for any number."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hub.columns import among
from hub.database import Tx
from hub.people.faces import Face, face_of
from hub.people.models import Class, ClassMember, Person, School
from hub.seeing import ME
from hub.viewer import Role


def people(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Face]:
    """Those of them whom the viewer knows."""
    return {person.id: face_of(person) for person in tx.scalars(_PEOPLE, {"ids": list(ids)})}


def schools(tx: Tx, ids: Collection[UUID]) -> dict[UUID, School]:
    return {school.id: school for school in tx.scalars(_SCHOOLS, {"ids": list(ids)})}


def classes(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Class]:
    """Those of them that the viewer may see, and that have not ended."""
    return {class_.id: class_ for class_ in tx.scalars(_CLASSES, {"ids": list(ids)})}


def my_classes(tx: Tx) -> list[Class]:
    """Those in which the viewer learns or teaches."""
    return list(tx.scalars(_MINE))


def members(tx: Tx, class_ids: Collection[UUID]) -> dict[UUID, list[tuple[Face, Role]]]:
    """Who is in each class, by name, as far as the viewer knows them."""
    found: dict[UUID, list[tuple[Face, Role]]] = defaultdict(list)
    for class_id, role, person in tx.execute(_MEMBERS, {"ids": list(class_ids)}):
        found[class_id].append((face_of(person), role))
    return found


_PEOPLE = select(Person).where(among(Person.id, "ids")).options(selectinload(Person.roles))
_SCHOOLS = select(School).where(among(School.id, "ids"))
_CLASSES = select(Class).where(among(Class.id, "ids"), Class.ended.is_(None))
_MINE = (
    select(Class)
    .join(ClassMember, ClassMember.class_id == Class.id)
    .where(ClassMember.person_id == ME, ClassMember.ended.is_(None), Class.ended.is_(None))
    .order_by(Class.name, Class.id)
)
_MEMBERS = (
    select(ClassMember.class_id, ClassMember.role, Person)
    .join(Person, Person.id == ClassMember.person_id)
    .where(among(ClassMember.class_id, "ids"), ClassMember.ended.is_(None), Person.deactivated.is_(None))
    .options(selectinload(Person.roles))
    .order_by(Person.name, Person.id)
)
