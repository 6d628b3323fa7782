"""What staff do for people: let them in, help them back in, see them out. Each asks the policy first."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound
from hub.events import home_topic
from hub.identity.actions import end_everything, in_a_browser, note
from hub.identity.invitations import Given, give_code
from hub.mentors import actions as mentors
from hub.people.actions import end_role, enrol, give_role, link_guardian, open_class
from hub.people.classes import find_class
from hub.people.models import Class, ClassMember, Guardianship, Person, School
from hub.people.names import normal_sign_in_name, tidy_name
from hub.people.queries import ROLES, find, settings, to_class, to_person, to_school
from hub.people.school import checked_languages, checked_zone
from hub.policy import Relation, Verb, require
from hub.viewer import Role
from hub.words import _


class SchoolChange(msgspec.Struct, frozen=True):
    """What a school says of itself from now on. None: as it was."""

    name: str | None = None
    time_zone: str | None = None
    languages: list[str] | None = None


# ── Letting in, and helping back in ──────────────────────────────────────────────────────────────────────────────────


def give_slip(tx: Tx, person_id: UUID | None) -> Given:
    """A code with which they choose a new password, or join if they never have. The one before no longer works."""
    in_a_browser(tx)
    person = find(tx, person_id)
    relations = to_person(tx, person)
    require("person", relations, Verb.GIVE_SLIP)
    if Relation.SELF in relations:
        raise Forbidden(_("For yourself you change your password on your own page."))
    if person.deactivated is not None:
        raise Invalid("person", _("They can't sign in at the moment. Let them in again first."))
    with tx.system("slip"):
        return give_code(tx, person, "password" if person.password_hash else "join", by=tx.viewer.id)


def new_codes(tx: Tx, class_id: UUID | None) -> list[Given]:
    """For all students of a class who haven't joined yet: the sheet was lost. Earlier codes no longer work."""
    in_a_browser(tx)
    class_ = find_class(tx, class_id)
    require("class", to_class(tx, class_), Verb.INVITE)
    waiting = (
        select(Person)
        .join(ClassMember, ClassMember.person_id == Person.id)
        .where(
            ClassMember.class_id == class_.id,
            ClassMember.role == "student",
            ClassMember.ended.is_(None),
            Person.password_hash.is_(None),
            Person.deactivated.is_(None),
        )
    )
    people = tx.scalars(waiting.order_by(Person.name)).all()
    with tx.system("slips for a class"):
        return [give_code(tx, person, "join", by=tx.viewer.id) for person in people]


# ── Seeing out ───────────────────────────────────────────────────────────────────────────────────────────────────────


def deactivate(tx: Tx, person_id: UUID | None) -> None:
    """At once they are signed out everywhere, and their keys and codes end. What they made stays."""
    in_a_browser(tx)
    person = find(tx, person_id)
    relations = to_person(tx, person)
    require("person", relations, Verb.DEACTIVATE)
    if Relation.SELF in relations:
        raise Forbidden(_("You can't shut yourself out. Another admin can."))
    with tx.system("deactivate"):
        tx.refresh(person, with_for_update=True)
        if person.deactivated is None:
            person.deactivated = tx.now
            note(tx, person.id, "deactivated", by=tx.viewer.id)
        end_everything(tx, person.id)


def reactivate(tx: Tx, person_id: UUID | None) -> None:
    """Their password works again; sessions and keys that ended stay ended."""
    in_a_browser(tx)
    person = find(tx, person_id)
    require("person", to_person(tx, person), Verb.DEACTIVATE)
    if person.deactivated is not None:
        person.deactivated = None
        note(tx, person.id, "reactivated", by=tx.viewer.id)


# ── Families ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def add_guardian(tx: Tx, student_id: UUID | None, sign_in_name: str, relation: str) -> Guardianship:
    """Someone who has an account here. An admin says it, so it is approved. Raises Invalid("guardian")."""
    in_a_browser(tx)
    student = find(tx, student_id)
    require("person", to_person(tx, student), Verb.MANAGE)
    if not holds(student, "student"):
        raise Invalid("guardian", _("Only a student has guardians here."))
    wanted = normal_sign_in_name(sign_in_name)
    guardian = tx.scalar(select(Person).where(Person.sign_in_name == wanted).options(selectinload(Person.roles)))
    if guardian is None:
        raise Invalid("guardian", _("Nobody here has this sign-in name."))
    if holds(guardian, "student"):
        raise Invalid("guardian", _("This is a student. A guardian is an adult with an account of their own."))
    if not holds(guardian, "guardian"):
        give_role(tx, guardian, "guardian")
    link = link_guardian(tx, guardian, student, relation or _("guardian"), approved_by=tx.viewer.id)
    tx.tell("guardianship.approved", _homes(link), guardian=guardian.id, student=student.id)
    return link


def approve_guardianship(tx: Tx, student_id: UUID | None, guardian_id: UUID | None) -> None:
    """From now on they see what is shared with the student's family."""
    link = _link(tx, student_id, guardian_id)
    if link.approved is None:
        link.approved, link.approved_by = tx.now, tx.viewer.id
        tx.tell("guardianship.approved", _homes(link), guardian=link.guardian_id, student=link.student_id)


