"""Who is at this school, as its staff see it; and what a viewer is to a person, a class and the school."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import selectinload

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.identity.models import SignInNote
from hub.people.faces import Face, face_of, faces, role_words
from hub.people.models import Class, ClassMember, Guardianship, Person, RoleHeld, School
from hub.people.names import normal_sign_in_name
from hub.policy import Relation, Verb, allows, require
from hub.viewer import Role
from hub.words import _

PAGE = 50
State = Literal["invited", "active", "deactivated"]

# ── What the viewer is to whom ───────────────────────────────────────────────────────────────────────────────────────


def to_school(tx: Tx) -> frozenset[Relation]:
    viewer = tx.viewer
    found = {Relation.STAFF} if viewer.staff else set()
    return frozenset(found | ({Relation.ADMIN} if "admin" in viewer.roles else set()))


def to_class(tx: Tx, class_: Class) -> frozenset[Relation]:
    return to_school(tx) | ({Relation.TEACHER} if tx.scalar(_I_TEACH, {"class": class_.id}) else frozenset())


def to_person(tx: Tx, person: Person) -> frozenset[Relation]:
    """A teacher is "teacher of" the students of their classes, and of nobody who is staff as well."""
    found = set(to_school(tx))
    if person.id == tx.viewer.id:
        found.add(Relation.SELF)
    staff = any(held.ended is None and held.role in ("teacher", "admin") for held in person.roles)
    if not staff and tx.scalar(_MY_STUDENT, {"person": person.id}):
        found.add(Relation.TEACHER_OF)
    return frozenset(found)


_MINE = (
    select(ClassMember.class_id)
    .where(
        ClassMember.person_id == bindparam("viewer_id", type_=Person.id.type), ClassMember.role == "teacher", ClassMember.ended.is_(None)
    )
    .join(Class, Class.id == ClassMember.class_id)
    .where(Class.ended.is_(None))
)
_I_TEACH = _MINE.where(ClassMember.class_id == bindparam("class", type_=Class.id.type))
_MY_STUDENT = select(ClassMember.class_id).where(
    ClassMember.person_id == bindparam("person", type_=Person.id.type),
    ClassMember.role == "student",
    ClassMember.ended.is_(None),
    ClassMember.class_id.in_(_MINE),
)

# ── The school ───────────────────────────────────────────────────────────────────────────────────────────────────────


def settings(tx: Tx) -> School:
    """The viewer's school, for who may change it. Raises Forbidden for everyone else."""
    require("school", to_school(tx), Verb.MANAGE)
    return tx.get_one(School, tx.viewer.school_id)


# ── Looking people up ────────────────────────────────────────────────────────────────────────────────────────────────


class Entry(msgspec.Struct, frozen=True):
    """A person in a list."""

    face: Face
    sign_in_name: str
    roles: str
    classes: str
    state: State


class People(msgspec.Struct, frozen=True):
    """A page of people by name. `after`: where the next page begins, if there is one."""

    entries: list[Entry]
    wanted: str
    role: str
    after: UUID | None
    may_invite: bool


def people(tx: Tx, wanted: str = "", role: str = "", after: UUID | None = None) -> People:
    """Those whose name or sign-in name holds `wanted`. Raises Forbidden for who isn't staff. The same statements for any school."""
    require("school", to_school(tx), Verb.LOOK_UP)
    statement = select(Person).options(selectinload(Person.roles)).order_by(Person.name, Person.id).limit(PAGE + 1)
    wanted = wanted.replace("\x00", "").strip()  # PostgreSQL has no letter for it.
    if wanted:
        sign_in_name = normal_sign_in_name(wanted)
        statement = statement.where(
            or_(
                Person.name.icontains(wanted[:100], autoescape=True),
                Person.sign_in_name.contains(sign_in_name[:100], autoescape=True),
            )
        )
    if role in ROLES:
        statement = statement.where(Person.id.in_(select(RoleHeld.person_id).where(RoleHeld.role == role, RoleHeld.ended.is_(None))))
    if after and (last := tx.get(Person, after)):
        statement = statement.where(or_(Person.name > last.name, (Person.name == last.name) & (Person.id > last.id)))
    found = tx.scalars(statement).all()
    shown = found[:PAGE]
    return People(
        entries=entries(tx, shown),
        wanted=wanted.strip()[:100],
        role=role if role in ROLES else "",
        after=shown[-1].id if len(found) > PAGE else None,
        may_invite=allows("school", to_school(tx), Verb.INVITE),
    )


ROLES: tuple[Role, ...] = ("student", "teacher", "guardian", "mentor", "admin")


def entries(tx: Tx, shown: Sequence[Person]) -> list[Entry]:
    """People loaded with their roles, with the names of their classes: one more statement."""
    classes: dict[UUID, list[str]] = {}
    for person_id, name in tx.execute(_CLASS_NAMES, {"ids": {person.id for person in shown}}):
        classes.setdefault(person_id, []).append(name)
    return [
        Entry(
            face=face_of(person),
            sign_in_name=person.sign_in_name,
            roles=", ".join(role_words([held.role]) for held in person.roles if held.ended is None),
            classes=", ".join(classes.get(person.id, [])),
            state=state_of(person),
        )
        for person in shown
    ]


