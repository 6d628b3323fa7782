"""Films that not every browser plays, made anew after they have come: by the worker, one after the other, for as long as it takes."""

import shutil
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.orm import selectinload

from hub import jobs
from hub.database import Database, Tx
from hub.errors import Invalid
from hub.feedback import queries as feedback
from hub.feedback.actions import tell as tell_message
from hub.files.actions import key_of, rendition
from hub.files.media import asking
from hub.files.media.rules import HEAD, kind_of
from hub.files.models import File
from hub.files.preparing import SOURCE, Keys, Stored, lay
from hub.files.store import LocalStore, new_part
from hub.ids import new_id
from hub.items import holders
from hub.items import queries as items
from hub.items.actions import tell
from hub.viewer import System

log = structlog.get_logger()
US = System("films")
_studio: list[LocalStore] = []


def open_studio(store: LocalStore) -> None:
    """Where films lie, for whoever does the jobs of this process."""
    _studio[:] = [store]


@jobs.handles("prepare film", slow=True)
def _prepare(database: Database, args: dict[str, Any]) -> None:
    file_id, (store,) = UUID(hex=args["file"]), _studio
    if not database.read_now(US, _waits, file_id):
        return  # Deleted meanwhile, or made by another worker.
    source = store.path(key_of(file_id, SOURCE))
    # Keys of its own: if another took it for lost and makes it too, neither lays its film over the other's, nor takes it away.
    keys, folder = Keys(store, f"{file_id.hex}.{new_id().hex}"), new_part(store.parts)
    folder.mkdir(mode=0o700)
    try:
        with source.open("rb") as file:
            kind = kind_of(file.read(HEAD))
        made = asking.make(source, folder, kind or "mp4", wish="transcode")
        stored = lay(made, folder, keys)
    except Invalid:
        log.info("film can't be made playable", file=str(file_id))
        stored = ()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if database.write_now(US, _finish, file_id, stored, keys):
        store.delete(key_of(file_id, SOURCE))
    else:
        keys.clear()


def _waits(tx: Tx, file_id: UUID) -> bool:
    file = tx.get(File, file_id)
    return file is not None and file.state == "preparing"


def _finish(tx: Tx, file_id: UUID, stored: tuple[Stored, ...], keys: Keys) -> bool:
    """False when nobody waits for it any more."""
    # Locked: one that is hung on an item meanwhile would be shown as it was, and nobody told.
    file = tx.get(File, file_id, options=[selectinload(File.renditions)], with_for_update=True)
    if file is None or file.state != "preparing":
        return False
    kept = [one for one in file.renditions if one.name != SOURCE]
    file.renditions = [*kept, *(rendition(one, keys.of(one.name)) for one in stored)]
    file.size = sum(one.size for one in file.renditions)
    file.state = "ready" if stored else "broken"
    if file.item_id:
        # Whoever looks at what it hangs on sees it appear, or that it never will.
        tell(tx, "item.film_ready", items.find(tx, file.item_id), holders.readers(tx, items.granted(tx, file.item_id)))
    if file.message_id:
        message = feedback.one(tx, file.message_id)
        tell_message(tx, "message.film_ready", message, feedback.grants_of(tx, message))
    return True
