"""Who holds which principal right now: the one rule from which both "what may I see" and "who may see this" follow."""

from sqlalchemy import CompoundSelect, and_, select, union_all

from hub.people.models import ClassMember, Guardianship, Person, Principal, RoleHeld
from hub.teams.models import TeamMember

person = Person.__table__
principal = Principal.__table__
role_held = RoleHeld.__table__
guardianship = Guardianship.__table__
class_member = ClassMember.__table__
team_member = TeamMember.__table__


def _holdings() -> CompoundSelect[tuple[object, object, object]]:
    """Rows of (person_id, principal_id, kind). Memberships that ended, or were never approved, are not among them."""
    themselves = select(person.c.id.label("person_id"), person.c.id.label("principal_id"), principal.c.kind).join(
        principal, principal.c.id == person.c.id
    )
    at_school = (
        select(role_held.c.person_id, role_held.c.school_id, principal.c.kind)
        .join(principal, principal.c.id == role_held.c.school_id)
        .where(role_held.c.ended.is_(None))
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
    return union_all(themselves, at_school, families, teachers, classes, teams)


holdings = _holdings().subquery("holdings")
