"""What was reported, as far as this viewer may know it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, exists, func, or_, select, true

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.feedback.models import Message
from hub.feedback.shown import ShownMessage
from hub.histories import MOST, Histories, Part
from hub.homes.waits import AS_STAFF
from hub.items import queries as items
from hub.items.models import Item, ItemKind
from hub.people.faces import Face, faces
from hub.people.models import Class, ClassMember, Person, RoleHeld
from hub.policy import Relation, Verb, to_item, to_message, verbs
from hub.safeguarding import deeds, held
from hub.safeguarding.models import About, Evidence, Look, Matter, Outcome, Report
from hub.seeing import I_AM_ADMIN, I_AM_STAFF, ME
from hub.slices import Keyset, Place, Span
from hub.words import _

RECENT = 10
"""Reports that were looked after, beside those that wait."""
PAGE = 20
"""Reports on a page."""
LOOKS = 20
"""Of those who looked at a report, the newest."""


class Shown(msgspec.Struct, frozen=True):
    """A report, without the words. `thread_href` leads to the message; "" for who can't read the conversation."""

    id: UUID
    message_id: UUID | None
    item_id: UUID | None
    about: About
    matter: Matter
    reason: str
    created: datetime
    author: Face
    owner: Face
    kind: ItemKind | Literal["person"]
    said: datetime
    closed: datetime | None
    closed_by: Face | None
    outcome: Outcome | None
    thread_href: str
    can: frozenset[Verb]

    @property
    def title(self) -> str:
        words = {"message": _("%(name)s wrote"), "item": _("Something that %(name)s made"), "person": _("About %(name)s")}
        return words[self.about] % {"name": self.author.called}

    @property
    def wrong(self) -> str:
        """What is wrong, where it was chosen."""
        return "" if self.matter == "other" else matters()[self.matter]

    @property
    def where(self) -> str:
        if self.about == "item":
            made = {"reflection": _("A reflection"), "goal": _("A goal"), "artifact": _("A piece of work"), "project": _("A project")}
            return {**made, "need_to_know": _("A question")}.get(self.kind, "")
        if self.kind == "person":
            return ""
        words = {
            "reflection": _("About a reflection of %(name)s"),
            "goal": _("About a goal of %(name)s"),
            "artifact": _("About a piece of work of %(name)s"),
            "project": _("About a project of %(name)s"),
            "room": _("In the room of %(name)s"),
            "need_to_know": _("About a question of %(name)s"),
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
    deeds: list[deeds.Shown]


class Reports(msgspec.Struct, frozen=True):
    """A part of what the viewer looks after: what waits, the oldest first, or what was looked after, the newest first. `more`: where the
    next part begins. `looking`: who looked at each last, where somebody did. `done`: beside what waits, what was looked after last."""

    entries: list[Shown]
    more: str | None
    later: bool
    looking: dict[UUID, Face]
    done: list[Shown] = []
    held: list[ShownMessage] = []
    """Beside what waits: messages that wait to be let through, the oldest first."""
    over: bool = False
    """Whether these were looked after."""


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
    taught = _taught(tx, {report.author_id for report in reports if report.about == "person"})
    admin = frozenset({Relation.ADMIN} if "admin" in tx.viewer.roles else ())
    relations: dict[UUID, frozenset[Relation]] = {}
    for report in reports:
        relations[report.id] = frozenset() if report.author_id == tx.viewer.id else admin
        if report.author_id == tx.viewer.id:
            continue
        if item := found.get(readable.get(report.message_id or report.item_id or report.id, report.id)):
            of_thread = to_message(tx.viewer, report.author_id, to_item(tx.viewer, item, granted[item.id]))
            relations[report.id] |= of_thread & {Relation.STAFF}
        if report.about == "person" and report.author_id in taught:
            relations[report.id] |= {Relation.STAFF}
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
            item_id=one.item_id,
            about=one.about,
            matter=one.matter,
            reason=one.reason,
            created=one.created,
            author=people[one.author_id],
            owner=people[one.owner_id],
            kind=one.kind,
            said=one.said,
            closed=one.closed,
            closed_by=people[one.closed_by] if one.closed_by else None,
            outcome=one.outcome,
            thread_href=_leads_to(one, readable),
            can=verbs("report", relations[one.id]),
        )
        for one in reports
    ]


def _leads_to(report: Report, readable: Mapping[UUID, UUID]) -> str:
    """To the message, or the item; "" for who can't read it, and of a person."""
    item = readable.get(report.message_id or report.item_id or report.id)
    return f"/items/{item}?at=message-{report.message_id}" if item and report.message_id else f"/items/{item}" if item else ""


def matters() -> dict[Matter, str]:
    """What may be wrong, in words to choose from."""
    return {
        "unkind": _("It is unkind"),
        "unsafe": _("Somebody could get hurt"),
        "contact": _("Somebody wants to meet or write elsewhere"),
        "not_theirs": _("It shows or uses what isn't theirs"),
        "worried": _("I am worried about somebody"),
        "other": _("Something else"),
    }