_CLASS_NAMES = (
    select(ClassMember.person_id, Class.name)
    .join(Class, Class.id == ClassMember.class_id)
    .where(among(ClassMember.person_id, "ids"), ClassMember.ended.is_(None), Class.ended.is_(None))
    .order_by(Class.name)
)


def state_of(person: Person) -> State:
    if person.deactivated is not None:
        return "deactivated"
    return "active" if person.password_hash else "invited"


# ── One person ───────────────────────────────────────────────────────────────────────────────────────────────────────


class Link(msgspec.Struct, frozen=True):
    """A guardianship, seen from one of its ends."""

    person: Face
    relation: str
    approved: bool


class Note(msgspec.Struct, frozen=True):
    """One line of an account's history."""

    what: str
    by: str
    at: datetime


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """One person, as staff see them. `can`: what this viewer may do here."""

    entry: Entry
    called: str
    classes: list[tuple[UUID, str]]
    guardians: list[Link]
    children: list[Link]
    roles: frozenset[Role]
    history: list[Note]
    can: frozenset[str]


def card(tx: Tx, person_id: UUID | None) -> Card:
    """Raises Forbidden for who isn't staff, NotFound for whom the viewer may not see."""
    require("school", to_school(tx), Verb.LOOK_UP)
    person = find(tx, person_id)
    relations = to_person(tx, person)
    links = tx.scalars(_LINKS, {"person": person.id}).all()
    ends = faces(tx, {one.guardian_id for one in links} | {one.student_id for one in links})
    verbs = (Verb.GIVE_SLIP, Verb.DEACTIVATE, Verb.MANAGE)
    return Card(
        entry=entries(tx, [person])[0],
        called=person.called,
        classes=[(id_, name) for id_, name in tx.execute(_CLASSES_OF, {"person": person.id})],
        guardians=[Link(ends[one.guardian_id], one.relation, one.approved is not None) for one in links if one.student_id == person.id],
        children=[Link(ends[one.student_id], one.relation, one.approved is not None) for one in links if one.guardian_id == person.id],
        roles=frozenset(held.role for held in person.roles if held.ended is None),
        history=_history(tx, person.id) if Relation.ADMIN in relations else [],
        can=frozenset(verb.name.lower() for verb in verbs if allows("person", relations, verb)) - _not_to_oneself(relations),
    )


def find(tx: Tx, person_id: UUID | None) -> Person:
    """Loaded with their roles. Raises NotFound."""
    person = tx.scalar(select(Person).where(Person.id == person_id).options(selectinload(Person.roles))) if person_id else None
    if person is None:
        raise NotFound(_("We can't find this person."))
    return person


def _not_to_oneself(relations: frozenset[Relation]) -> frozenset[str]:
    return frozenset({"give_slip", "deactivate"}) if Relation.SELF in relations else frozenset()


_LINKS = (
    select(Guardianship)
    .where(
        or_(
            Guardianship.student_id == bindparam("person", type_=Person.id.type),
            Guardianship.guardian_id == bindparam("person", type_=Person.id.type),
        ),
        Guardianship.ended.is_(None),
    )
    .order_by(Guardianship.guardian_id)
)
_CLASSES_OF = (
    select(Class.id, Class.name)
    .join(ClassMember, ClassMember.class_id == Class.id)
    .where(ClassMember.person_id == bindparam("person", type_=Person.id.type), ClassMember.ended.is_(None), Class.ended.is_(None))
    .order_by(Class.name)
)
_NOTES = (
    select(SignInNote)
    .where(SignInNote.person_id == bindparam("person", type_=Person.id.type))
    .order_by(SignInNote.at.desc(), SignInNote.id.desc())
    .limit(20)
)


def _history(tx: Tx, person_id: UUID) -> list[Note]:
    with tx.system("account history for an admin"):
        notes = tx.scalars(_NOTES, {"person": person_id}).all()
    who = faces(tx, {note.by for note in notes if note.by})
    return [Note(_what(note.what), who[note.by].name if note.by else "", note.at) for note in notes]


def _what(what: str) -> str:
    return {
        "signed in": _("signed in"),
        "signed out everywhere": _("signed out everywhere"),
        "joined": _("joined with a code"),
        "was given a code": _("was given a code"),
        "chose a new password with a code": _("chose a new password with a code"),
        "changed the password": _("changed the password"),
        "changed the email address": _("changed the email address"),
        "made a key": _("made a key for a program"),
        "ended a key": _("ended a key"),
        "made the school": _("made the school"),
        "made an admin": _("was made an admin"),
        "deactivated": _("was deactivated"),
        "reactivated": _("was let in again"),
    }.get(what, what)
