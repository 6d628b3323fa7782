"""Thirty people at once, from a list that someone pasted: first looked at, then let in."""

from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hub.database import Tx
from hub.errors import Invalid, Refusal
from hub.events import home_topic
from hub.identity.actions import in_a_browser
from hub.identity.invitations import Given, give_code
from hub.people.actions import add_person, enrol, free_sign_in_name, link_guardian
from hub.people.classes import find_class
from hub.people.models import Class, ClassMember, Person
from hub.people.names import tidy_name, tidy_sign_in_name
from hub.people.office import holds
from hub.people.queries import to_class, to_school
from hub.policy import Relation, Verb, require
from hub.viewer import Role
from hub.words import _

MOST = 100
Kind = Literal["student", "guardian", "teacher", "admin"]
KINDS: tuple[Kind, ...] = ("student", "guardian", "teacher", "admin")


class Line(msgspec.Struct, kw_only=True):
    """One line of the list, as it was understood. `problem` stops it; `remark` only asks to look again."""

    number: int
    text: str
    name: str = ""
    sign_in_name: str = ""
    relation: str = ""
    student: Person | None = None
    known: Person | None = None
    """A guardian who has an account already, and is only linked."""
    problem: str = ""
    remark: str = ""

    def again(self) -> str:
        """The same line with nothing left to guess, for the second step."""
        if self.problem or not self.name:
            return self.text
        parts = [self.name, self.relation, self.student.sign_in_name] if self.student else [self.name]
        return "; ".join([*parts, self.sign_in_name])


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """The list, line by line, and whether all of it can be taken."""

    kind: Kind
    lines: list[Line]
    class_id: UUID | None
    class_name: str
    waits: bool
    """Guardians whom a teacher invites are approved by an admin before they see anything."""

    @property
    def good(self) -> bool:
        return bool(self.lines) and not any(line.problem for line in self.lines)

    def again(self) -> str:
        return "\n".join(line.again() for line in self.lines)


class Invitable(msgspec.Struct, frozen=True):
    """Whom this viewer may invite here: to a class, or to the school."""

    class_id: UUID | None
    class_name: str
    kinds: list[Kind]
    waits: bool


def invitable(tx: Tx, class_id: UUID | None) -> Invitable:
    """Raises Forbidden when that is nobody."""
    class_ = _may_invite(tx, "student", class_id)
    admin = Relation.ADMIN in to_school(tx)
    return Invitable(class_id, class_.name if class_ else "", [kind for kind in KINDS if admin or kind in _BY_TEACHERS], not admin)


def look(tx: Tx, kind: Kind, class_id: UUID | None, text: str) -> Looked:
    """How the list is understood. Raises Forbidden for who may not invite them, Invalid("list") for an empty or endless one."""
    class_ = _may_invite(tx, kind, class_id)
    rows = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not rows:
        raise Invalid("list", _("Please write one name on each line."))
    if len(rows) > MOST:
        raise Invalid("list", _("That is a long list. Please take at most %(n)d lines at once.") % {"n": MOST})
    lines = [_read(number, row, kind) for number, row in rows]
    if kind == "guardian":
        _find_students(tx, lines, class_)
    _find_names(tx, lines, kind)
    waits = kind == "guardian" and Relation.ADMIN not in to_school(tx)
    return Looked(kind=kind, lines=lines, class_id=class_id, class_name=class_.name if class_ else "", waits=waits)


def invite(tx: Tx, kind: Kind, class_id: UUID | None, text: str) -> list[Given]:
    """Makes all of them, each with a code. Raises Invalid("list") and makes none when one line can't be taken."""
    in_a_browser(tx)
    looked = look(tx, kind, class_id, text)
    if not looked.good:
        raise Invalid("list", _("Some lines can't be taken yet. Please look at them; nobody was invited."))
    class_ = _may_invite(tx, kind, class_id)
    made: dict[str, Person] = {}
    with tx.system("invite a list"):
        for line in looked.lines:
            person = line.known or made.get(line.sign_in_name)
            if person is None:
                person = made[line.sign_in_name] = add_person(tx, tx.viewer.school_id, line.name, None, line.sign_in_name, {kind})
            if line.student is not None:
                link_guardian(tx, person, line.student, line.relation, None if looked.waits else tx.viewer.id)
                tx.tell("guardianship.asked", [home_topic(line.student.id)], guardian=person.id, student=line.student.id)
            elif class_ is not None and kind in ("student", "teacher"):
                enrol(tx, class_, person, kind)
        return [give_code(tx, person, "join", by=tx.viewer.id) for person in made.values()]


