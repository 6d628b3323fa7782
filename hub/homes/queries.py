"""What waits for me, and what is new since I last looked?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import selectinload

from hub.columns import among
from hub.database import Tx
from hub.drafts import queries as drafts
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.feedback.models import Message, ReadMark
from hub.homes.models import Visit
from hub.items import queries as items
from hub.items.models import Item, ItemGrant
from hub.people.faces import Face, faces
from hub.people.models import Class, Guardianship, Person, Principal
from hub.people.sets import my_classes
from hub.reflections import queries as reflections
from hub.reflections.models import Reflection
from hub.words import _, opening

WAITING = 30
RECENT = 10
UNREAD = 200
"""Unread messages that a home looks at, the newest."""
SITTING = timedelta(minutes=30)
"""Looks that lie closer together are one visit: going back and forth doesn't make what is new old."""


class Waiting(msgspec.Struct, frozen=True):
    """Someone's work that no member of staff has answered yet. `since` is when they began to wait."""

    item_id: UUID
    who: Face
    title: str
    since: datetime


class Answered(msgspec.Struct, frozen=True):
    """An item with messages that one has not read: how many, and the newest of them."""

    item_id: UUID
    title: str
    who: Face
    newest: feedback.Said
    count: int


class Unfinished(msgspec.Struct, frozen=True):
    """Words begun and not sent: where, and how they begin."""

    href: str
    words: str
    saved: datetime


class Child(msgspec.Struct, frozen=True):
    """What changed about one child since their guardian last looked."""

    who: Face
    since: datetime | None
    new: list[reflections.Shown]
    earlier: list[reflections.Shown]
    answered: list[Answered]

    @property
    def quiet(self) -> bool:
        return not self.new and not self.answered


class School(msgspec.Struct, frozen=True):
    """What a school admin looks after: how many there are, and what waits for them."""

    people: int
    classes: int
    guardianships_to_approve: int


class Home(msgspec.Struct, frozen=True):
    """Everything that a person's first page shows. A part that isn't theirs is None."""

    today: datetime
    waiting: list[Waiting] | None
    reports: int
    answered: list[Answered]
    unfinished: list[Unfinished]
    mine: list[reflections.Shown]
    children: list[Child] | None
    school: School | None
    classes: list[Class]


class Space(msgspec.Struct, frozen=True):
    """Somebody's space, as far as the viewer may see it. `older` is where the next page begins, or None."""

    who: Face
    mine: bool
    reflections: list[reflections.Shown]
    count: int
    older: str | None


def home(tx: Tx) -> Home:
    viewer = tx.viewer
    mine = children(tx) if "guardian" in viewer.roles else None
    waits = waiting(tx) if viewer.staff else None
    # What stands further up as somebody's wait, or with a child, isn't told twice.
    told = {one.item_id for one in waits or []} | {one.item_id for child in mine or [] for one in child.answered}
    return Home(
        today=tx.now,
        waiting=waits,
        reports=len(feedback.open_reports(tx)) if viewer.staff else 0,
        answered=[one for one in answered(tx) if one.item_id not in told],
        unfinished=_unfinished(tx),
        mine=reflections.of(tx, viewer.id, limit=RECENT),
        children=mine,
        school=school(tx) if "admin" in viewer.roles else None,
        classes=my_classes(tx),
    )


def waiting(tx: Tx) -> list[Waiting]:
    """Who waits for an answer from a member of staff, longest first."""
    found = tx.scalars(_WAITING, {"me": tx.viewer.id, "holds": tx.viewer.held}).all()
    people = faces(tx, {item.owner_id for item in found})
    return [Waiting(item.id, people[item.owner_id], item.title, item.waiting_since or item.created) for item in found]


def waiting_count(tx: Tx) -> int:
    """What stands beside "my week" in the navigation: for staff who wait; for everyone else items with unread messages."""
    if tx.viewer.staff:
        return tx.scalar(_WAITING_COUNT, {"me": tx.viewer.id, "holds": tx.viewer.held}) or 0
    return tx.scalar(_UNREAD_COUNT, {"me": tx.viewer.id}) or 0


def answered(tx: Tx, most: int = RECENT) -> list[Answered]:
    """Items with messages by others that the viewer hasn't read, the newest first."""
    unread: dict[UUID, list[Message]] = {}
    for message in tx.scalars(_UNREAD_MESSAGES, {"me": tx.viewer.id}):
        unread.setdefault(message.item_id, []).append(message)
    told = list(unread.values())[:most]
    newest = feedback.said(tx, [messages[0] for messages in told])
    found = items.by_ids(tx, [said.item_id for said in newest])
    people = faces(tx, {item.owner_id for item in found.values()})
    return [
        Answered(said.item_id, _title(tx, found[said.item_id]), people[found[said.item_id].owner_id], said, len(unread[said.item_id]))
        for said in newest
    ]


def _title(tx: Tx, item: Item) -> str:
    """What was taken back has no title any more, but for its owner."""
    return item.title if item.state == "posted" or item.owner_id == tx.viewer.id else _("Taken back")


def space(tx: Tx, person_id: UUID | None, before: str = "") -> Space:
    """Raises NotFound for someone the viewer doesn't know; what they see there is what was shared with them."""
    person = tx.get(Person, person_id) if person_id else None
    if person is None:
        raise NotFound(_("We can't find this person."))
    many = 20
    found = reflections.of(tx, person.id, limit=many + 1, before=_cursor(before))
    older = f"{found[many - 1].created.timestamp()}~{found[many - 1].id}" if len(found) > many else None
    return Space(
        who=faces(tx, {person.id})[person.id],
        mine=person.id == tx.viewer.id,
        reflections=found[:many],
        count=reflections.count_of(tx, person.id),
        older=older,
    )


