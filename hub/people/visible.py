"""Whom people, their classes and their families are there for."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from hub.people.models import Class, ClassMember, Guardianship, Person, Principal, RoleHeld, School
from hub.seeing import I_AM_STAFF, ME, MY_SCHOOL, Visible

_person = Person.__table__
_class_member = ClassMember.__table__
_guardianship = Guardianship.__table__

_my_children = select(_guardianship.c.student_id).where(
    _guardianship.c.guardian_id == ME, _guardianship.c.approved.is_not(None), _guardianship.c.ended.is_(None)
)
_my_guardians = select(_guardianship.c.guardian_id).where(
    _guardianship.c.student_id == ME, _guardianship.c.approved.is_not(None), _guardianship.c.ended.is_(None)
)
_my_classes = select(_class_member.c.class_id).where(_class_member.c.person_id == ME, _class_member.c.ended.is_(None))
_my_childrens_classes = select(_class_member.c.class_id).where(_class_member.c.person_id.in_(_my_children), _class_member.c.ended.is_(None))
_my_classmates = select(_class_member.c.person_id).where(_class_member.c.class_id.in_(_my_classes), _class_member.c.ended.is_(None))
_my_childrens_teachers = select(_class_member.c.person_id).where(
    _class_member.c.class_id.in_(_my_childrens_classes),
    _class_member.c.role == "teacher",
    _class_member.c.ended.is_(None),
)
_my_school = select(_person.c.id).where(_person.c.school_id == MY_SCHOOL)


def knows(person_id: Any) -> ColumnElement[bool]:
    """Me, my class, my guardians, my children and their teachers; staff know the whole school."""
    return or_(
        person_id == ME,
        I_AM_STAFF.is_(true()),
        person_id.in_(_my_classmates),
        person_id.in_(_my_guardians),
        person_id.in_(_my_children),
        person_id.in_(_my_childrens_teachers),
    )


def _knows_class(class_id: Any) -> ColumnElement[bool]:
    return or_(I_AM_STAFF.is_(true()), class_id.in_(_my_classes), class_id.in_(_my_childrens_classes))


VISIBLE: Visible = {
    School: (School.id == MY_SCHOOL, "my school"),
    Principal: (Principal.school_id == MY_SCHOOL, "those of my school"),
    Person: (
        and_(Person.school_id == MY_SCHOOL, knows(Person.id)),
        "me, my class, my guardians, my children and their teachers; staff: the school",
    ),
    RoleHeld: (and_(RoleHeld.school_id == MY_SCHOOL, knows(RoleHeld.person_id)), "of people I may see"),
    Class: (and_(Class.school_id == MY_SCHOOL, _knows_class(Class.id)), "mine and my children's; staff: the school's"),
    ClassMember: (
        and_(ClassMember.person_id.in_(_my_school), _knows_class(ClassMember.class_id), knows(ClassMember.person_id)),
        "people I may see in classes I may see",
    ),
    Guardianship: (
        or_(
            Guardianship.guardian_id == ME,
            Guardianship.student_id == ME,
            and_(I_AM_STAFF.is_(true()), Guardianship.student_id.in_(_my_school)),
        ),
        "mine, as guardian or student; staff: the school's",
    ),
}
