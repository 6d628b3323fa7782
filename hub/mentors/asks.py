"""What is asked of mentors, and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.errors import NotFound
from hub.feedback.models import Message
from hub.holdings import runs
from hub.items import company
from hub.items import queries as items
from hub.items.models import Item
from hub.mentors import offers
from hub.mentors.models import MentorAsk, Mentorship
from hub.need_to_knows import queries as wonders
from hub.need_to_knows.models import NeedToKnow
from hub.people.faces import Face, faces
from hub.people.models import Person
from hub.projects.models import Project
from hub.words import _

State = Literal["asked", "answered", "declined", "taken_back", "settled", "gone"]
MANY = 50
"""Asks that a mentor is shown at once."""


class ShownAsk(msgspec.Struct, frozen=True, kw_only=True):
    """What a mentor is asked. `state`: waits for them; they said something about it; they can't this time; it was taken back; the team
    has its answer, or works on the question elsewhere; the mentor isn't with the project, or not now."""

    id: UUID
    question_id: UUID
    mentor: Face
    by: Face
    words: str
    minutes: int
    until: date | None
    asked: datetime
    state: State
    mine: bool
    """Whether the viewer is who was asked."""

    @property
    def open(self) -> bool:
        return self.state == "asked"


class There(msgspec.Struct, frozen=True):
    """A mentor who is with a project now, and until when."""

    mentorship_id: UUID
    who: Face
    last_day: date


class AskedOfMe(msgspec.Struct, frozen=True, kw_only=True):
    """What a mentor's first page shows of an ask: just enough to answer it."""

    ask: ShownAsk
    question: wonders.Shown
    project: str
    driving_question: str
    waits: bool
    """No member of staff is with them there: until one is, nobody can write."""
    held: bool
    """They answered, and staff look at it first."""


class Help(msgspec.Struct, frozen=True):
    """Beside a question: what mentors were asked about it; who can be asked now; and, for staff where nobody can, mentors of the school
    whose offers fit, each with the word by which they are found. `finding`: the page on which they are, without that word."""

    asks: list[ShownAsk]
    there: list[There]
    fitting: list[tuple[offers.Mentor, str]]
    finding: str


def find(tx: Tx, ask_id: UUID | None) -> MentorAsk:
    """Raises NotFound."""
    found = tx.get(MentorAsk, ask_id) if ask_id else None
    if found is None:
        raise NotFound(_("We can't find this. Perhaps it was taken back."))
    return found


def of_questions(tx: Tx, question_ids: Collection[UUID]) -> dict[UUID, list[ShownAsk]]:
    """What was asked about each, oldest first; what was taken back is not told of any more."""
    found: dict[UUID, list[ShownAsk]] = defaultdict(list)
    for one in show(tx, tx.scalars(_OF_QUESTIONS, {"ids": list(question_ids)}).all()):
        found[one.question_id].append(one)
    return found


def by_ids(tx: Tx, ids: Collection[UUID]) -> dict[UUID, ShownAsk]:
    """Those of them that the viewer may see."""
    return {one.id: one for one in show(tx, tx.scalars(_BY_ID, {"ids": list(ids)}).all())}


def of_me(tx: Tx) -> list[AskedOfMe]:
    """What waits for the viewer, the oldest first, in the same number of statements however much it is."""
    asked = [one for one in show(tx, tx.scalars(_OF_MENTOR, {"me": tx.viewer.id}).all()) if one.open]
    if not asked:
        return []
    questions = wonders.by_ids(tx, {one.question_id for one in asked})
    projects = {one.id: one for one in tx.scalars(_PROJECTS, {"ids": list({one.project_id for one in questions.values()})})}
    frozen = company.frozen(tx, questions)
    held = set(tx.scalars(_HELD, {"ids": list(questions), "me": tx.viewer.id}))
    return [
        AskedOfMe(
            ask=one,
            question=question,
            project=projects[question.project_id].title,
            driving_question=projects[question.project_id].driving_question,
            waits=question.id in frozen,
            held=question.id in held,
        )
        for one in asked
        if (question := questions.get(one.question_id)) and question.project_id in projects
    ]


def there(tx: Tx, question: NeedToKnow, audience: Collection[str]) -> list[There]:
    """The mentors who can be asked it: with its project now, and let in to it. `audience`: the kinds of the principals who see it."""
    if question.team_id is None or "mentors" not in audience:
        return []
    with tx.system("which mentors are with a project now"):
        found = tx.scalars(_THERE, {"project": question.project_id}).all()
    known = faces(tx, {one.person_id for one in found}) if found else {}
    return sorted((There(one.id, known[one.person_id], one.last_day) for one in found), key=lambda one: (one.who.called, one.who.id))


