"""Keeps the database and the files in one archive, while the hub is in use. TRELLIS_* settings are not in it.

The archive holds everything that anyone wrote: keep it where only you can read it, and not only on this machine.
A folder gets an archive named after the time.

  trellis backup /srv/backups
  trellis backup before-upgrade.tar --json
"""

import argparse
from importlib.metadata import version
from pathlib import Path

from hub import backup
from hub.cli.saying import say, say_json
from hub.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", type=Path, metavar="FILE|FOLDER", help="must not be there yet, or be a folder")
    parser.add_argument("--json", action="store_true", help="answer as JSON: path, rows, files, missing, bytes, …")


def run(given: argparse.Namespace, settings: Settings) -> int:
    done = backup.keep(settings, given.target, version("trellis-hub"))
    if given.json:
        say_json(done)
    else:
        say(f"{done.path}: {done.rows} rows and {done.files} files, {done.bytes / 1e6:.1f} MB.")
        if done.missing:
            say(f"{len(done.missing)} files were missing in the store already, and are not in it: {', '.join(done.missing[:5])}")
    return 0