def _may_invite(tx: Tx, kind: Role, class_id: UUID | None) -> Class | None:
    """A teacher: students and guardians of their class. An admin: everyone."""
    if class_id is None or kind not in _BY_TEACHERS:
        require("school", to_school(tx), Verb.INVITE)
        return find_class(tx, class_id) if class_id else None
    class_ = find_class(tx, class_id)
    require("class", to_class(tx, class_), Verb.INVITE)
    return class_


_BY_TEACHERS = ("student", "guardian")


def _read(number: int, text: str, kind: Kind) -> Line:
    """Between tabs (a table was pasted), else semicolons, else commas."""
    sign = next((sign for sign in ("\t", ";") if sign in text), ",")
    parts = [part.strip() for part in text.split(sign)]
    line = Line(number=number, text=text)
    try:
        line.name = tidy_name(parts[0])
        if kind == "guardian":
            if len(parts) < 3 or not parts[2]:
                raise Invalid("list", _("Write the guardian's name, what they are to the student, and the student's name."))
            line.relation = tidy_name(parts[1] or _("guardian"), longest=30)
            line.remark = parts[2]
            parts = [parts[0], *parts[3:]]
        if len(parts) > 2:
            raise Invalid("list", _("There is more on this line than we understand. Write a name, and a sign-in name if you like."))
        if len(parts) > 1 and parts[1]:
            line.sign_in_name = tidy_sign_in_name(parts[1])
    except Refusal as refusal:
        line.problem = refusal.message
    return line


def _find_students(tx: Tx, lines: list[Line], class_: Class | None) -> None:
    """By sign-in name or by name, in the class; without one, in the school."""
    wanted = {line.remark for line in lines if not line.problem}
    known = select(Person).where(Person.name.in_(wanted) | Person.sign_in_name.in_(wanted)).options(selectinload(Person.roles))
    if class_ is not None:
        members = select(ClassMember.person_id).where(ClassMember.class_id == class_.id, ClassMember.ended.is_(None))
        known = known.where(Person.id.in_(members))
    students = [person for person in tx.scalars(known) if holds(person, "student")]
    for line in lines:
        if line.problem:
            continue
        name, line.remark = line.remark, ""
        alike = [one for one in students if one.sign_in_name == name] or [one for one in students if one.name == name]
        if len(alike) == 1:
            line.student = alike[0]
        elif alike:
            line.problem = _("There are several students of this name. Write the student's sign-in name instead.")
        else:
            line.problem = _("We can't find the student “%(name)s”. Is the name written as on the roster?") % {"name": name}


def _find_names(tx: Tx, lines: list[Line], kind: Kind) -> None:
    good = [line for line in lines if not line.problem]
    asked = {line.sign_in_name for line in good if line.sign_in_name}
    with tx.system("sign-in names"):
        taken = {
            one.sign_in_name: one
            for one in tx.scalars(select(Person).where(Person.sign_in_name.in_(asked)).options(selectinload(Person.roles)))
        }
    namesakes = set(tx.scalars(select(Person.name).where(Person.name.in_({line.name for line in good}))))
    given: dict[str, Line] = {}
    by_name: dict[str, Line] = {}
    for line in good:
        earlier = by_name.get(line.name)
        if kind == "guardian" and earlier is not None and line.sign_in_name in ("", earlier.sign_in_name):
            # One mother, two children: one account.
            line.sign_in_name, line.known = earlier.sign_in_name, earlier.known
            continue
        by_name.setdefault(line.name, line)
        _name(tx, line, kind, taken, given)
        if line.problem:
            continue
        given[line.sign_in_name] = line
        if earlier is not None:
            line.remark = _("This name stands above as well. Is it somebody else?")
        elif line.name in namesakes and line.known is None:
            line.remark = _("Somebody of this name is here already. Is it somebody else?")


def _name(tx: Tx, line: Line, kind: Kind, taken: dict[str, Person], given: dict[str, Line]) -> None:
    if not line.sign_in_name:
        line.sign_in_name = free_sign_in_name(tx, line.name, frozenset(given) | frozenset(taken))
        return
    owner = taken.get(line.sign_in_name)
    if owner is not None and kind == "guardian" and owner.school_id == tx.viewer.school_id and holds(owner, "guardian"):
        line.known, line.name = owner, owner.name
        line.remark = _("They have an account already, and are only linked.")
    elif owner is not None or line.sign_in_name in given:
        line.problem = _("The sign-in name “%(name)s” is taken. Please choose another.") % {"name": line.sign_in_name}
