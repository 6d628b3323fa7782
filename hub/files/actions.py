"""Keeping files, hanging them on items, and clearing away what hangs on nothing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, not_, or_, select, update
from sqlalchemy.orm import selectinload

from hub import jobs
from hub.columns import among
from hub.database import Tx
from hub.drafts.models import Draft
from hub.errors import Invalid
from hub.feedback.models import Message
from hub.files import queries
from hub.files.models import File, Rendition, Upload
from hub.files.photos.rules import Photo
from hub.files.preparing import Given, Stored
from hub.ids import parse_id
from hub.items.models import Item
from hub.words import _, one_line

ORPHANED = timedelta(days=30)
"""How long a file that hangs on nothing is kept for a draft that names it."""
LOOSE = timedelta(days=1)
"""How long any other: a page may be open for a while before what it sent becomes something."""
MOST_FILES = 20
"""Of any medium, on one version of an item."""
MOST_SENT = 10
"""With one message."""


def make_room(tx: Tx, size: int, quota: int) -> None:
    """Raises Invalid when `size` more bytes would be over the viewer's `quota`."""
    if queries.used(tx) + size > quota:
        raise Invalid("room", _("Your space is full. Delete some files that you no longer need, or ask your school for more room."))


def keep(tx: Tx, file_id: UUID, given: Given | Photo, quota: int, upload_id: UUID | None = None) -> File:
    """Remembers a file as the viewer's own: what this upload became, where it came by one. Raises Invalid over the quota.

    Its renditions are in the store already, under `key_of`: if this row is never committed, the sweep takes them away.
    """
    if isinstance(given, Photo):
        sizes = (Stored(one.name, one.type, one.width, one.height, len(one.bytes)) for one in given.renditions)
        given = Given("photo", tuple(sizes))
    upload = tx.get(Upload, upload_id) if upload_id else None
    # What it took while it came is its own to use.
    make_room(tx, given.size - (upload.size if upload else 0), quota)
    file = File(
        id=file_id,
        school_id=tx.viewer.school_id,
        owner_id=tx.viewer.id,
        medium=given.medium,
        state=given.state,
        name=given.name[:200],
        digest=given.digest,
        pages=given.pages,
        seconds=given.seconds,
        size=given.size,
        created=tx.now,
    )
    file.renditions = [rendition(stored, key_of(file_id, stored.name)) for stored in given.renditions]
    if file.state == "preparing":
        jobs.later(tx, "prepare film", file=file_id.hex)
    tx.make(file)
    if upload is not None:
        upload.file_id, upload.touched = file.id, tx.now
    return file


def rendition(stored: Stored, key: str) -> Rendition:
    return Rendition(
        name=stored.name,
        key=key,
        media_type=stored.type,
        width=stored.width,
        height=stored.height,
        size=stored.size,
    )


def key_of(file_id: UUID, rendition: str) -> str:
    return f"{file_id.hex}.{rendition}"


def attach(tx: Tx, item: Item, files: Sequence[UUID], alts: Mapping[UUID, str], version: int = 1) -> None:
    """Makes these the files of this version of the item, in this order. Raises Invalid for one that isn't the viewer's, or hangs
    elsewhere: on another item, or another version of this one."""
    if len(files) > MOST_FILES:
        raise Invalid("photos", _("That is more than %(most)d files. Please choose the ones that say most.") % {"most": MOST_FILES})
    hanging = {file.id: file for file in tx.scalars(select(File).where(File.item_id == item.id, File.version == version))}
    wanted = select(File).where(among(File.id, "ids"), File.owner_id == tx.viewer.id)
    chosen = {file.id: file for file in tx.scalars(wanted, {"ids": list(files)})}
    if any(id_ not in chosen or (hangs(chosen[id_]) and id_ not in hanging) for id_ in files):
        raise Invalid("photos", _("One of these files is no longer here. Please add it again."))
    for id_, file in hanging.items():
        if id_ not in chosen:
            file.item_id = None
    for place, id_ in enumerate(files):
        chosen[id_].item_id = item.id
        chosen[id_].version = version
        chosen[id_].place = place
        if id_ in alts:
            chosen[id_].alt = described(id_, alts[id_])


