"""A small goal as a part of a larger one."""

from uuid import UUID

from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound
from hub.goals import queries
from hub.goals.models import Goal
from hub.goals.own import mine, tell
from hub.items import linked
from hub.items.links import link, unlink
from hub.words import _

LADDER = 12
"""How many goals may stand on one another, each a part of the next."""


def be_part_of(tx: Tx, goal: Goal, larger_id: UUID | None) -> None:
    """Of this larger goal and no other, or of none; both hear of it. Raises Invalid("supports") for what is no goal of one's own,
    for a part of this one, and for a ladder that is too high."""
    stood = set(linked.targets(tx, [goal.id], "supports").get(goal.id, ()))
    for other in stood - {larger_id}:
        unlink(tx, goal.id, other, "supports")
        tell(tx, "goal.part_taken_off", queries.find(tx, other))
    if larger_id is None or larger_id in stood:
        return
    try:
        larger = mine(tx, larger_id)
    except (NotFound, Forbidden) as problem:
        raise Invalid("supports", _("This larger goal isn't there any more. Choose another, or none.")) from problem
    _refuse_circles(tx, goal, larger)
    link(tx, goal.id, larger.id, "supports")
    tell(tx, "goal.part_added", larger)


def _refuse_circles(tx: Tx, goal: Goal, larger: Goal) -> None:
    above = {larger.id}
    for _rung in range(LADDER):
        if goal.id in above:
            raise Invalid("supports", _("That one is a part of this goal itself. Choose another, or none."))
        above = {one for theirs in linked.targets(tx, above, "supports").values() for one in theirs}
        if not above:
            return
    raise Invalid("supports", _("Too many goals stand on one another there. Choose one further up, or none."))
