"""Fills an empty hub with the demo school, or says who of it can sign in.

Its people and their password are the same everywhere, so a hub that has them is served to its own machine only.

  trellis demo                    fill an empty hub
  trellis demo --people --json    who can sign in: name, roles, sign-in name, password
"""

import argparse
from typing import Any

import msgspec

from hub.cli.saying import open_hub, say_json, table
from hub.demo.people import PASSWORD
from hub.demo.school import demo_people, fill, is_empty
from hub.files.store import LocalStore
from hub.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", action="store_true", help="change nothing, only list who can sign in")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(given: argparse.Namespace, settings: Settings) -> int:
    with open_hub(settings, make=not given.people) as database:
        if not given.people:
            if not is_empty(database):
                raise ValueError("This hub has a school already; the demo school is only made on an empty one.")
            fill(database, LocalStore(settings.data / "files"))
        people: list[dict[str, Any]] = [{**msgspec.to_builtins(one), "password": PASSWORD} for one in demo_people(database)]
    if given.json:
        say_json(people)
    else:
        table([(one["name"], ", ".join(one["roles"]), one["sign_in_name"], one["password"]) for one in people])
    return 0