def help_with(tx: Tx, question: NeedToKnow, may_ask: bool) -> Help:
    """`may_ask`: whether the viewer may ask at all."""
    asked = of_questions(tx, [question.id])[question.id]
    if not may_ask or question.team_id is None or question.stage == "answered" or question.merged_into_id:
        return Help(asked, [], [], "")
    found = there(tx, question, items.granted_kinds(tx, question.id).values())
    busy = {one.mentor.id for one in asked if one.open}
    fitting = offers.fitting(tx, question.title) if not found and tx.viewer.staff else []
    finding = ""
    if fitting:
        leads = tx.scalar(_LEADS, {"project": question.project_id, "me": tx.viewer.id})
        finding = f"/projects/{question.project_id}/mentors" if leads else "/mentors"
    return Help(asked, [one for one in found if one.who.id not in busy], fitting, finding)


def waiting(tx: Tx, mentorship_id: UUID) -> list[MentorAsk]:
    """What that mentor is asked and has neither declined nor answered."""
    return list(tx.scalars(_OF_MENTORSHIP, {"mentorship": mentorship_id}))


def show(tx: Tx, asks: Sequence[MentorAsk]) -> list[ShownAsk]:
    """Made ready to show, in the same number of statements however many there are."""
    if not asks:
        return []
    with tx.system("whether a mentor is there now"):
        running = set(tx.scalars(_RUNNING, {"ids": list({one.mentorship_id for one in asks})}))
    ids = [one.id for one in asks]
    answered = set(tx.scalars(_ANSWERED, {"ids": ids}))
    open_ = set(tx.scalars(_STILL_OPEN, {"ids": ids}))
    known = faces(tx, {person for one in asks for person in (one.person_id, one.asked_by)})

    def state(one: MentorAsk) -> State:
        if one.taken_back is not None:
            return "taken_back"
        if one.declined is not None:
            return "declined"
        if one.id in answered:
            return "answered"
        if one.id not in open_:
            return "settled"
        return "asked" if one.mentorship_id in running else "gone"

    return [
        ShownAsk(
            id=one.id,
            question_id=one.question_id,
            mentor=known[one.person_id],
            by=known[one.asked_by],
            words=one.words,
            minutes=one.minutes,
            until=one.until,
            asked=one.asked,
            state=state(one),
            mine=one.person_id == tx.viewer.id,
        )
        for one in asks
    ]


_ORDER = (MentorAsk.asked, MentorAsk.id)
_STANDS = (MentorAsk.declined.is_(None), MentorAsk.taken_back.is_(None))
_SAID = and_(
    Message.item_id == MentorAsk.question_id,
    Message.author_id == MentorAsk.person_id,
    Message.created >= MentorAsk.asked,
    Message.withdrawn.is_(None),
    Message.hidden.is_(None),
    Message.held.is_(None),  # Nobody but staff reads it yet.
)
_TO_FIND_OUT = and_(
    NeedToKnow.id == MentorAsk.question_id,
    NeedToKnow.stage != "answered",
    NeedToKnow.merged_into_id.is_(None),
    NeedToKnow.deleted.is_(None),
)
_OF_QUESTIONS = select(MentorAsk).where(among(MentorAsk.question_id, "ids"), MentorAsk.taken_back.is_(None)).order_by(*_ORDER)
_BY_ID = select(MentorAsk).where(among(MentorAsk.id, "ids"))
_ANSWERED = select(MentorAsk.id).join(Message, _SAID).where(among(MentorAsk.id, "ids")).distinct()
_STILL_OPEN = select(MentorAsk.id).join(NeedToKnow, _TO_FIND_OUT).where(among(MentorAsk.id, "ids"))
_WAITS = select(MentorAsk).join(NeedToKnow, _TO_FIND_OUT).where(*_STANDS, ~select(Message.id).where(_SAID).exists()).order_by(*_ORDER)
_OF_MENTOR = _WAITS.where(MentorAsk.person_id == bindparam("me", type_=Person.id.type)).limit(MANY)
_OF_MENTORSHIP = _WAITS.where(MentorAsk.mentorship_id == bindparam("mentorship", type_=Item.id.type))
_HELD = select(Message.item_id).where(
    among(Message.item_id, "ids"),
    Message.author_id == bindparam("me", type_=Person.id.type),
    *(Message.held.is_not(None), Message.withdrawn.is_(None), Message.hidden.is_(None)),
)
_PROJECTS = select(Project).where(among(Project.id, "ids"))
_PROJECT = bindparam("project", type_=Item.id.type)
_LEADS = select(Project.id).where(Project.id == _PROJECT, Project.owner_id == bindparam("me", type_=Person.id.type))
_THERE = select(Mentorship).where(Mentorship.project_id == _PROJECT, runs(Mentorship.__table__))
_RUNNING = select(Mentorship.id).where(among(Mentorship.id, "ids"), runs(Mentorship.__table__))
