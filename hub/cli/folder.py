"""One file after the other of a folder on this machine, as its owner's work: each whole or not at all, and with its reason."""

import hashlib
import os
from pathlib import Path, PurePath
from uuid import UUID

import msgspec

from hub.artifacts.bringing import bring_in
from hub.database import Database, Tx
from hub.errors import Invalid, Refusal
from hub.files import actions, queries
from hub.files.media.refusing import too_heavy
from hub.files.preparing import MEGABYTE, Given, Keys, limits, prepare
from hub.files.store import LocalStore, new_part
from hub.identity.queries import in_a_letter
from hub.ids import new_id
from hub.settings import Settings
from hub.viewer import System

US = System("command line")


class Outcome(msgspec.Struct, frozen=True):
    """What became of one file. `id` and `title`: of the piece of work that it is, or was already."""

    file: str
    outcome: str
    id: str = ""
    title: str = ""
    reason: str = ""


class Bringing:
    def __init__(self, database: Database, store: LocalStore, settings: Settings, owner: UUID, folder: Path) -> None:
        self._database, self._store, self._settings, self._owner, self._folder = database, store, settings, owner, folder

    def one(self, path: Path) -> Outcome:
        file = _readable(path.relative_to(self._folder))
        # A copy, on the store's own disk: what is in the folder stays as it is, whatever becomes of this.
        copy = new_part(self._store.parts)
        try:
            digest = _copied(path, copy, limits(self._settings).most)
            if twin := self._database.read_now(US, lambda tx: self._twin(tx, digest)):
                return Outcome(file, "duplicate", str(twin.item_id), twin.title)
            return self._added(file, PurePath(file).name, copy, digest)
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
        except Refusal:
            # Anything else may have come after the COMMIT: then the sweep knows whether a row speaks of it.
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


def _readable(path: PurePath) -> str:
    """Names that were written in another alphabet's bytes can be neither printed nor kept as they are."""
    return os.fsencode(path).decode(errors="replace")


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