def to_send(tx: Tx, files: Sequence[UUID], alts: Mapping[UUID, str]) -> list[File]:
    """These files, in this order, to be sent with a message. Raises Invalid for one that isn't the viewer's, or hangs on something."""
    if len(files) > MOST_SENT:
        raise Invalid("photos", _("At most %(n)d files go with one message. Please send the others with the next.") % {"n": MOST_SENT})
    if not files:
        return []
    chosen = {file.id: file for file in tx.scalars(_MINE.where(File.owner_id == tx.viewer.id), {"ids": list(files)})}
    if any(id_ not in chosen or hangs(chosen[id_]) for id_ in files):
        raise Invalid("photos", _("One of these files is no longer here. Please add it again."))
    for id_, words in alts.items():
        if id_ in chosen:
            chosen[id_].alt = described(id_, words)
    return [chosen[id_] for id_ in dict.fromkeys(files)]


def send(message_id: UUID, files: Sequence[File]) -> None:
    """With this message, in this order."""
    for place, file in enumerate(files):
        file.message_id, file.place = message_id, place


def hangs(file: File) -> bool:
    """On an item, or on a message."""
    return file.item_id is not None or file.message_id is not None


def described(file_id: UUID, words: str) -> str:
    """What a file shows, for who can't see it. Raises Invalid beside its own box."""
    return one_line(f"alt-{file_id}", words, 500)


def take_away(tx: Tx, file_id: UUID | None) -> list[str]:
    """Deletes a file of the viewer's that hangs on nothing. Returns the store's keys to delete after the commit."""
    wanted = selectinload(File.renditions)
    file = tx.get(File, file_id, options=[wanted], populate_existing=True) if file_id else None
    if file is None or file.owner_id != tx.viewer.id or hangs(file):
        return []
    keys = [rendition.key for rendition in file.renditions]
    tx.delete(file)
    return keys


def let_go(tx: Tx, before: datetime) -> int:
    """What hung on items that were deleted before this moment, or was said about them, hangs on nothing any more: its room is to be its
    owner's again. For the sweep; returns how many files."""
    many = 0
    for each in _LET_GO:
        many += tx.execute(each, {"before": before}).rowcount  # type: ignore[attr-defined]
    return many


def forget_orphans(tx: Tx) -> list[str]:
    """Rows of files that have hung on nothing for too long. For the sweep; returns the store's keys to delete."""
    keys: list[str] = []
    for file in tx.scalars(_ORPHANS, {"loose": tx.now - LOOSE, "orphaned": tx.now - ORPHANED, "wanted": list(_wanted(tx))}).all():
        keys += [rendition.key for rendition in file.renditions]
        tx.delete(file)
    return keys


def _wanted(tx: Tx) -> set[UUID]:
    """Files that hang on nothing and stand in a draft of their owner's."""
    loose: dict[UUID, set[UUID]] = defaultdict(set)
    for id_, owner in tx.execute(_LOOSE, {"loose": tx.now - LOOSE}):
        loose[owner].add(id_)
    drafts = tx.execute(_DRAFTS, {"owners": list(loose)}) if loose else ()
    named = ((owner, parse_id(line)) for owner, words in drafts for line in words.get("photo", "").split("\n"))
    return {id_ for owner, id_ in named if id_ and id_ in loose[owner]}


def known_keys(tx: Tx, keys: Sequence[str]) -> frozenset[str]:
    """Those of the store's keys that a row speaks of. For the sweep."""
    return frozenset(tx.scalars(select(Rendition.key).where(Rendition.key.in_(keys))))


_DELETED = select(Item.id).where(Item.deleted < bindparam("before", type_=Item.deleted.type))
_LET_GO = (
    update(File).where(File.item_id.in_(_DELETED)).values(item_id=None).execution_options(synchronize_session=False),
    update(File)
    .where(File.message_id.in_(select(Message.id).where(Message.item_id.in_(_DELETED))))
    .values(message_id=None)
    .execution_options(synchronize_session=False),
)
_MINE = select(File).where(among(File.id, "ids"))
_HANGS_ON_NOTHING = and_(File.item_id.is_(None), File.message_id.is_(None))
_LOOSE = select(File.id, File.owner_id).where(_HANGS_ON_NOTHING, File.created < bindparam("loose"))
_DRAFTS = select(Draft.person_id, Draft.words).where(among(Draft.person_id, "owners"))
_ORPHANS = (
    select(File)
    .where(
        _HANGS_ON_NOTHING,
        File.created < bindparam("loose"),
        or_(File.created < bindparam("orphaned"), not_(among(File.id, "wanted"))),
    )
    .options(selectinload(File.renditions))
    .limit(500)
)
