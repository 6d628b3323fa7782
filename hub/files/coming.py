"""Large files on their way in: what of each has come, what became of it, and when it is given up."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from hub.database import Tx
from hub.errors import Invalid, NotFound
from hub.files.actions import make_room
from hub.files.models import File, Upload
from hub.words import _

GIVEN_UP = timedelta(hours=24)
"""After the last piece came: who lost their line in the evening goes on in the morning."""
AT_ONCE = 200
"""Of one person's: a folder that is dropped begins them one after the other, and forgets none."""


def begin(tx: Tx, size: int, name: str, quota: int) -> Upload:
    """Its whole size is kept free from now on. Raises Invalid over the quota, or with too many begun."""
    make_room(tx, size, quota)
    begun = tx.scalars(select(Upload.id).where(Upload.owner_id == tx.viewer.id, Upload.file_id.is_(None))).all()
    if len(begun) >= AT_ONCE:
        raise Invalid("room", _("Very many of your files are still on their way. Please wait until some of them have come."))
    return tx.make(Upload(owner_id=tx.viewer.id, name=name[:200], size=size, created=tx.now, touched=tx.now))


def find(tx: Tx, upload_id: UUID | None) -> Upload:
    """Raises NotFound where there is none, or none of the viewer's."""
    found = tx.get(Upload, upload_id) if upload_id else None
    if found is None:
        raise NotFound(_("This file was given up on its way. Please add it again."))
    return found


def came(tx: Tx, upload_id: UUID, received: int) -> Upload:
    upload = find(tx, upload_id)
    upload.received, upload.touched = received, tx.now
    return upload


def became(tx: Tx, upload_id: UUID) -> File | None:
    """What it was made into; None as long as it is nothing yet."""
    upload = find(tx, upload_id)
    return tx.get(File, upload.file_id) if upload.file_id else None


def give_up(tx: Tx, upload_id: UUID | None) -> None:
    tx.delete(find(tx, upload_id))


def forget_abandoned(tx: Tx) -> list[UUID]:
    """Those that nobody goes on with, and those that have long become files. For the sweep; returns whose pieces are to be deleted."""
    old = tx.scalars(select(Upload).where(Upload.touched < tx.now - GIVEN_UP).limit(500)).all()
    for upload in old:
        tx.delete(upload)
    return [upload.id for upload in old]
