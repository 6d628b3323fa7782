"""What the hub does by itself at its time: what it clears away, and letters. Each is harmless when done twice, or by two at once."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import Delete, delete

from hub.database import Database, Tx
from hub.drafts.models import Sent
from hub.files import coming
from hub.files.actions import forget_orphans, known_keys, let_go
from hub.files.pieces import delete_all, sweep_strays
from hub.files.store import LocalStore, sweep_orphans, sweep_parts
from hub.goals.models import Step
from hub.identity import known, limits
from hub.identity.models import BrowserSession, Invitation
from hub.ids import NOTHING
from hub.items.models import UNDO
from hub.notifications import digests
from hub.projects.models import Milestone
from hub.rooms.models import Presence
from hub.tasks.models import Task
from hub.viewer import System

US = System("chores")
REMEMBERED = timedelta(days=400)
"""How long a sent piece of writing is remembered: a laptop that lay in a cupboard all summer must not bring it back as a draft."""
ENDED = timedelta(days=90)
"""How long sessions and codes that are over are kept, for whoever looks into what happened."""

TOLD = timedelta(days=180)
"""How long a notification is kept. What it spoke of stays where it is."""


class Chore(msgspec.Struct, frozen=True):
    """`do` says how many things it cleared away, or how many letters it wished for. `every` is in seconds."""

    name: str
    every: float
    do: Callable[[Database, LocalStore], int]


def _half_uploads(_database: Database, store: LocalStore) -> int:
    return sweep_parts(store.parts)


def _abandoned_uploads(database: Database, store: LocalStore) -> int:
    swept = 0
    while given_up := database.write_now(US, coming.forget_abandoned):
        delete_all(store.parts, given_up)
        swept += len(given_up)
    return swept + sweep_strays(store.parts, 2 * coming.GIVEN_UP.total_seconds())


def _files_of_what_was_deleted(database: Database, _store: LocalStore) -> int:
    """Of what can't be brought back any more."""
    return database.write_now(US, lambda tx: let_go(tx, tx.now - UNDO))


def _files_on_nothing(database: Database, store: LocalStore) -> int:
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


def _steps(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: _forget(tx, delete(Step).where(Step.taken < tx.now - UNDO)))


def _milestones(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: _forget(tx, delete(Milestone).where(Milestone.taken < tx.now - UNDO)))


def _tasks(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: _forget(tx, delete(Task).where(Task.taken < tx.now - UNDO)))


def _presence(database: Database, _store: LocalStore) -> int:
    """What processes wrote that were killed."""
    return database.write_now(US, lambda tx: _forget(tx, delete(Presence).where(Presence.until < tx.now - timedelta(minutes=1))))


def _sessions(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: _forget(tx, delete(BrowserSession).where(BrowserSession.expires < tx.now - ENDED)))


def _codes(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: _forget(tx, delete(Invitation).where(Invitation.expires < tx.now - ENDED)))


def _letters(database: Database, _store: LocalStore) -> int:
    wished = 0
    after: UUID | None = NOTHING
    while after is not None:
        some, after = database.write_now(US, digests.gather, after)
        wished += some
    return wished


def _told_long_ago(database: Database, _store: LocalStore) -> int:
    return database.write_now(US, lambda tx: digests.forget_old(tx, tx.now - TOLD))


def _forget(tx: Tx, old: Delete) -> int:
    done = tx.execute(old.execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
CHORES = (
    Chore("letters", MINUTE, _letters),
    Chore("half uploads", HOUR, _half_uploads),
    Chore("abandoned uploads", HOUR, _abandoned_uploads),
    Chore("tallies", HOUR, _tallies),
    Chore("files of what was deleted", DAY, _files_of_what_was_deleted),
    Chore("files on nothing", HOUR, _files_on_nothing),
    Chore("files without a row", DAY, _files_without_a_row),
    Chore("sent long ago", DAY, _sent),
    Chore("steps long taken away", DAY, _steps),
    Chore("milestones long taken away", DAY, _milestones),
    Chore("cards long taken away", DAY, _tasks),
    Chore("who was in a room", HOUR, _presence),
    Chore("sessions long over", DAY, _sessions),
    Chore("codes long over", DAY, _codes),
    Chore("told long ago", DAY, _told_long_ago),
)
