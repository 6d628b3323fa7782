"""Who looks after what was reported: whose open pages are told of it. To be asked past the policy."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from hub.database import Tx
from hub.feedback import queries as feedback
from hub.feedback.models import Message
from hub.items import holders
from hub.items import queries as items
from hub.people.models import Class, ClassMember, Person, RoleHeld
from hub.safeguarding.models import Report


def looks_after(tx: Tx, report: Report) -> frozenset[UUID]:
    """The members of staff who may, and the admins. Never whoever it is about."""
    with tx.system("whom to tell"):
        return (_staff(tx, report) | admins(tx)) - {report.author_id}


def _staff(tx: Tx, report: Report) -> frozenset[UUID]:
    if report.message_id:
        granted = feedback.grants_of(tx, tx.get_one(Message, report.message_id))
    elif report.item_id:
        granted = items.granted(tx, report.item_id)
    else:
        return teachers_of(tx, report.author_id)
    return holders.readers(tx, holders.staff_among(tx, granted))


def teachers_of(tx: Tx, person: UUID) -> frozenset[UUID]:
    """Who teaches a student now; nobody, where they are staff as well. To be asked past the policy."""
    return frozenset(tx.scalars(_TEACHERS_OF, {"person": person}))


def admins(tx: Tx) -> frozenset[UUID]:
    """Of the viewer's school."""
    with tx.system("whom to tell"):
        return frozenset(tx.scalars(_ADMINS, {"school": tx.viewer.school_id}))


_theirs, _mine = aliased(ClassMember), aliased(ClassMember)
_TEACHERS_OF = (
    select(_mine.person_id)
    .join(_theirs, _theirs.class_id == _mine.class_id)
    .join(Class, Class.id == _mine.class_id)
    .where(
        _theirs.person_id == bindparam("person", type_=Person.id.type),
        *(_theirs.role == "student", _theirs.ended.is_(None), _mine.role == "teacher", _mine.ended.is_(None), Class.ended.is_(None)),
        ~select(RoleHeld.person_id)
        .where(RoleHeld.person_id == _theirs.person_id, RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None))
        .exists(),
    )
    .distinct()
)
_ADMINS = select(RoleHeld.person_id).where(
    RoleHeld.school_id == bindparam("school", type_=Person.id.type), RoleHeld.role == "admin", RoleHeld.ended.is_(None)
)
