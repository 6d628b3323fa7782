"""What the hub clears away by itself, so that nobody has to remember it. Each is harmless when done twice, or by two at once."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
from sqlalchemy import Delete, delete

from hub.database import Database, Tx
from hub.drafts.models import Sent
from hub.files.actions import forget_orphans, known_keys
from hub.files.store import LocalStore, sweep_orphans, sweep_parts
from hub.identity import known, limits
from hub.identity.models import BrowserSession, Invitation
from hub.viewer import System

US = System("chores")
REMEMBERED = timedelta(days=400)
"""How long a sent piece of writing is remembered: a laptop that lay in a cupboard all summer must not bring it back as a draft."""
ENDED = timedelta(days=90)
"""How long sessions and codes that are over are kept, for whoever looks into what happened."""


class Chore(msgspec.Struct, frozen=True):
    """`do` says how many things it cleared away. `every` is in seconds."""

    name: str
    every: float
    do: Callable[[Database, LocalStore], int]


def _half_uploads(_database: Database, store: LocalStore) -> int:
    return sweep_parts(store.parts)


def _photos_on_nothing(database: Database, store: LocalStore) -> int:
    swept = 0
    while keys := database.write_now(US, forget_orphans):
        for key in keys:
            store.delete(key)
        swept += len(keys)
    return swept


def _files_without_a_row(database: Database, store: LocalStore) -> int:
    return sweep_orphans(store, lambda keys: database.read_now(US, known_keys, keys))


def _tallies(database: Database, _store: LocalStore) -> int:
    database.write_now(US, limits.sweep)
    database.write_now(US, known.sweep)
    return 0


def _sent(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: _forget(tx, delete(Sent).where(Sent.at < tx.now - REMEMBERED)))


def _sessions(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: _forget(tx, delete(BrowserSession).where(BrowserSession.expires < tx.now - ENDED)))


def _codes(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: _forget(tx, delete(Invitation).where(Invitation.expires < tx.now - ENDED)))


def _forget(tx: Tx, old: Delete) -> int:
    done = tx.execute(old.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


HOUR = 3600.0
DAY = 24 * HOUR
CHORES = (
    Chore("half uploads", HOUR, _half_uploads),
    Chore("tallies", HOUR, _tallies),
    Chore("photos on nothing", DAY, _photos_on_nothing),
    Chore("files without a row", DAY, _files_without_a_row),
    Chore("sent long ago", DAY, _sent),
    Chore("sessions long over", DAY, _sessions),
    Chore("codes long over", DAY, _codes),
)
