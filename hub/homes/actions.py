"""Remembering when somebody looked."""

from uuid import UUID

from hub.database import Tx
from hub.errors import NotFound
from hub.homes.children import SITTING, my_children
from hub.homes.models import Visit
from hub.words import _


def visit_child(tx: Tx, child_id: UUID | None) -> UUID:
    """The viewer has looked at what is new of one child of theirs. Raises NotFound for anyone else."""
    if child_id is None or child_id not in my_children(tx):
        raise NotFound(_("We can't find this child of yours."))
    visit(tx, [child_id])
    return child_id


def visit(tx: Tx, about: list[UUID]) -> None:
    """The viewer has looked at the page that tells about these children of theirs."""
    for about_id in about:
        seen = tx.get(Visit, (tx.viewer.id, about_id))
        if seen is None:
            tx.add(Visit(person_id=tx.viewer.id, about_id=about_id, last=tx.now, before=None))
        else:
            if tx.now - seen.last > SITTING:
                seen.before = seen.last
            seen.last = tx.now
