"""Giving items words under which their owner finds them again."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from hub.database import Tx
from hub.errors import Invalid
from hub.items import holders, queries
from hub.items.actions import relations, still_there, tell
from hub.items.models import Item, ItemTag
from hub.policy import Verb, named, require
from hub.safeguarding import speaking
from hub.words import _, tidy_words

MOST = 12
LONGEST = 40


def tag(tx: Tx, item_id: UUID | None, tags: Iterable[str]) -> Item:
    """Makes these the item's tags. Raises NotFound, Forbidden, Conflict for what was deleted, Invalid("tags")."""
    item = queries.find(tx, item_id)
    mine = relations(tx, item)
    require(named(item), mine, Verb.EDIT)
    still_there(item)
    words = checked(tags)
    speaking.require_on(tx, item, mine, tags=" ".join(words))
    if put(tx, item, words):
        tell(tx, "item.tagged", item, holders.readers(tx, queries.granted(tx, item.id)))
    return item


def checked(tags: Iterable[str]) -> list[str]:
    """Without doubles, without the signs that some put in front. Raises Invalid("tags") for too many, and for one that is too long."""
    found: dict[str, str] = {}
    for one in tags:
        word = " ".join(tidy_words(one).lstrip("#").split())
        if len(word) > LONGEST:
            raise Invalid("tags", _("A tag has %(n)d letters at the most.") % {"n": LONGEST})
        if word:
            found.setdefault(word.casefold(), word)
    if len(found) > MOST:
        raise Invalid("tags", _("Choose %(n)d tags at the most: those that you would look for.") % {"n": MOST})
    return list(found.values())


def put(tx: Tx, item: Item, tags: list[str]) -> bool:
    """Makes these its tags, which were checked before. Whether anything changed."""
    wanted = set(tags)
    stood = {one.tag: one for one in tx.scalars(select(ItemTag).where(ItemTag.item_id == item.id))}
    for word in stood.keys() - wanted:
        tx.delete(stood[word])
    tx.add_all(ItemTag(item_id=item.id, tag=word) for word in sorted(wanted - stood.keys()))
    return wanted != stood.keys()
