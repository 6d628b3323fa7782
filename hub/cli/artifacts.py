"""Brings in a folder of somebody's work: each file becomes a piece of work of theirs, which only they see until they share it.

What they have already is recognised by what is in it, so the same folder can be given again. A file that can't be taken is
listed with its reason, and nothing of it stays. The files in the folder are only read. Films that not every browser plays are
made ready by the server afterwards.

  trellis artifacts import ~/Photos/bridge --owner maya
  trellis artifacts import ~/Photos/bridge --owner maya --json
"""

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from hub.cli.folder import US, Bringing, Outcome
from hub.cli.progress import Bar
from hub.cli.saying import open_hub, say, say_json
from hub.database import Tx
from hub.files.store import LocalStore
from hub.identity.queries import in_a_letter
from hub.people.models import Person
from hub.people.names import normal_sign_in_name
from hub.settings import Settings

AT_ONCE = 2


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="import")
    importing = acts.add_parser("import", help="bring in a folder", description="Brings in each file of a folder, and of those in it.")
    importing.add_argument("folder", metavar="DIR", type=Path, help="the folder")
    importing.add_argument("--owner", required=True, metavar="NAME", help="the sign-in name of whose work it is")
    importing.add_argument(
        "--json", action="store_true", help="answer as JSON: file, outcome (added, duplicate or failed), id, title, reason"
    )


def run(given: argparse.Namespace, settings: Settings) -> int:
    files = _files(given.folder)
    with open_hub(settings) as database:
        owner = database.read_now(US, _owner, given.owner)
        bringing = Bringing(database, LocalStore(settings.data / "files"), settings, owner, given.folder)
        outcomes = []
        with ThreadPoolExecutor(AT_ONCE) as at_once, Bar(len(files), quiet=given.json) as bar:
            for outcome in at_once.map(bringing.one, files):
                outcomes.append(outcome)
                bar.show(len(outcomes), outcome.file)
    failed = [one for one in outcomes if one.outcome == "failed"]
    if given.json:
        say_json(outcomes)
    else:
        _tell(outcomes)
    return 1 if failed else 0


def _files(folder: Path) -> list[Path]:
    """Raises ValueError where there is nothing to bring in. What a system lays into folders for itself is nobody's work."""
    if not folder.is_dir():
        raise ValueError(f"{folder} is no folder.")
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    found = [
        path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts) and path.name != "Thumbs.db"
    ]
    if not found:
        raise ValueError(f"There is no file in {folder}.")
    return found


def _owner(tx: Tx, sign_in_name: str) -> UUID:
    found = tx.scalar(select(Person.id).where(Person.sign_in_name == normal_sign_in_name(sign_in_name)))
    if found is None or in_a_letter(tx, found) is None:
        raise LookupError(f"Nobody here signs in as {sign_in_name}.")
    return found


def _tell(outcomes: list[Outcome]) -> None:
    by = {kind: [one for one in outcomes if one.outcome == kind] for kind in ("added", "duplicate", "failed")}
    say(f"{len(by['added'])} added, {len(by['duplicate'])} here already, {len(by['failed'])} not taken.")
    for one in by["duplicate"]:
        say(f"  here already: {one.file} ({one.title})")
    for one in by["failed"]:
        say(f"  not taken: {one.file}: {one.reason}")
