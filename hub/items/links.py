"""What led to what: links that an item's owner draws between items."""

from uuid import UUID

from hub.database import Tx
from hub.errors import Invalid
from hub.items import queries
from hub.items.actions import relations, still_there
from hub.items.models import ItemLink, LinkKind
from hub.policy import Verb, named, require
from hub.words import _


def link(tx: Tx, source_id: UUID | None, target_id: UUID | None, kind: LinkKind) -> None:
    """Both must be the viewer's own. Harmless when it is there already. Raises NotFound, Forbidden,
    Conflict for what was deleted, Invalid("link")."""
    source, target = queries.find(tx, source_id), queries.find(tx, target_id)
    for item in (source, target):
        require(named(item), relations(tx, item), Verb.EDIT)
        still_there(item)
    if source.id == target.id:
        raise Invalid("link", _("A thing can't lead to itself."))
    if tx.get(ItemLink, (target.id, source.id, kind)):
        raise Invalid("link", _("These two are linked the other way round already."))
    if tx.get(ItemLink, (source.id, target.id, kind)) is None:
        tx.make(ItemLink(source_id=source.id, target_id=target.id, kind=kind, created=tx.now))


def unlink(tx: Tx, source_id: UUID | None, target_id: UUID | None, kind: LinkKind) -> None:
    """Harmless when there is none."""
    source, target = queries.find(tx, source_id), queries.find(tx, target_id)
    for item in (source, target):
        require(named(item), relations(tx, item), Verb.EDIT)
    if found := tx.get(ItemLink, (source.id, target.id, kind)):
        tx.delete(found)
