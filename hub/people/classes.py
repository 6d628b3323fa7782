"""Classes, as staff see them."""

from uuid import UUID

import msgspec
from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import selectinload

from hub.database import Tx
from hub.errors import NotFound
from hub.people.models import Class, ClassMember, Person
from hub.people.queries import Entry, entries, to_class, to_school
from hub.policy import Verb, allows, require
from hub.words import _


class InList(msgspec.Struct, frozen=True):
    """A class in the list of classes. `mine`: I teach it."""

    id: UUID
    name: str
    students: int
    mine: bool


class Classes(msgspec.Struct, frozen=True):
    """Mine first."""

    classes: list[InList]
    may_open: bool


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """One class with its people."""

    id: UUID
    name: str
    teachers: list[Entry]
    students: list[Entry]
    waiting: int
    """How many of them haven't used their code yet."""
    may_invite: bool
    may_manage: bool


def classes(tx: Tx) -> Classes:
    """Raises Forbidden for who isn't staff."""
    require("school", to_school(tx), Verb.LOOK_UP)
    found = [InList(id_, name, students, bool(mine)) for id_, name, students, mine in tx.execute(_CLASSES, {"me": tx.viewer.id})]
    return Classes(sorted(found, key=lambda one: not one.mine), allows("school", to_school(tx), Verb.MANAGE))


def roster(tx: Tx, class_id: UUID | None) -> Roster:
    """Raises Forbidden for who isn't staff, NotFound for a class that is not of this school."""
    require("school", to_school(tx), Verb.LOOK_UP)
    class_ = find_class(tx, class_id)
    members = tx.execute(_MEMBERS, {"class": class_.id}).all()
    shown = dict(zip((person.id for person, _role in members), entries(tx, [person for person, _role in members]), strict=True))
    students = [shown[person.id] for person, role in members if role == "student"]
    relations = to_class(tx, class_)
    return Roster(
        id=class_.id,
        name=class_.name,
        teachers=[shown[person.id] for person, role in members if role == "teacher"],
        students=students,
        waiting=sum(one.state == "invited" for one in students),
        may_invite=allows("class", relations, Verb.INVITE),
        may_manage=allows("class", relations, Verb.MANAGE),
    )


def find_class(tx: Tx, class_id: UUID | None) -> Class:
    class_ = tx.get(Class, class_id) if class_id else None
    if class_ is None or class_.ended is not None:
        raise NotFound(_("We can't find this class."))
    return class_


_CLASSES = (
    select(
        Class.id,
        Class.name,
        func.count(case((ClassMember.role == "student", 1))),
        func.count(case(((ClassMember.person_id == bindparam("me", type_=Person.id.type)) & (ClassMember.role == "teacher"), 1))),
    )
    .outerjoin(ClassMember, (ClassMember.class_id == Class.id) & ClassMember.ended.is_(None))
    .where(Class.ended.is_(None))
    .group_by(Class.id, Class.name)
    .order_by(Class.name, Class.id)
)
_MEMBERS = (
    select(Person, ClassMember.role)
    .join(ClassMember, ClassMember.person_id == Person.id)
    .where(ClassMember.class_id == bindparam("class", type_=Class.id.type), ClassMember.ended.is_(None))
    .options(selectinload(Person.roles))
    .order_by(Person.name, Person.id)
)
