"""Work that shows an answer: its owner lets whoever sees the question see it, too."""

from collections.abc import Collection
from uuid import UUID

from hub.artifacts import texts
from hub.database import Tx
from hub.errors import Forbidden, Invalid
from hub.items import holders
from hub.items import queries as items
from hub.items.actions import tell
from hub.items.models import Item, ItemGrant, ItemLink
from hub.need_to_knows import queries
from hub.need_to_knows.models import NeedToKnow
from hub.safeguarding import speaking
from hub.words import _

MOST = 10
"""Pieces of work beside one answer."""


def show_by(tx: Tx, question: NeedToKnow, work: Collection[UUID]) -> None:
    """Raises Invalid("evidence") for what isn't a piece of work of the viewer's own. Harmless for what shows it already."""
    readers = items.granted(tx, question.id)
    if len(work) > MOST:
        raise Invalid("evidence", _("Choose at most %(n)d at once.") % {"n": MOST})
    for id_ in work:
        item = tx.get(Item, id_)
        if item is None or item.kind != "artifact" or item.owner_id != tx.viewer.id or item.deleted or item.state != "posted":
            raise Invalid("evidence", _("Only work of your own can show it. Please choose again."))
        speaking.require_shown(tx, question, evidence=texts.all_of(tx, item.id))
        if tx.get(ItemLink, (item.id, question.id, "evidence")) is None:
            tx.make(ItemLink(source_id=item.id, target_id=question.id, kind="evidence", created=tx.now))
        if new := readers - items.granted(tx, item.id):
            tx.add_all(ItemGrant(item_id=item.id, principal_id=principal, since=tx.now) for principal in new)
            tx.flush()
            tell(tx, "item.audience_changed", item, holders.readers(tx, items.granted(tx, item.id)))


def no_longer_show_by(tx: Tx, id_: UUID | None, work: UUID | None) -> NeedToKnow:
    """It stands beside the answer no more; who sees it stays its owner's to choose. Harmless where it doesn't."""
    question = queries.find(tx, id_)
    item = items.find(tx, work)
    if item.owner_id != tx.viewer.id:
        raise Forbidden(_("Whose work it is takes it away."))
    if link := tx.get(ItemLink, (item.id, question.id, "evidence")):
        tx.delete(link)
    return question
