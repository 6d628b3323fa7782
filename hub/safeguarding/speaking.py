"""May somebody say something before their team now? Asked wherever a member or a mentor writes what the others read, other than in a
message: who is paused waits, and all wait where a mentor is without staff."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from hub.database import Tx
from hub.errors import Invalid
from hub.feedback import contacts
from hub.items import company
from hub.items import queries as items
from hub.items.models import Item
from hub.policy import Relation
from hub.safeguarding import pauses
from hub.words import _


def waits(tx: Tx, team_id: UUID) -> tuple[str, datetime | None]:
    """Why the viewer can't say anything before the team now, for them to read, and until when, where that is known; "" where they can."""
    if tx.viewer.staff:
        return "", None
    if company.of_team(tx, team_id).frozen:
        return company.waits(), None
    pause = pauses.mine(tx, {team_id: "team"})
    return (pauses.words(), pause.moment) if pause else ("", None)


def require(tx: Tx, team_id: UUID, relations: frozenset[Relation], **words: str) -> None:
    """`relations`: what the viewer is to something of the team's; `words`: what they write, by its field. Raises Forbidden, and Invalid
    for a way out of the school that a mentor would read: staff look first at messages alone. They themselves are never held up."""
    if not relations & pauses.TALKS:
        return
    pauses.require_free(tx, {team_id: "team"})
    _require(company.of_team(tx, team_id), words)


def require_on(tx: Tx, item: Item, relations: frozenset[Relation], **words: str) -> None:
    """The same of what is no team's own, and yet said before one: on work that shows an answer, on a question of the class. It goes by
    who reads it. Who is paused goes on with work of their own."""
    if Relation.STAFF in relations:
        return
    kinds = items.granted_kinds(tx, item.id)
    if Relation.OWNER not in relations:
        pauses.require_free(tx, kinds)
    _require(company.of_item(tx, kinds), words)


def require_shown(tx: Tx, item: Item, **words: str) -> None:
    """Of words that stand already, and are shown to whoever reads an item. Raises as require does."""
    _require(company.of_item(tx, items.granted_kinds(tx, item.id)), words)


def _require(with_whom: company.Company, words: Mapping[str, str]) -> None:
    company.require_staff(with_whom)
    # A mentor who can't read it today may again tomorrow, when her check has been renewed.
    field = next((name for name, value in words.items() if with_whom.mentors and contacts.found(value)), None)
    if field:
        raise Invalid(field, _("A mentor reads this: leave out mail addresses, numbers and names elsewhere, or say it in a message."))
