"""Whom reports are there for, and the words that they keep."""

from sqlalchemy import and_, or_, select, true

from hub.feedback.visible import visible_messages
from hub.safeguarding.models import Evidence, Look, Report
from hub.seeing import I_AM_ADMIN, I_AM_STAFF, ME, MY_SCHOOL, Visible

_report = Report.__table__
_look = Look.__table__

_looked_at_by_me = select(_look.c.report_id).where(_look.c.person_id == ME)
# Staff read what is in the thread for them. Where none of them is among its readers, an admin must be able to look all the same.
_for_staff = select(_report.c.id).where(
    _report.c.school_id == MY_SCHOOL,
    _report.c.author_id != ME,
    I_AM_STAFF.is_(true()),
    or_(_report.c.message_id.in_(visible_messages), I_AM_ADMIN.is_(true())),
)
_for_me_to_read = _for_staff.where(or_(_report.c.message_id.in_(visible_messages), _report.c.id.in_(_looked_at_by_me)))

VISIBLE: Visible = {
    Report: (
        or_(Report.reporter_id == ME, and_(I_AM_STAFF.is_(true()), Report.id.in_(_for_staff))),
        "mine; staff: of messages I may see; admins: the school's; whoever said the words: never",
    ),
    Evidence: (
        Evidence.report_id.in_(_for_me_to_read),
        "staff: of messages I may see; admins: once it is noted that I looked; whoever said the words: never",
    ),
    Look: (Look.report_id.in_(_for_staff), "staff: of reports that I look after"),
}