def _cursor(text: str) -> tuple[datetime, UUID] | None:
    moment, _sep, id_ = text.partition("~")
    try:
        return datetime.fromtimestamp(float(moment), UTC), UUID(id_)
    except (ValueError, OverflowError, OSError):
        return None


def children(tx: Tx) -> list[Child]:
    """The viewer's children, as a guardian sees them; empty for everyone else."""
    ids = list(tx.scalars(_MY_CHILDREN, {"me": tx.viewer.id}))
    visits = {visit.about_id: visit for visit in tx.scalars(_VISITS, {"ids": ids, "me": tx.viewer.id})}
    people = faces(tx, ids)
    shown = reflections.show(tx, tx.scalars(_OF_CHILDREN, {"ids": ids}).all())
    came = items.shared_since(tx, [one.id for one in shown])
    unread = answered(tx, most=UNREAD)
    return [_child(people[id_], _since(tx, visits.get(id_)), shown, came, unread) for id_ in ids]


def _since(tx: Tx, visit: Visit | None) -> datetime | None:
    """When they looked before this sitting, which is only remembered once it has been shown."""
    if visit is None:
        return None
    return visit.last if tx.now - visit.last > SITTING else visit.before


def _child(who: Face, since: datetime | None, shown: list[reflections.Shown], came: dict[UUID, datetime], unread: list[Answered]) -> Child:
    theirs = [one for one in shown if one.owner.id == who.id]
    new = [one for one in theirs if since is None or max(came[one.id], one.edited or one.created) > since]
    return Child(
        who=who,
        since=since,
        new=new[:RECENT],
        earlier=[one for one in theirs if one not in new][:3],
        answered=[one for one in unread if one.who.id == who.id][:RECENT],
    )


def _unfinished(tx: Tx) -> list[Unfinished]:
    found = [(draft, _opening(draft.words)) for draft in drafts.unfinished(tx)]
    return [Unfinished(_desk_href(draft.place), words, draft.saved) for draft, words in found if words]


def _opening(words: dict[str, str]) -> str:
    typed = [text for name, text in words.items() if name == "words" or name == "title" or name.startswith("answer-")]
    return opening(" ".join(typed), 90)


def _desk_href(place: str) -> str:
    kind, _sep, rest = place.partition("/")
    if place == "reflection/new":
        return "/reflections/new"
    return {"reflection": f"/reflections/{rest}/edit", "thread": f"/items/{rest}", "message": f"/messages/{rest}/edit"}.get(kind, "/")


def school(tx: Tx) -> School:
    people, classes, approve = tx.execute(_SCHOOL).one()
    return School(people, classes, approve)


_ME = bindparam("me", type_=Person.id.type)
# A teacher who sees their own child's work as family isn't the one who is waited for.
_AS_STAFF = (
    select(ItemGrant.item_id)
    .join(Principal, Principal.id == ItemGrant.principal_id)
    .where(Principal.kind != "family", among(ItemGrant.principal_id, "holds"))
)
_WAITS = (
    Item.waiting_since.is_not(None),
    Item.deleted.is_(None),
    Item.state == "posted",
    Item.owner_id != _ME,  # A teacher's own reflections wait for somebody else.
    Item.id.in_(_AS_STAFF),
)
_WAITING = select(Item).where(*_WAITS).order_by(Item.waiting_since, Item.id).limit(WAITING)
_WAITING_COUNT = select(func.count(Item.id)).where(*_WAITS)
_UNREAD = (
    Message.author_id != _ME,
    Message.item_id.in_(select(Item.id).where(Item.deleted.is_(None))),
    Message.withdrawn.is_(None),
    Message.hidden.is_(None),
    or_(ReadMark.seq.is_(None), Message.seq > ReadMark.seq),
)
_MARKED = and_(ReadMark.thread_id == Message.thread_id, ReadMark.person_id == _ME)
_UNREAD_MESSAGES = select(Message).outerjoin(ReadMark, _MARKED).where(*_UNREAD).order_by(Message.created.desc()).limit(UNREAD)
_UNREAD_COUNT = select(func.count(func.distinct(Message.item_id))).outerjoin(ReadMark, _MARKED).where(*_UNREAD)
_MY_CHILDREN = (
    select(Guardianship.student_id)
    .join(Person, Person.id == Guardianship.student_id)
    .where(Guardianship.guardian_id == _ME, Guardianship.approved.is_not(None), Guardianship.ended.is_(None))
    .order_by(Person.name)
)
_VISITS = select(Visit).where(Visit.person_id == _ME, among(Visit.about_id, "ids"))
# The newest of each: one child who writes a lot must not take the place of another.
_place = func.row_number().over(partition_by=Item.owner_id, order_by=Item.created.desc())
_NEWEST = select(Item.id, _place.label("place")).where(among(Item.owner_id, "ids"), Item.deleted.is_(None)).subquery()
_OF_CHILDREN = (
    select(Reflection)
    .join(_NEWEST, _NEWEST.c.id == Reflection.id)
    .where(_NEWEST.c.place <= 2 * RECENT)
    .order_by(Reflection.created.desc())
    .options(selectinload(Reflection.prompts))
)
_SCHOOL = select(
    select(func.count(Person.id)).where(Person.deactivated.is_(None)).scalar_subquery(),
    select(func.count(Class.id)).where(Class.ended.is_(None)).scalar_subquery(),
    select(func.count()).select_from(Guardianship).where(Guardianship.approved.is_(None), Guardianship.ended.is_(None)).scalar_subquery(),
)
