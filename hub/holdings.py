"""Who holds which principal right now: the one rule from which both "what may I see" and "who may see this" follow."""

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, and_, bindparam, select, union_all

from hub import clock
from hub.columns import Moment
from hub.items.models import Item
from hub.mentors.models import BackgroundCheck, Mentorship
from hub.people.models import ClassMember, Guardianship, Person, Principal, RoleHeld
from hub.teams.models import TeamMember

item = Item.__table__
person = Person.__table__
principal = Principal.__table__
role_held = RoleHeld.__table__
guardianship = Guardianship.__table__
class_member = ClassMember.__table__
team_member = TeamMember.__table__
mentorship = Mentorship.__table__
check = BackgroundCheck.__table__

NOW = bindparam(None, callable_=lambda: clock.now(), type_=Moment(), unique=True)
"""The moment at which a statement runs: days that are over end without anybody's doing."""


def runs(mentorship: FromClause) -> ColumnElement[bool]:
    """That a mentor is with the project at this moment: approved, in their days, with a check that holds, still a mentor, and the
    project isn't deleted."""
    checked = select(check.c.id).where(check.c.person_id == mentorship.c.person_id, check.c.replaced.is_(None), check.c.expires > NOW)
    a_mentor = select(role_held.c.person_id).where(
        role_held.c.person_id == mentorship.c.person_id, role_held.c.role == "mentor", role_held.c.ended.is_(None)
    )
    there = select(item.c.id).where(item.c.id == mentorship.c.project_id, item.c.deleted.is_(None))
    return and_(
        there.exists(),
        mentorship.c.approved.is_not(None),
        mentorship.c.ended.is_(None),
        mentorship.c.opens <= NOW,
        mentorship.c.closes > NOW,
        checked.exists(),
        a_mentor.exists(),
    )


def _holdings() -> CompoundSelect[tuple[object, object, object]]:
    """Rows of (person_id, principal_id, kind). Memberships that ended, or were never approved, are not among them."""
    themselves = select(person.c.id.label("person_id"), person.c.id.label("principal_id"), principal.c.kind).join(
        principal, principal.c.id == person.c.id
    )
    at_school = (
        select(role_held.c.person_id, role_held.c.school_id, principal.c.kind)
        .join(principal, principal.c.id == role_held.c.school_id)
        # What the whole school sees is not for who comes from outside it to one project.
        .where(role_held.c.ended.is_(None), role_held.c.role != "mentor")
    )
    families = (
        select(guardianship.c.guardian_id, principal.c.id, principal.c.kind)
        .join(principal, and_(principal.c.kind == "family", principal.c.subject_id == guardianship.c.student_id))
        .where(guardianship.c.approved.is_not(None), guardianship.c.ended.is_(None))
    )
    teachers = (
        select(class_member.c.person_id, principal.c.id, principal.c.kind)
        .join(principal, and_(principal.c.kind == "teachers", principal.c.subject_id == class_member.c.class_id))
        .where(class_member.c.role == "teacher", class_member.c.ended.is_(None))
    )
    classes = (
        select(class_member.c.person_id, principal.c.id, principal.c.kind)
        .join(principal, and_(principal.c.kind == "class", principal.c.subject_id == class_member.c.class_id))
        .where(class_member.c.ended.is_(None))
    )
    teams = (
        select(team_member.c.person_id, principal.c.id, principal.c.kind)
        .join(principal, principal.c.id == team_member.c.team_id)
        .where(team_member.c.ended.is_(None))
    )
    mentors = (
        select(mentorship.c.person_id, principal.c.id, principal.c.kind)
        .join(principal, and_(principal.c.kind == "mentors", principal.c.subject_id == mentorship.c.project_id))
        .where(runs(mentorship))
    )
    return union_all(themselves, at_school, families, teachers, classes, teams, mentors)


holdings = _holdings().subquery("holdings")
