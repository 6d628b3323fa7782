"""Fills an empty hub from an archive of `trellis backup`: wholly, or not at all.

The archive is read and checked first. An older one is then brought up to date. On PostgreSQL, create an empty database
and let TRELLIS_DATABASE_URL speak of it; an archive goes back to the kind of database that it came from.

  trellis restore --check /srv/backups/trellis-2026-11-22T053000Z.tar
  TRELLIS_DATA=/srv/new trellis restore /srv/backups/trellis-2026-11-22T053000Z.tar
"""

import argparse
from pathlib import Path

from hub import backup
from hub.cli.saying import say, say_json
from hub.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="FILE", help="what `trellis backup` wrote")
    parser.add_argument("--check", action="store_true", help="change nothing, only say whether the archive is whole")
    parser.add_argument("--json", action="store_true", help="answer as JSON: made, rows, files, missing, …")


def run(given: argparse.Namespace, settings: Settings) -> int:
    done = backup.check(given.source) if given.check else backup.restore(settings, given.source)
    if given.json:
        say_json(done)
    elif given.check:
        say(f"The archive is whole: {done.rows} rows and {done.files} files, as of {done.made:%Y-%m-%d %H:%M} UTC.")
    else:
        say(f"Restored {done.rows} rows and {done.files} files, as of {done.made:%Y-%m-%d %H:%M} UTC.")
        say("What people did since then is not in it. Look with `trellis doctor`, then start with `trellis serve`.")
    return 0
