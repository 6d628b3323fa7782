"""How staff are asked to look: at words, at what somebody made, or after a person. Nobody learns who asked."""

from collections.abc import Iterable
from datetime import timedelta
from typing import get_args
from uuid import UUID

from sqlalchemy import bindparam, func, select

from hub.artifacts.models import Artifact, ArtifactVersion
from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound
from hub.events import home_topic
from hub.feedback.models import Message
from hub.items import holders
from hub.items import queries as items
from hub.items.models import Item
from hub.need_to_knows.models import NeedToKnow
from hub.people.models import Person
from hub.policy import Relation, Verb, named, require, to_item
from hub.rooms.models import Room
from hub.safeguarding import around, kept
from hub.safeguarding.models import Evidence, Matter, Report
from hub.teams.models import TeamMember
from hub.words import _, lines

MANY = 50
"""Open reports of one person, made within LATELY: whoever has more to tell is asked to talk to somebody."""
LATELY = timedelta(hours=1)


def report_item(tx: Tx, item_id: UUID | None, matter: str, reason: str) -> Report:
    """Asks staff to look at what somebody made. Its words are kept as they stand. Raises NotFound, Forbidden for one's own, Invalid."""
    item = items.find(tx, item_id)
    require(named(item), to_item(tx.viewer, item, items.granted(tx, item.id)), Verb.REPORT)
    reason = checked(reason)
    made = Report(item_id=item.id, author_id=_maker(tx, item), owner_id=item.owner_id, kind=item.kind, said=item.updated)
    report, new = ask(tx, made, matter, reason)
    if new:
        with tx.system("evidence"):
            tx.add(Evidence(report_id=report.id, number=1, words=kept.words_of(tx, item), until=None))
        tell(tx, "item.reported", report)
    return report


def _maker(tx: Tx, item: Item) -> UUID:
    """Of a team's work, who made its newest version that isn't the viewer's; of a question, who asked it, else who answered. Raises
    Forbidden where all of it is the viewer's own."""
    if isinstance(item, NeedToKnow):
        return _other(tx, (item.author_id, item.by_id))
    if not isinstance(item, Artifact) or not (versions := tx.scalars(_MADE_IN_A_TEAM, {"item": item.id}).all()):
        return item.owner_id
    return _other(tx, versions)


def _other(tx: Tx, people: Iterable[UUID | None]) -> UUID:
    others = [one for one in people if one and one != tx.viewer.id]
    if not others:
        raise Forbidden(_("You made this yourself."))
    return others[0]


def report_person(tx: Tx, person_id: UUID | None, matter: str, reason: str) -> Report:
    """Asks staff to look after what somebody does, or how they are. Raises NotFound, Forbidden for oneself, Invalid."""
    person = somebody(tx, person_id)
    require("person", frozenset({Relation.SELF if person.id == tx.viewer.id else Relation.PEER}), Verb.REPORT)
    reason = checked(reason)
    report, new = ask(tx, Report(author_id=person.id, owner_id=person.id, kind="person", said=tx.now), matter, reason)
    if new:
        tell(tx, "person.reported", report)
    return report


def somebody(tx: Tx, person_id: UUID | None) -> Person:
    """Whom the viewer knows, is in a team or a room with, or whose words they can read. Raises NotFound."""
    person = tx.get(Person, person_id) if person_id else None
    if person is None and person_id and _met(tx, person_id):
        with tx.system("somebody whom one has met"):
            person = tx.get(Person, person_id)
    if person is None:
        raise NotFound(_("We can't find this person."))
    return person


def _met(tx: Tx, person: UUID) -> bool:
    """A mentor, or a teacher of another class, is nobody whom a student knows otherwise."""
    if any(tx.scalar(one, {"person": person}) for one in (_IN_A_TEAM, _SAID_SOMETHING)):
        return True
    rooms = tx.scalars(select(Room.id)).all()
    with tx.system("who is in a room"):
        return any(one.person_id == person for theirs in holders.of_items(tx, rooms).values() for one in theirs)


def checked(reason: str) -> str:
    reason = lines("reason", reason, 2000)
    if not reason:
        raise Invalid("reason", _("Say in a few words what is wrong, so that we can help."))
    return reason


def ask(tx: Tx, made: Report, matter: str, reason: str) -> tuple[Report, bool]:
    """One's open report of the same thing, else this one, and whether it is new: asking twice asks once."""
    same = [getattr(Report, name) == getattr(made, name) for name in ("message_id", "item_id", "author_id")]
    mine = (Report.reporter_id == tx.viewer.id, Report.closed.is_(None))
    again = tx.scalar(select(Report).where(*same, *mine))
    if again is not None:
        return again, False
    if (tx.scalar(select(func.count(Report.id)).where(*mine, Report.created > tx.now - LATELY)) or 0) >= MANY:
        raise Invalid("reason", _("Staff have all that you told them and will look. Please talk to a grown-up whom you trust, too."))
    made.school_id, made.reporter_id, made.reason, made.created = tx.viewer.school_id, tx.viewer.id, reason, tx.now
    made.matter = matter if matter in get_args(Matter) else "other"  # type: ignore[assignment]
    if not around.looks_after(tx, made):
        # Of a school's only admin, say: better told now than waited for.
        raise Invalid("reason", _("Nobody here could look at this but them. Please talk to a grown-up whom you trust, outside Trellis."))
    return tx.make(made), True


def tell(tx: Tx, kind: str, report: Report) -> None:
    """At the homes of all who look after it: the members of staff who may, and the admins. Never whoever it is about."""
    homes = map(home_topic, around.looks_after(tx, report))
    if report.message_id:
        tx.tell(kind, homes, report=report.id, message=report.message_id)
    else:
        tx.tell(kind, homes, report=report.id)


_PERSON = bindparam("person", type_=Person.id.type)
_IN_A_TEAM = select(TeamMember.id).where(TeamMember.person_id == _PERSON, TeamMember.ended.is_(None)).limit(1)
_SAID_SOMETHING = select(Message.id).where(Message.author_id == _PERSON).limit(1)
_MADE_IN_A_TEAM = (
    select(ArtifactVersion.author_id)
    .where(ArtifactVersion.artifact_id == bindparam("item", type_=Item.id.type), ArtifactVersion.author_id.is_not(None))
    .order_by(ArtifactVersion.number.desc())
)
