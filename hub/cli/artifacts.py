"""Brings in a folder of somebody's work: each file becomes a piece of work of theirs, which only they see until they share it.

What they have already is recognised by what is in it, so the same folder can be given again. A file that can't be taken is
listed with its reason, and nothing of it stays. The files in the folder are only read. Films that not every browser plays are
made ready by the server afterwards.

  trellis artifacts import ~/Photos/bridge --owner maya
  trellis artifacts import ~/Photos/bridge --owner maya --json
"""

import argparse
import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.artifacts.bringing import bring_in
from hub.cli.saying import open_hub, say, say_json
from hub.database import Database, Tx
from hub.errors import Invalid
from hub.files import actions, queries
from hub.files.media.rules import too_heavy
from hub.files.preparing import MEGABYTE, Given, Keys, limits, prepare
from hub.files.store import LocalStore, new_part
from hub.identity.queries import in_a_letter
from hub.ids import new_id
from hub.people.models import Person
from hub.people.names import normal_sign_in_name
from hub.settings import Settings
from hub.viewer import System

US = System("command line")
AT_ONCE = 2


class Outcome(msgspec.Struct, frozen=True):
    """What became of one file. `id` and `title`: of the piece of work that it is, or was already."""

    file: str
    outcome: str
    id: str = ""
    title: str = ""
    reason: str = ""


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
        bringing = _Bringing(database, LocalStore(settings.data / "files"), settings, owner, given.folder)
        outcomes = []
        with ThreadPoolExecutor(AT_ONCE) as at_once, _Bar(len(files), quiet=given.json) as bar:
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


class _Bringing:
    def __init__(self, database: Database, store: LocalStore, settings: Settings, owner: UUID, folder: Path) -> None:
        self._database, self._store, self._settings, self._owner, self._folder = database, store, settings, owner, folder

    def one(self, path: Path) -> Outcome:
        file = os.fspath(path.relative_to(self._folder))
        # A copy, on the store's own disk: what is in the folder stays as it is, whatever becomes of this.
        copy = new_part(self._store.parts)
        try:
            digest = _copied(path, copy, limits(self._settings).most)
            if twin := self._database.read_now(US, lambda tx: self._twin(tx, digest)):
                return Outcome(file, "duplicate", str(twin.item_id), twin.title)
            return self._added(file, path.name, copy, digest)
        except Invalid as refusal:
            return Outcome(file, "failed", reason=refusal.message)
        except OSError as problem:
            return Outcome(file, "failed", reason=f"It could not be read ({problem.strerror or type(problem).__name__}).")
        finally:
            copy.unlink(missing_ok=True)

    def _added(self, file: str, name: str, copy: Path, digest: str) -> Outcome:
        file_id = new_id()
        keys = Keys(self._store, file_id.hex)
        given = prepare(copy, name, digest, keys, limits(self._settings))
        try:
            outcome = self._database.write_now(US, lambda tx: self._keep(tx, file, file_id, given))
        except BaseException:
            keys.clear()
            raise
        if outcome.outcome != "added":
            keys.clear()
        return outcome

    def _keep(self, tx: Tx, file: str, file_id: UUID, given: Given) -> Outcome:
        """The file and the piece of work that it is, both or neither."""
        self._as_owner(tx)
        actions.keep(tx, file_id, given, self._settings.quota_mb * MEGABYTE)
        brought, _keys = bring_in(tx, file_id)
        return Outcome(file, brought.outcome, str(brought.id), brought.title)

    def _twin(self, tx: Tx, digest: str) -> queries.Twin | None:
        self._as_owner(tx)
        twin = queries.twin_of(tx, digest)
        # One that hangs on nothing, or on what was deleted, is nowhere to be seen.
        return twin if twin and twin.href else None

    def _as_owner(self, tx: Tx) -> None:
        viewer = in_a_letter(tx, self._owner)
        if viewer is None:
            raise LookupError("Whose work this is was taken out of the school meanwhile.")
        tx.bind_to(viewer)


def _copied(path: Path, to: Path, most: int) -> str:
    """Raises Invalid before a byte is copied of what is larger than anything that we take. Returns its digest."""
    if (size := path.stat().st_size) > most:
        raise too_heavy("photo", size, most)
    digest = hashlib.sha256()
    with path.open("rb") as source, to.open("xb") as copy:
        while piece := source.read(1_000_000):
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest()


class _Bar:
    """How far it is, on one line of a terminal; nothing where nobody looks."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total, self._shown = total, sys.stderr.isatty() and not quiet

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def show(self, done: int, file: str) -> None:
        if self._shown:
            full = 30 * done // self._total
            sys.stderr.write(f"\r\x1b[K[{'#' * full}{'.' * (30 - full)}] {done}/{self._total} {file[-40:]}")
            sys.stderr.flush()


def _tell(outcomes: list[Outcome]) -> None:
    by = {kind: [one for one in outcomes if one.outcome == kind] for kind in ("added", "duplicate", "failed")}
    say(f"{len(by['added'])} added, {len(by['duplicate'])} here already, {len(by['failed'])} not taken.")
    for one in by["duplicate"]:
        say(f"  here already: {one.file} ({one.title})")
    for one in by["failed"]:
        say(f"  not taken: {one.file}: {one.reason}")
