"""`trellis demo`: fills an empty hub with the demo school, or says who of it can sign in."""

import argparse
import json
from typing import Any

import msgspec

from hub import migrations
from hub.database import Database
from hub.demo.people import PASSWORD
from hub.demo.school import demo_people, fill, is_empty
from hub.files.store import LocalStore
from hub.identity.queries import recognise
from hub.settings import Settings


def add(words: Any) -> None:
    parser = words.add_parser("demo", help="make the demo school, or list its people", description=__doc__)
    parser.add_argument("--people", action="store_true", help="only list who can sign in")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace, settings: Settings) -> int:
    migrations.upgrade(settings.database)
    database = Database(settings.database, recognise)
    try:
        if not given.people:
            if not is_empty(database):
                raise ValueError("This hub has a school already; the demo school is only made on an empty one.")
            fill(database, LocalStore(settings.data / "files"))
        people = [{**msgspec.to_builtins(one), "password": PASSWORD} for one in demo_people(database)]
    finally:
        database.close()
    if given.json:
        print(json.dumps(people, indent=2))  # noqa: T201
    else:
        for one in people:
            print(f"{one['name']}\t{', '.join(one['roles'])}\t{one['sign_in_name']}\t{one['password']}")  # noqa: T201
    return 0