def reports(tx: Tx, after: str = "") -> Reports:
    """What waits for the viewer as staff, from this place on."""
    waiting = _part_of(tx, _WAITING, after, PAGE)
    if waiting.later or not tx.viewer.staff:
        return waiting
    done = _part_of(tx, _DONE, "", RECENT).entries
    return msgspec.structs.replace(waiting, done=done, held=held.waiting(tx))


def looked_after(tx: Tx, after: str = "") -> Reports:
    """What is over of it, from this place on."""
    return msgspec.structs.replace(_part_of(tx, _DONE, after, PAGE), over=True)


def _part_of(tx: Tx, which: Keyset, after: str, many: int) -> Reports:
    if not tx.viewer.staff:
        return Reports([], None, later=False, looking={})
    school, place = tx.viewer.school_id, Place.in_address(after)
    cut = which.cut(tx, [school], Span(many, after=place))[school]
    found = {one.id: one for one in tx.scalars(_BY_ID, {"ids": [place.id for place in cut.places]})}
    shown = show(tx, [found[place.id] for place in cut.places])
    last = {id_: seen[-1].who for id_, seen in looks(tx, found).items()} if found else {}
    return Reports(shown, cut.places[-1].cursor if cut.more_after else None, later=place is not None, looking=last)


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
        deeds=deeds.of_reports(tx, [report])[report.id],
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


def _readable(tx: Tx, reports: Collection[Report]) -> dict[UUID, UUID]:
    """Of those messages and items that the viewer may read: the item of each."""
    rows = tx.execute(_ITEMS, {"ids": {report.message_id for report in reports if report.message_id}})
    of_messages = {row[0]: row[1] for row in rows}
    made = {report.item_id for report in reports if report.item_id}
    return of_messages | {id_: id_ for id_ in (items.kinds(tx, made) if made else ())}


def _taught(tx: Tx, people: Collection[UUID]) -> frozenset[UUID]:
    """Those of them who are students of the viewer, as visible.py says it."""
    return frozenset(tx.scalars(_TAUGHT, {"ids": list(people)})) if people and tx.viewer.staff else frozenset()


_I_TEACH = (
    select(ClassMember.class_id)
    .join(Class, Class.id == ClassMember.class_id)
    .where(ClassMember.person_id == ME, ClassMember.role == "teacher", ClassMember.ended.is_(None), Class.ended.is_(None))
)
_IS_STAFF = exists().where(RoleHeld.person_id == ClassMember.person_id, RoleHeld.role.in_(("teacher", "admin")), RoleHeld.ended.is_(None))
# As visible.py has it: of nobody who is staff as well.
_MY_STUDENTS = select(ClassMember.person_id).where(
    *(ClassMember.class_id.in_(_I_TEACH), ClassMember.role == "student", ClassMember.ended.is_(None)), ~_IS_STAFF
)
# As relations_to_each says it of one: an admin, or staff of the thread, of words that are not their own.
_AS_STAFF_OF_ITS_ITEM = select(Message.id).where(Message.item_id.in_(select(Item.id).where(Item.id.in_(AS_STAFF), Item.owner_id != ME)))
MINE_TO_LOOK_AFTER = and_(
    Report.author_id != ME,
    or_(
        I_AM_ADMIN.is_(true()),
        Report.message_id.in_(_AS_STAFF_OF_ITS_ITEM),
        Report.item_id.in_(select(Item.id).where(Item.id.in_(AS_STAFF), Item.owner_id != ME)),
        and_(I_AM_STAFF.is_(true()), Report.kind == "person", Report.author_id.in_(_MY_STUDENTS)),
    ),
)
_WAITING = Keyset(Report.school_id, Report.created, Report.id, Report.closed.is_(None), MINE_TO_LOOK_AFTER)
_DONE = Keyset(Report.school_id, Report.closed, Report.id, Report.closed.is_not(None), MINE_TO_LOOK_AFTER, newest_first=True)
_BY_ID = select(Report).where(among(Report.id, "ids"))
_ITEMS = select(Message.id, Message.item_id).where(among(Message.id, "ids"))
_EVIDENCE = Histories(select(Evidence), Evidence.report_id, Evidence.number)
_from_the_newest = func.row_number().over(partition_by=Look.report_id, order_by=(Look.at.desc(), Look.id.desc()))
_PLACES = select(Look.id.label("id"), _from_the_newest.label("place")).where(among(Look.report_id, "ids")).subquery()
_LOOKS = select(Look).join(_PLACES, _PLACES.c.id == Look.id).where(_PLACES.c.place <= bindparam("most")).order_by(Look.at, Look.id)
_TAUGHT = select(Person.id).where(among(Person.id, "ids"), Person.id.in_(_MY_STUDENTS))
