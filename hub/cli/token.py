"""Makes, lists and revokes keys with which a program acts as a person.

A key is shown once; only its hash is kept. It does what its person may do, until it expires or is revoked.

  trellis token create --for rivera --name "timetable" --days 90
  trellis token list --for rivera --json
  trellis token revoke 019a…
"""

import argparse
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.cli.saying import open_hub, say, say_json, table
from hub.database import Tx
from hub.events import home_topic
from hub.identity import actions
from hub.identity.models import AccessToken
from hub.people.models import Person
from hub.people.names import normal_sign_in_name
from hub.settings import Settings
from hub.viewer import System

US = System("command line")


class Shown(msgspec.Struct, frozen=True):
    """A key, without its secret. Times are in UTC."""

    id: UUID
    name: str
    sign_in_name: str
    created: datetime
    expires: datetime
    state: str


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="create|list|revoke")
    create = acts.add_parser("create", help="make one, and show it this once", description="Makes a key, and shows it this once.")
    create.add_argument("--for", dest="sign_in_name", required=True, metavar="NAME", help="the sign-in name of whom it acts as")
    create.add_argument("--name", default="command line", help="what it is called in their list of keys")
    create.add_argument("--days", type=int, choices=actions.TOKEN_DAYS, default=30, help="how long it works (default: 30)")
    listing = acts.add_parser("list", help="show all, or a person's", description="Shows keys: whose, until when, and their ids.")
    listing.add_argument("--for", dest="sign_in_name", metavar="NAME", help="only this person's")
    revoke = acts.add_parser("revoke", help="end one at once", description="Ends a key at once, also where it is in use.")
    revoke.add_argument("id", metavar="ID", help="as `trellis token list` shows it")
    for act in (create, listing, revoke):
        act.add_argument("--json", action="store_true", help="answer as JSON")


def run(given: argparse.Namespace, settings: Settings) -> int:
    with open_hub(settings) as database:
        if given.act == "create":
            told: object = database.write_now(US, _create, given.sign_in_name, given.name, given.days)
        elif given.act == "list":
            told = database.read_now(US, _list, given.sign_in_name)
        else:
            told = database.write_now(US, _revoke, given.id)
    if given.json:
        say_json(told)
    elif isinstance(told, dict):
        say(told["token"])
    elif isinstance(told, list):
        table([(str(one.id), one.sign_in_name, one.state, f"until {one.expires:%Y-%m-%d}", one.name) for one in told])
    else:
        say("Revoked.")
    return 0


def _create(tx: Tx, sign_in_name: str, name: str, days: int) -> dict[str, str]:
    token, secret = actions.make_token(tx, _person(tx, sign_in_name).id, name, days)
    return {"token": secret, "id": str(token.id), "expires": token.expires.isoformat()}


def _list(tx: Tx, sign_in_name: str | None) -> list[Shown]:
    wanted = select(AccessToken, Person.sign_in_name).join(Person, Person.id == AccessToken.person_id).order_by(AccessToken.created)
    if sign_in_name is not None:
        wanted = wanted.where(Person.id == _person(tx, sign_in_name, active=False).id)
    return [_shown(tx, token, name) for token, name in tx.execute(wanted)]


def _revoke(tx: Tx, id_: str) -> Shown:
    try:
        token = tx.get(AccessToken, UUID(id_))
    except ValueError:
        token = None
    if token is None:
        raise LookupError(f"There is no key {id_!r}: `trellis token list` shows those there are.")
    person = tx.get_one(Person, token.person_id)
    if token.revoked is None:
        token.revoked = tx.now
        actions.note(tx, person.id, "ended a key", by=None)
        tx.tell("signed_out", [home_topic(person.id)], person=person.id)
    return _shown(tx, token, person.sign_in_name)


def _person(tx: Tx, sign_in_name: str, *, active: bool = True) -> Person:
    person = tx.scalar(select(Person).where(Person.sign_in_name == normal_sign_in_name(sign_in_name)))
    if person is None:
        raise LookupError(f"Nobody signs in as {sign_in_name!r}.")
    if active and person.deactivated is not None:
        raise LookupError(f"{sign_in_name!r} can't sign in at the moment: an admin has shut the account.")
    return person


def _shown(tx: Tx, token: AccessToken, sign_in_name: str) -> Shown:
    state = "revoked" if token.revoked else "expired" if token.expires <= tx.now else "works"
    return Shown(token.id, token.name, sign_in_name, token.created, token.expires, state)
