"""`trellis token create --for NAME`: a bearer token for a program that acts as this person. Shown once."""

import argparse
import json
from typing import Any

from sqlalchemy import select

from hub.database import Database, Tx
from hub.identity import actions
from hub.identity.queries import recognise
from hub.people.models import Person
from hub.settings import Settings
from hub.viewer import System


def add(words: Any) -> None:
    parser = words.add_parser("token", help="make an access token", description=__doc__)
    parser.add_argument("act", choices=["create"])
    parser.add_argument("--for", dest="sign_in_name", required=True, metavar="NAME", help="the sign-in name of whom it acts as")
    parser.add_argument("--name", default="command line", help="what it is called in their list of tokens")
    parser.add_argument("--days", type=int, default=30, help="how long it holds (default: 30)")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace, settings: Settings) -> int:
    database = Database(settings.database, recognise)
    try:
        secret = database.write_now(System("command line"), _make, given.sign_in_name, given.name, given.days)
    finally:
        database.close()
    print(json.dumps({"token": secret}) if given.json else secret)  # noqa: T201
    return 0


def _make(tx: Tx, sign_in_name: str, name: str, days: int) -> str:
    person_id = tx.scalar(select(Person.id).where(Person.sign_in_name == sign_in_name))
    if person_id is None:
        raise LookupError(f"Nobody signs in as {sign_in_name!r}.")
    return actions.make_token(tx, person_id, name, days)[1]
