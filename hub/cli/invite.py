"""Lets a list of people in: each gets an account, and a code that works once, for seven days, to choose a password with.

A line is a name, and a sign-in name if you like: "Maya Okafor; maya". Either the whole list is taken, or nobody.
Guardians are linked to students by staff, on the page of their class.

  trellis invite --class 7B --role student --names roster.txt
  pbpaste | trellis invite --class 7B --make-class --role student --names - --json
  trellis invite --role teacher --names staff.txt
  trellis invite --again maya          a new code for someone who is here, and has lost the old one or the password
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec
from sqlalchemy import select

from hub.cli.saying import open_hub, say, say_json, table
from hub.database import Tx
from hub.errors import Refusal
from hub.identity.invitations import Given, give_code
from hub.people.actions import add_person, enrol, open_class
from hub.people.models import Class, Person, School
from hub.people.names import normal_sign_in_name
from hub.settings import Settings
from hub.viewer import Role, System

US = System("command line")
MOST = 5000


class Slip(msgspec.Struct, frozen=True):
    """What one person is to be told."""

    name: str
    sign_in_name: str
    code: str
    link: str


def arguments(parser: argparse.ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--names", metavar="FILE", help="one person on each line; - reads what is piped in")
    who.add_argument("--again", metavar="NAME", help="the sign-in name of someone who needs a new code")
    parser.add_argument("--role", choices=["student", "teacher", "admin"], default="student", help="of all of them (default: student)")
    parser.add_argument("--class", dest="class_name", metavar="NAME", help="whose roster they join")
    parser.add_argument("--make-class", action="store_true", help="make the class if there is none of that name")
    parser.add_argument("--school", metavar="NAME", help="where this hub has more than one")
    parser.add_argument("--json", action="store_true", help="answer as JSON: name, sign_in_name, code, link")


def run(given: argparse.Namespace, settings: Settings) -> int:
    lines = [] if given.again else _lines(given.names)
    with open_hub(settings) as database:
        codes = database.write_now(US, _again, given.again) if given.again else database.write_now(US, _invite, given, lines)
    slips = [Slip(one.name, one.sign_in_name, one.code, f"{settings.url}/join/{one.code}") for one in codes]
    if given.json:
        say_json(slips)
    else:
        table([(one.name, one.sign_in_name, one.code, one.link) for one in slips])
        say("\nEach code works once, for seven days. They can't be shown again; `--again NAME` gives a new one.")
    return 0


def _lines(source: str) -> list[str]:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ValueError(f"{source} is not a list of names in UTF-8.") from problem
    lines = [line.strip() for line in text.splitlines()]
    if not any(lines):
        raise ValueError("There is no name in the list.")
    if len(lines) > MOST:
        raise ValueError(f"The list has {len(lines)} lines; please take at most {MOST} at once.")
    return lines


def _invite(tx: Tx, given: argparse.Namespace, lines: Iterable[str]) -> list[Given]:
    school = _school(tx, given.school)
    class_ = _class(tx, school, given.class_name, make=given.make_class) if given.class_name else None
    role: Role = given.role
    if class_ is not None and role == "admin":
        raise ValueError("An admin is on no roster: leave --class out.")
    made = []
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        name, _, sign_in_name = (part.strip() for part in line.partition("\t" if "\t" in line else ";"))
        try:
            person = add_person(tx, school.id, name, None, sign_in_name or None, {role})
        except Refusal as refusal:
            raise ValueError(f"Line {number}, {line!r}: {refusal.message} Nobody was invited.") from refusal
        if class_ is not None:
            enrol(tx, class_, person, role)
        made.append(give_code(tx, person, "join", by=None))
    return made


def _again(tx: Tx, sign_in_name: str) -> list[Given]:
    person = tx.scalar(select(Person).where(Person.sign_in_name == normal_sign_in_name(sign_in_name)))
    if person is None:
        raise LookupError(f"Nobody signs in as {sign_in_name!r}.")
    if person.deactivated is not None:
        raise LookupError(f"{sign_in_name!r} can't sign in at the moment: an admin has shut the account.")
    return [give_code(tx, person, "password" if person.password_hash else "join", by=None)]


def _school(tx: Tx, name: str | None) -> School:
    schools = tx.scalars(select(School).order_by(School.name)).all()
    named = [one for one in schools if name in (None, one.name)]
    if not schools:
        raise LookupError("There is no school yet: begin with `trellis create-admin`.")
    if len(named) != 1:
        raise LookupError(f"Say which school it is with --school: {', '.join(one.name for one in schools)}.")
    return named[0]


def _class(tx: Tx, school: School, name: str, *, make: bool) -> Class:
    found = tx.scalars(select(Class).where(Class.school_id == school.id, Class.name == name, Class.ended.is_(None))).all()
    if len(found) > 1:
        raise LookupError(f"There are {len(found)} classes called {name}: invite them on the class's own page.")
    if found:
        return found[0]
    if not make:
        raise LookupError(f"There is no class {name!r}. Add --make-class to make it.")
    return open_class(tx, school.id, name)
