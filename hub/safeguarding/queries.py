"""What was reported, as far as this viewer may know it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, or_, select, true

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.feedback.models import Message
from hub.histories import MOST, Histories, Part
from hub.homes.waits import AS_STAFF
from hub.items import queries as items
from hub.items.models import Item, ItemKind
from hub.people.faces import Face, faces
from hub.people.models import Person, RoleHeld
from hub.policy import Relation, Verb, to_item, to_message, verbs
from hub.safeguarding.models import Evidence, Look, Outcome, Report
from hub.seeing import I_AM_ADMIN, ME
from hub.words import _

RECENT = 10
"""Reports that were looked after, beside those that wait."""


LOOKS = 20
"""Of those who looked at a report, the newest."""


class Shown(msgspec.Struct, frozen=True):
    """A report, without the words. `thread_href` leads to the message; "" for who can't read the conversation."""

    id: UUID
    message_id: UUID
    reason: str
    created: datetime
    author: Face
    owner: Face
    kind: ItemKind
    said: datetime
    closed: datetime | None
    closed_by: Face | None
    outcome: Outcome | None
    thread_href: str
    can: frozenset[Verb]

    @property
    def where(self) -> str:
        words = {
            "reflection": _("About a reflection of %(name)s"),
            "goal": _("About a goal of %(name)s"),
            "artifact": _("About a piece of work of %(name)s"),
            "project": _("About a project of %(name)s"),
            "room": _("In the room of %(name)s"),
        }
        return words[self.kind] % {"name": self.owner.called}


class Seen(msgspec.Struct, frozen=True):
    """That somebody looked."""

    who: Face
    at: datetime


class Opened(msgspec.Struct, frozen=True):
    """A report with what it keeps. `words`: None before it is noted that the viewer looks; `before`: a page of the versions before."""

    report: Shown
    words: str | None
    before: Part
    looks: list[Seen]


class Reports(msgspec.Struct, frozen=True):
    """What the viewer looks after."""

    waiting: list[Shown]
    done: list[Shown]


def find(tx: Tx, report_id: UUID | None) -> Report:
    """Raises NotFound for one that is missing, and alike for one that is not this viewer's to see."""
    report = tx.get(Report, report_id) if report_id else None
    if report is None:
        raise NotFound(_("We can't find this report."))
    return report


def relations_to(tx: Tx, report: Report) -> frozenset[Relation]:
    return relations_to_each(tx, [report])[report.id]


def relations_to_each(tx: Tx, reports: Collection[Report]) -> dict[UUID, frozenset[Relation]]:
    """An admin, and staff of the thread; whoever reported, or said the words, is nothing to it by that."""
    readable = _readable(tx, reports)
    found, granted = items.by_ids(tx, set(readable.values())), items.granted_to_each(tx, set(readable.values()))
    admin = frozenset({Relation.ADMIN} if "admin" in tx.viewer.roles else ())
    relations: dict[UUID, frozenset[Relation]] = {}
    for report in reports:
        relations[report.id] = frozenset() if report.author_id == tx.viewer.id else admin
        if (item := found.get(readable.get(report.message_id, report.id))) and report.author_id != tx.viewer.id:
            of_thread = to_message(tx.viewer, report.author_id, to_item(tx.viewer, item, granted[item.id]))
            relations[report.id] |= of_thread & {Relation.STAFF}
    return relations


def show(tx: Tx, reports: Sequence[Report]) -> list[Shown]:
    """Made ready to show, in the same number of statements however many there are."""
    if not reports:
        return []
    relations = relations_to_each(tx, reports)
    people = faces(tx, {id_ for one in reports for id_ in (one.author_id, one.owner_id, one.closed_by) if id_})
    readable = _readable(tx, reports)
    return [
        Shown(
            id=one.id,
            message_id=one.message_id,
            reason=one.reason,
            created=one.created,
            author=people[one.author_id],
            owner=people[one.owner_id],
            kind=one.kind,
            said=one.said,
            closed=one.closed,
            closed_by=people[one.closed_by] if one.closed_by else None,
            outcome=one.outcome,
            thread_href=f"/items/{readable[one.message_id]}?at=message-{one.message_id}" if one.message_id in readable else "",
            can=verbs("report", relations[one.id]),
        )
        for one in reports
    ]


