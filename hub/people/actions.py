"""People come to be, and the links between them. Who may ask for it is decided in office.py; the hub's own work comes straight here."""

from collections.abc import Iterable
from itertools import count
from uuid import UUID

from sqlalchemy import select, update

from hub.database import Tx
from hub.errors import Invalid
from hub.people.models import Class, ClassMember, Guardianship, Person, Principal, RoleHeld, School
from hub.people.names import default_called, suggest_sign_in_name, tidy_email, tidy_name, tidy_sign_in_name
from hub.people.school import checked_languages, checked_zone
from hub.reflections.actions import give_default_prompts
from hub.viewer import Role
from hub.words import _


def open_school(tx: Tx, name: str, time_zone: str, languages: list[str]) -> School:
    """`time_zone` as in the IANA database. Comes with the prompt sets that every school begins with."""
    name, time_zone, languages = tidy_name(name, "school"), checked_zone(time_zone), checked_languages(languages)
    school = tx.make(School(name=name, time_zone=time_zone, languages=languages, created=tx.now))
    tx.make(Principal(id=school.id, school_id=school.id, kind="school", subject_id=school.id))
    give_default_prompts(tx, school)
    return school


def add_person(
    tx: Tx,
    school_id: UUID,
    name: str,
    called: str | None,
    sign_in_name: str | None,
    roles: Iterable[Role],
    *,
    password_hash: str | None = None,
    email: str | None = None,
    language: str = "en",
    demo: bool = False,
) -> Person:
    """Without `called` or `sign_in_name` one is made from the name. Raises Invalid("sign_in_name") when it is taken."""
    held = frozenset(roles)
    name = tidy_name(name)
    person = Person(
        school_id=school_id,
        name=name,
        called=tidy_name(called, "called", 60) if called else default_called(name, student="student" in held),
        sign_in_name=_free(tx, tidy_sign_in_name(sign_in_name)) if sign_in_name else free_sign_in_name(tx, name),
        email=tidy_email(email or ""),
        password_hash=password_hash,
        language=language,
        demo=demo,
        created=tx.now,
    )
    tx.make(person)
    tx.make(Principal(id=person.id, school_id=school_id, kind="person", subject_id=person.id))
    for role in sorted(held):
        give_role(tx, person, role)
    return person


def give_role(tx: Tx, person: Person, role: Role) -> RoleHeld:
    """A student has a family from the start, so that sharing with it needs nobody in it yet."""
    with tx.system("role given"):
        held = tx.get(RoleHeld, (person.id, person.school_id, role))
        if held is None:
            held = tx.make(RoleHeld(person_id=person.id, school_id=person.school_id, role=role))
        held.ended = None
        family = select(Principal.id).where(Principal.kind == "family", Principal.subject_id == person.id)
        if role == "student" and tx.scalar(family) is None:
            tx.make(Principal(school_id=person.school_id, kind="family", subject_id=person.id))
    return held


def end_role(tx: Tx, person: Person, role: Role) -> None:
    """At once. Who stops teaching, or learning, is on no roster as such any more; who stops being a guardian, nobody's."""
    with tx.system("role ended"):
        held = tx.get(RoleHeld, (person.id, person.school_id, role))
        if held is None or held.ended is not None:
            return
        held.ended = tx.now
        rosters = update(ClassMember).where(ClassMember.person_id == person.id, ClassMember.role == role, ClassMember.ended.is_(None))
        tx.execute(rosters.values(ended=tx.now))
        if role == "guardian":
            links = update(Guardianship).where(Guardianship.guardian_id == person.id, Guardianship.ended.is_(None))
            tx.execute(links.values(ended=tx.now))


def free_sign_in_name(tx: Tx, name: str, also_taken: frozenset[str] = frozenset()) -> str:
    """One made from the name that nobody has: "maya.okafor", else "maya.okafor2"."""
    wanted = suggest_sign_in_name(name)
    with tx.system("sign-in names"):
        alike = set(tx.scalars(select(Person.sign_in_name).where(Person.sign_in_name.startswith(wanted, autoescape=True))))
    numbered = (f"{wanted}{number}" for number in count(2))
    taken = alike | also_taken
    return wanted if wanted not in taken else next(one for one in numbered if one not in taken)


def open_class(tx: Tx, school_id: UUID, name: str) -> Class:
    class_ = tx.make(Class(school_id=school_id, name=tidy_name(name, longest=80)))
    for kind in ("teachers", "class"):
        tx.make(Principal(school_id=school_id, kind=kind, subject_id=class_.id))
    return class_


def enrol(tx: Tx, class_: Class, person: Person, role: Role) -> ClassMember:
    """As "student" or "teacher". Who was on the roster before is on it again."""
    with tx.system("roster"):
        member = tx.get(ClassMember, (class_.id, person.id))
    if member is None:
        return tx.make(ClassMember(class_id=class_.id, person_id=person.id, role=role))
    member.role = role
    member.ended = None
    return member


def link_guardian(tx: Tx, guardian: Person, student: Person, relation: str, approved_by: UUID | None) -> Guardianship:
    """Without `approved_by` it waits for an admin, and opens nothing until then."""
    if guardian.id == student.id:
        raise Invalid("guardian", _("Nobody is their own guardian."))
    with tx.system("guardianship"):
        link = tx.get(Guardianship, (guardian.id, student.id))
    if link is None:
        link = tx.make(Guardianship(guardian_id=guardian.id, student_id=student.id))
    elif link.ended is not None:
        # What was once allowed is asked anew.
        link.approved = link.approved_by = link.ended = None
    link.relation = tidy_name(relation or "guardian", "relation", 30)
    if approved_by is not None and link.approved is None:
        link.approved, link.approved_by = tx.now, approved_by
    return link


def _free(tx: Tx, sign_in_name: str) -> str:
    with tx.system("sign-in names"):
        if tx.scalar(select(Person.id).where(Person.sign_in_name == sign_in_name)) is not None:
            raise Invalid("sign_in_name", _("Somebody has this sign-in name already. Please choose another."))
    return sign_in_name
