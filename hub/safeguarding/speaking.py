"""May somebody say something before their team now? Asked wherever a member or a mentor writes what the others read, other than in a
message: who is paused waits, and all wait where a mentor is without staff."""

from uuid import UUID

from hub.database import Tx
from hub.errors import Invalid
from hub.feedback import contacts
from hub.items import company
from hub.policy import Relation
from hub.safeguarding import pauses
from hub.words import _


def require(tx: Tx, team_id: UUID, relations: frozenset[Relation], **words: str) -> None:
    """`relations`: what the viewer is to something of the team's; `words`: what they write, by its field. Raises Forbidden, and Invalid
    for a way out of the school that a mentor would read: staff look first at messages alone. They themselves are never held up."""
    if not relations & pauses.TALKS:
        return
    pauses.require_free(tx, team_id, relations)
    with_whom = company.of_team(tx, team_id)
    company.require_staff(with_whom)
    # A mentor who can't read it today may again tomorrow, when her check has been renewed.
    field = next((name for name, value in words.items() if with_whom.mentors and contacts.found(value)), None)
    if field:
        raise Invalid(field, _("A mentor reads this: leave out mail addresses, numbers and names elsewhere, or say it in a message."))
