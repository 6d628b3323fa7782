"""Makes an admin, and the school too where there is none.

On a terminal it asks for the password; otherwise, and with --link, it gives a link that works once, for seven days,
behind which the admin chooses one.

  trellis create-admin --name "Noor Haddad" --sign-in-name haddad --school "Elm School" --time-zone Europe/London
  trellis create-admin --name "Noor Haddad" --json
"""

import argparse
import getpass
import sys

import msgspec
from sqlalchemy import select

from hub.cli.saying import open_hub, say, say_json
from hub.database import Tx
from hub.identity.actions import note
from hub.identity.invitations import give_code
from hub.identity.passwords import check_new, hash_password
from hub.people.actions import add_person, open_school
from hub.people.models import School
from hub.people.school import time_zones
from hub.settings import Settings
from hub.viewer import System

US = System("command line")


class Made(msgspec.Struct, frozen=True, omit_defaults=True):
    """`link` and `code` only where no password was chosen."""

    name: str
    sign_in_name: str
    school: str
    link: str = ""
    code: str = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="the admin's whole name")
    parser.add_argument("--sign-in-name", metavar="NAME", help="made from the name when missing")
    parser.add_argument("--email", default="", help="where a forgotten password is answered to")
    parser.add_argument("--school", metavar="NAME", help="the school: needed where there is none yet, or more than one")
    parser.add_argument("--time-zone", metavar="ZONE", help="of a new school, as Europe/London (default: UTC)")
    parser.add_argument("--link", action="store_true", help="give a link, also on a terminal")
    parser.add_argument("--json", action="store_true", help="answer as JSON, with a link")


def run(given: argparse.Namespace, settings: Settings) -> int:
    wanted = given.sign_in_name or given.name
    password = None if given.link or given.json or not sys.stdin.isatty() else _ask_for_password(wanted)
    hashed = hash_password(password) if password else None
    with open_hub(settings, make=True) as database:
        made = database.write_now(US, _make, given, hashed, settings.url)
    if given.json:
        say_json(made)
        return 0
    say(f"{made.name} is an admin of {made.school}, and signs in as {made.sign_in_name}.")
    if made.link:
        say(f"Open {made.link} to choose a password. It works once, for seven days.")
    return 0


def _ask_for_password(name: str) -> str:
    password = getpass.getpass("Password: ")
    check_new(password, name, student=False)
    if getpass.getpass("The same again: ") != password:
        raise ValueError("The two were not the same. Nothing was made.")
    return password


def _make(tx: Tx, given: argparse.Namespace, hashed: str | None, url: str) -> Made:
    school = _school(tx, given.school, given.time_zone)
    admin = add_person(tx, school.id, given.name, None, given.sign_in_name, {"admin"}, password_hash=hashed, email=given.email)
    note(tx, admin.id, "made an admin", by=None)
    code = give_code(tx, admin, "join", by=None).code if hashed is None else ""
    return Made(admin.name, admin.sign_in_name, school.name, f"{url}/join/{code}" if code else "", code)


def _school(tx: Tx, name: str | None, time_zone: str | None) -> School:
    schools = tx.scalars(select(School).order_by(School.name)).all()
    named = [one for one in schools if name in (None, one.name)]
    if len(named) == 1:
        if time_zone is not None:
            raise ValueError("The school is there already; --time-zone is for a new one.")
        return named[0]
    if schools:
        raise LookupError(f"Say which school it is with --school: {', '.join(one.name for one in schools)}.")
    if name is None:
        raise ValueError('There is no school yet: say its name with --school "Elm School", and its --time-zone.')
    if time_zone is not None and time_zone not in time_zones():
        raise ValueError(f"{time_zone} is no time zone that we know; write it as Europe/London.")
    return open_school(tx, name, time_zone or "UTC", ["en"])