def end_guardianship(tx: Tx, student_id: UUID | None, guardian_id: UUID | None) -> None:
    """At once they see nothing of this student's any more, in open pages too."""
    link = _link(tx, student_id, guardian_id)
    link.ended = tx.now
    tx.tell("guardianship.ended", _homes(link), guardian=link.guardian_id, student=link.student_id)


def _link(tx: Tx, student_id: UUID | None, guardian_id: UUID | None) -> Guardianship:
    in_a_browser(tx)
    student = find(tx, student_id)
    require("person", to_person(tx, student), Verb.MANAGE)
    link = tx.get(Guardianship, (guardian_id, student.id)) if guardian_id else None
    if link is None or link.ended is not None:
        raise NotFound(_("This link is not there any more."))
    return link


def _homes(link: Guardianship) -> list[str]:
    return [home_topic(link.guardian_id), home_topic(link.student_id)]


# ── Roles, names and classes ─────────────────────────────────────────────────────────────────────────────────────────


def rename(tx: Tx, person_id: UUID | None, name: str, called: str) -> None:
    """Names are the school's to write: nobody calls themselves Ms Rivera."""
    in_a_browser(tx)
    person = find(tx, person_id)
    require("person", to_person(tx, person), Verb.MANAGE)
    person.name, person.called = tidy_name(name), tidy_name(called, "called", 60)


def set_roles(tx: Tx, person_id: UUID | None, roles: frozenset[Role]) -> None:
    """Takes away and gives at once. Raises Invalid("roles") for none at all, and for an admin who would stop being one."""
    in_a_browser(tx)
    person = find(tx, person_id)
    relations = to_person(tx, person)
    require("person", relations, Verb.MANAGE)
    roles = roles & frozenset(ROLES)
    if not roles:
        raise Invalid("roles", _("Everybody here is something. Choose at least one."))
    if Relation.SELF in relations and "admin" not in roles:
        raise Invalid("roles", _("You can't stop being an admin yourself. Another admin can change it."))
    now_held = {held.role for held in person.roles if held.ended is None}
    for role in sorted(roles - now_held):
        give_role(tx, person, role)
    for role in sorted(now_held - roles):
        end_role(tx, person, role)
    tx.tell("person.roles", [home_topic(person.id)], person=person.id)


def change_school(tx: Tx, change: SchoolChange) -> School:
    """Acts at once on every page: its days begin by the new clock. Raises Invalid("name", "time_zone", "languages")."""
    school = settings(tx)
    if change.name is not None:
        school.name = tidy_name(change.name)
    if change.time_zone is not None:
        school.time_zone = checked_zone(change.time_zone)
        mentors.by_another_clock(tx, school.time_zone)
    if change.languages is not None:
        school.languages = checked_languages(change.languages)
    tx.tell("school.changed", [home_topic(tx.viewer.id)], school=school.id)
    return school


def start_class(tx: Tx, name: str) -> Class:
    in_a_browser(tx)
    require("school", to_school(tx), Verb.MANAGE)
    return open_class(tx, tx.viewer.school_id, name)


def put_on_roster(tx: Tx, class_id: UUID | None, sign_in_names: str, role: Role) -> None:
    """`sign_in_names`: one or more, between spaces, commas or lines. Raises Invalid("names") and changes nothing if one is wrong."""
    in_a_browser(tx)
    class_ = find_class(tx, class_id)
    require("class", to_class(tx, class_), Verb.MANAGE)
    if role not in ("student", "teacher"):
        raise Invalid("role", _("On a roster one is a student or a teacher."))
    wanted = list(dict.fromkeys(normal_sign_in_name(one) for one in sign_in_names.replace(",", " ").split()))[:200]
    if not wanted:
        raise Invalid("names", _("Please write a sign-in name here."))
    known = select(Person).where(Person.sign_in_name.in_(wanted), Person.deactivated.is_(None)).options(selectinload(Person.roles))
    found = {person.sign_in_name: person for person in tx.scalars(known)}
    for name in wanted:
        if name not in found:
            raise Invalid("names", _("Nobody here has the sign-in name “%(name)s”.") % {"name": name})
        if not holds(found[name], role):
            raise Invalid("names", _("“%(name)s” has another role at this school.") % {"name": name})
    for name in wanted:
        enrol(tx, class_, found[name], role)
    tx.tell("class.roster", [home_topic(person.id) for person in found.values()], class_=class_.id)


def take_off_roster(tx: Tx, class_id: UUID | None, person_id: UUID | None) -> None:
    """A teacher sees nothing more that is shared with this class's teachers; a student's own work stays theirs."""
    in_a_browser(tx)
    class_ = find_class(tx, class_id)
    require("class", to_class(tx, class_), Verb.MANAGE)
    member = tx.get(ClassMember, (class_.id, person_id)) if person_id else None
    if member is None or member.ended is not None:
        raise NotFound(_("They aren't in this class any more."))
    member.ended = tx.now
    tx.tell("class.roster", [home_topic(member.person_id)], class_=class_.id)


def holds(person: Person, role: Role) -> bool:
    return any(held.role == role and held.ended is None for held in person.roles)
