"""Brings the database to the tables that this version knows. Harmless when it is there already.

`trellis serve` does the same at its start; on its own it is for those who upgrade while nothing is served.

  trellis migrate            do it
  trellis migrate --check    only say whether it is needed (then it ends with 1)
"""

import argparse

from hub import migrations
from hub.cli.saying import make_folder, say, say_json
from hub.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="change nothing; end with 1 when something is to be done")
    parser.add_argument("--json", action="store_true", help='answer as JSON: {"was": …, "is": …, "newest": …}')


def run(given: argparse.Namespace, settings: Settings) -> int:
    was = migrations.revision(settings.database)
    newest = migrations.newest()
    if not given.check:
        make_folder(settings)
        migrations.upgrade(settings.database)
    stands = was if given.check else newest
    if given.json:
        say_json({"was": was, "is": stands, "newest": newest})
    elif stands != newest:
        say(f"The database stands at {was or 'nothing'} and should stand at {newest}: run `trellis migrate`.")
    else:
        say(f"The database is up to date ({newest})." if was == newest else f"The database went from {was or 'nothing'} to {newest}.")
    return 0 if stands == newest else 1