def reports(tx: Tx) -> Reports:
    """What staff look after: what waits, the oldest first, and what was looked after last."""
    if not tx.viewer.staff:
        return Reports([], [])
    shown = show(tx, [*tx.scalars(_WAITING), *tx.scalars(_DONE)])
    mine = [one for one in shown if Verb.LOOK_INTO in one.can]
    return Reports([one for one in mine if one.closed is None], [one for one in mine if one.closed is not None])


def waiting_count(tx: Tx) -> int:
    """How many reports wait for the viewer to look."""
    return (tx.scalar(_HOW_MANY_WAIT) or 0) if tx.viewer.staff else 0


def opened(tx: Tx, report_id: UUID | None, before: int | None = None) -> Opened:
    """A report, with the words where it is noted that the viewer looks at them."""
    report = find(tx, report_id)
    kept = evidence(tx, [report.id], 1).get(report.id)
    stood = kept[0].number if kept else 0
    earlier = _EVIDENCE.part(tx, report.id, stood if before is None else min(before, stood), lambda one: [one.words])
    return Opened(
        report=show(tx, [report])[0],
        words=kept[0].words if kept else None,
        before=earlier._replace(later=before is not None),
        looks=looks(tx, [report.id])[report.id],
    )


def evidence(tx: Tx, report_ids: Collection[UUID], many: int = MOST, before: int | None = None) -> dict[UUID, list[Evidence]]:
    """The newest of the versions that each keeps, oldest first; nothing where they are not the viewer's to read, or not yet."""
    return {id_: [row[0] for row in rows] for id_, rows in _EVIDENCE.newest(tx, report_ids, many, before).items()}


def looks(tx: Tx, report_ids: Collection[UUID]) -> dict[UUID, list[Seen]]:
    """Who looked at each, oldest first: the newest LOOKS of them."""
    rows = tx.scalars(_LOOKS, {"ids": list(report_ids), "most": LOOKS}).all()
    people = faces(tx, {look.person_id for look in rows})
    found: dict[UUID, list[Seen]] = defaultdict(list)
    for look in rows:
        found[look.report_id].append(Seen(people[look.person_id], look.at))
    return found


def admins(tx: Tx) -> frozenset[UUID]:
    """Of the viewer's school."""
    with tx.system("whom to tell"):
        return frozenset(tx.scalars(_ADMINS, {"school": tx.viewer.school_id}))


def _readable(tx: Tx, reports: Collection[Report]) -> dict[UUID, UUID]:
    """Of those messages that the viewer may read: the item of each."""
    rows = tx.execute(_ITEMS, {"ids": {report.message_id for report in reports}})
    return {row[0]: row[1] for row in rows}


_WAITING = select(Report).where(Report.closed.is_(None)).order_by(Report.created, Report.id)
# As relations_to_each says it of one: an admin, or staff of the thread, of words that are not their own.
_AS_STAFF_OF_ITS_ITEM = select(Message.id).where(Message.item_id.in_(select(Item.id).where(Item.id.in_(AS_STAFF), Item.owner_id != ME)))
_HOW_MANY_WAIT = select(func.count(Report.id)).where(
    Report.closed.is_(None),
    Report.author_id != ME,
    or_(I_AM_ADMIN.is_(true()), Report.message_id.in_(_AS_STAFF_OF_ITS_ITEM)),
)
_DONE = select(Report).where(Report.closed.is_not(None)).order_by(Report.closed.desc(), Report.id).limit(RECENT)
_ITEMS = select(Message.id, Message.item_id).where(among(Message.id, "ids"))
_EVIDENCE = Histories(select(Evidence), Evidence.report_id, Evidence.number)
_from_the_newest = func.row_number().over(partition_by=Look.report_id, order_by=(Look.at.desc(), Look.id.desc()))
_PLACES = select(Look.id.label("id"), _from_the_newest.label("place")).where(among(Look.report_id, "ids")).subquery()
_LOOKS = select(Look).join(_PLACES, _PLACES.c.id == Look.id).where(_PLACES.c.place <= bindparam("most")).order_by(Look.at, Look.id)
_ADMINS = select(RoleHeld.person_id).where(
    RoleHeld.school_id == bindparam("school", type_=Person.id.type), RoleHeld.role == "admin", RoleHeld.ended.is_(None)
)
