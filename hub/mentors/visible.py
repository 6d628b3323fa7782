"""Whom mentorships, checks, offers and what is asked of mentors are there for."""

from sqlalchemy import and_, or_, select, true

from hub.items.visible import readable_items, visible_items
from hub.mentors.models import BackgroundCheck, MentorAsk, Mentorship, Offer
from hub.people.models import Person
from hub.seeing import I_AM_ADMIN, I_AM_STAFF, ME, MY_SCHOOL, Visible

_person = Person.__table__
_my_school = select(_person.c.id).where(_person.c.school_id == MY_SCHOOL)

VISIBLE: Visible = {
    Mentorship: (
        and_(
            Mentorship.school_id == MY_SCHOOL,
            or_(
                I_AM_ADMIN.is_(true()),
                and_(Mentorship.project_id.in_(visible_items), or_(I_AM_STAFF.is_(true()), Mentorship.person_id == ME)),
            ),
        ),
        "mine and, for staff, all, with projects I may see; admins: the school's",
    ),
    BackgroundCheck: (and_(I_AM_ADMIN.is_(true()), BackgroundCheck.person_id.in_(_my_school)), "admins: the school's"),
    Offer: (
        and_(Offer.school_id == MY_SCHOOL, Offer.taken.is_(None), or_(Offer.person_id == ME, I_AM_STAFF.is_(true()))),
        "mine, that I didn't take back; staff: the school's",
    ),
    MentorAsk: (MentorAsk.question_id.in_(readable_items), "about need-to-knows I may see"),
}
