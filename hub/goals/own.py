"""A goal of one's own: found, and told of. What all that is done with one has in common."""

from uuid import UUID

from hub.database import Tx
from hub.errors import Conflict
from hub.goals import queries
from hub.goals.models import Goal
from hub.items import holders
from hub.items import queries as items
from hub.items.actions import relations, still_there
from hub.items.actions import tell as tell_of
from hub.items.models import Item
from hub.policy import Verb, require
from hub.words import _


def mine(tx: Tx, goal_id: UUID | None) -> Goal:
    """Raises NotFound, Forbidden, and Conflict for one that was deleted."""
    goal = queries.find(tx, goal_id)
    require("item", relations(tx, goal), Verb.EDIT)
    still_there(goal)
    return goal


def growing(tx: Tx, goal_id: UUID | None) -> Goal:
    """The same, of one that still grows. Raises Conflict for one that has come to its end."""
    goal = mine(tx, goal_id)
    if goal.progress != "growing":
        raise Conflict(_("This goal has come to its end. Let it grow again first."))
    return goal


def tell(tx: Tx, kind: str, item: Item) -> None:
    """At the goal, or what hangs on it, and at the homes of all who may see it."""
    tell_of(tx, kind, item, holders.readers(tx, items.granted(tx, item.id)))
