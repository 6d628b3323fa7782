"""Whom reports are there for, and the words that they keep."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true

from hub.feedback.visible import visible_messages
from hub.items.visible import visible_items
from hub.people.models import Class, ClassMember, RoleHeld
from hub.safeguarding.models import Deed, Evidence, Look, Pause, Report
from hub.seeing import I_AM_ADMIN, I_AM_STAFF, ME, MY_SCHOOL, Visible

_report = Report.__table__
_look = Look.__table__

_looked_at_by_me = select(_look.c.report_id).where(_look.c.person_id == ME)
_member, _class, _role = ClassMember.__table__, Class.__table__, RoleHeld.__table__
_my_classes = (
    select(_member.c.class_id)
    .join(_class, _class.c.id == _member.c.class_id)
    .where(_member.c.person_id == ME, _member.c.role == "teacher", _member.c.ended.is_(None), _class.c.ended.is_(None))
)
# Asked of each member: what a whole school's roles hold is never read for one class.
_is_staff = exists().where(_role.c.person_id == _member.c.person_id, _role.c.role.in_(("teacher", "admin")), _role.c.ended.is_(None))
# Of nobody who is staff as well: what is told of a colleague is for admins.
my_students = select(_member.c.person_id).where(
    _member.c.class_id.in_(_my_classes), _member.c.role == "student", _member.c.ended.is_(None), ~_is_staff.correlate(_member)
)
_within_reach = or_(
    _report.c.message_id.in_(visible_messages),
    _report.c.item_id.in_(visible_items),
    and_(_report.c.kind == "person", _report.c.author_id.in_(my_students)),
)
# Staff read what is in the thread for them. Where none of them is among its readers, an admin must be able to look all the same.
_for_staff = select(_report.c.id).where(
    _report.c.school_id == MY_SCHOOL,
    _report.c.author_id != ME,
    I_AM_STAFF.is_(true()),
    or_(_within_reach, I_AM_ADMIN.is_(true())),
)
_for_me_to_read = _for_staff.where(or_(_within_reach, _report.c.id.in_(_looked_at_by_me)))


def evidence_for_me(message_id: Any) -> ColumnElement[bool]:
    """A message of which a report keeps what was said, and I may read that."""
    return exists().where(_report.c.message_id == message_id, _report.c.id.in_(_for_me_to_read))


VISIBLE: Visible = {
    Report: (
        or_(Report.reporter_id == ME, and_(I_AM_STAFF.is_(true()), Report.id.in_(_for_staff))),
        "mine; staff: of messages and items I may see, and of students I teach; admins: the school's; whom it is about: never",
    ),
    Evidence: (
        Evidence.report_id.in_(_for_me_to_read),
        "staff: of messages and items I may see; admins: once it is noted that I looked; whose words they are: never",
    ),
    Deed: (
        and_(
            Deed.school_id == MY_SCHOOL,
            Deed.about_id != ME,
            I_AM_STAFF.is_(true()),
            or_(
                I_AM_ADMIN.is_(true()),
                Deed.message_id.in_(visible_messages),
                Deed.item_id.in_(visible_items),
                and_(Deed.message_id.is_(None), Deed.item_id.is_(None), Deed.about_id.in_(my_students)),
            ),
        ),
        "staff: of what I may look after; admins: the school's; whom it is about: never",
    ),
    Pause: (
        and_(I_AM_STAFF.is_(true()), Pause.person_id != ME, Pause.room_id.in_(visible_items)),
        "staff: in rooms I may see; who is paused knows only until when",
    ),
    Look: (Look.report_id.in_(_for_staff), "staff: of reports that I look after"),
}
