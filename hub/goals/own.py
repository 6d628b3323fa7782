"""A goal of one's own: found, its words looked over, and told of. What all that is done with one has in common."""

from uuid import UUID

from hub.database import Tx
from hub.errors import Conflict, Invalid
from hub.goals import queries
from hub.goals.models import Goal
from hub.items import queries as items
from hub.items.actions import relations
from hub.items.actions import tell as tell_of
from hub.items.models import Item
from hub.policy import Verb, require
from hub.words import _, tidy_words

LONGEST = 5_000
"""Characters in one box."""


def mine(tx: Tx, goal_id: UUID | None) -> Goal:
    """Raises NotFound, Forbidden."""
    goal = queries.find(tx, goal_id)
    require("item", relations(tx, goal), Verb.EDIT)
    return goal


def growing(tx: Tx, goal_id: UUID | None) -> Goal:
    """The same, of one that still grows. Raises Conflict for one that has come to its end."""
    goal = mine(tx, goal_id)
    if goal.progress != "growing":
        raise Conflict(_("This goal has come to its end. Let it grow again first."))
    return goal


def line(field: str, words: str, most: int) -> str:
    """In one line. Raises Invalid where it is too long."""
    said = " ".join(tidy_words(words).split())
    if len(said) > most:
        raise Invalid(field, _("Please say it in fewer words (%(n)d letters at the most).") % {"n": most})
    return said


def text(field: str, words: str) -> str:
    """In several lines. Raises Invalid where it is too long."""
    said = tidy_words(words)
    if len(said) > LONGEST:
        raise Invalid(field, _("This is longer than fits here. Please make it shorter."))
    return said


def tell(tx: Tx, kind: str, item: Item) -> None:
    """At the goal, or what hangs on it, and at the homes of all who may see it."""
    tell_of(tx, kind, item, items.readers(tx, items.granted(tx, item.id)))
