"""Remembering when somebody looked."""

from uuid import UUID

from hub.database import Tx
from hub.homes.children import SITTING
from hub.homes.models import Visit


def visit(tx: Tx, about: list[UUID]) -> None:
    """The viewer has looked at the page that tells about these people."""
    for about_id in about:
        seen = tx.get(Visit, (tx.viewer.id, about_id))
        if seen is None:
            tx.add(Visit(person_id=tx.viewer.id, about_id=about_id, last=tx.now, before=None))
        else:
            if tx.now - seen.last > SITTING:
                seen.before = seen.last
            seen.last = tx.now
