"""What can be done about feedback: ask for it, remind, thank, and say what became of it."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid
from hub.events import home_topic, thread_topic
from hub.feedback import queries as feedback
from hub.feedback.actions import relations_to, tell
from hub.items import holders
from hub.items import queries as items
from hub.items.actions import relations, stands, still_there
from hub.items.models import Item
from hub.loops import queries, reminders, requests, waiting
from hub.loops.models import Asked, FeedbackRequest, Outcome, Response
from hub.policy import Verb, named, require
from hub.safeguarding import speaking
from hub.words import _, lines

LONGEST = 2_000
"""Characters of a question, or of a word why."""
FARTHEST = timedelta(days=366)
MOST = 12
"""People in one request, and open requests about one item: whoever asks everybody is answered by nobody."""


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it was written. Without a `version` it is about the one that stands."""

    item: UUID | None
    people: tuple[UUID, ...]
    question: str = ""
    until: date | None = None
    version: int | None = None
    writing: UUID | None = None


def ask(tx: Tx, given: Ask) -> FeedbackRequest:
    """Raises Invalid("people", "question", "until" or "version"), and Conflict about what can't be seen now."""
    item = items.find(tx, given.item)
    mine = relations(tx, item)
    require(named(item), mine, Verb.ASK)
    sending = Sending(tx, given.writing, "ask", given)
    if sending.made:
        return requests.find(tx, sending.made)
    stands(item)
    question = lines("question", given.question, LONGEST)
    speaking.require_on(tx, item, mine, question=question)
    groups = queries.may_be_asked(tx, item)
    people = _checked_people(given.people, groups)
    if (tx.scalar(_OPEN.where(FeedbackRequest.item_id == item.id)) or 0) >= MOST:
        raise Invalid("people", _("You have asked a lot about this already. Wait for an answer, or take a request back."))
    request = tx.make(
        FeedbackRequest(
            school_id=item.school_id,
            item_id=item.id,
            asker_id=tx.viewer.id,
            version=_version(item, given.version),
            question=question,
            until=_day(tx, given.until),
            created=tx.now,
        )
    )
    tx.add_all(Asked(request_id=request.id, person_id=person, since=tx.now) for person in people)
    if people & queries.staff_among(groups):
        waiting.begins(tx, item)
    reminders.the_day_before(tx, request)
    sending.becomes(request.id)
    _tell(tx, "feedback.requested", request, item, people)
    return request


def withdraw_request(tx: Tx, request_id: UUID | None) -> FeedbackRequest:
    """Nobody needs to answer it any more. What was answered stays."""
    request, item = _mine(tx, request_id)
    if request.withdrawn is None:
        request.withdrawn = tx.now
        tx.flush()
        people = frozenset(tx.scalars(select(Asked.person_id).where(Asked.request_id == request.id)))
        item.waiting_since = waiting.since(tx, item)
        _tell(tx, "request.withdrawn", request, item, people)
    return request


def thank(tx: Tx, request_id: UUID | None, person_id: UUID | None) -> FeedbackRequest:
    """Thanks somebody for their answer. Raises Conflict for who hasn't given one."""
    request, item = _mine(tx, request_id)
    asked = _asked(tx, request, person_id)
    if asked.answered is None:
        raise Conflict(_("They haven't answered yet. You can thank them when they have."))
    if asked.thanked is None:
        asked.thanked = tx.now
        _tell_home(tx, "feedback.thanked", request, item, asked)
    return request


def remind(tx: Tx, request_id: UUID | None, person_id: UUID | None) -> FeedbackRequest:
    """A kind word to somebody who has not answered: once a day at the most. Raises Conflict sooner."""
    request, item = _mine(tx, request_id)
    stands(item)
    asked = _asked(tx, request, person_id)
    if request.withdrawn is not None or asked.answered is not None:
        raise Conflict(_("There is nothing to remind them of any more."))
    if tx.now - max(asked.since, asked.reminded or asked.since) < requests.AGAIN:
        raise Conflict(_("They heard of it less than a day ago. Give them a little time; you can remind them tomorrow."))
    asked.reminded = tx.now
    _tell_home(tx, "feedback.reminded", request, item, asked)
    return request


def respond(
    tx: Tx, message_id: UUID | None, outcome: Outcome, why: str, version: int | None = None, writing: UUID | None = None
) -> Response:
    """Says what became of somebody's words, or says it anew: in the newest `version` where none is named, in none yet for 0.
    Raises Invalid("why" or "version"), and Conflict where the words can't be read any more."""
    message = feedback.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.RESPOND)
    standing = tx.get(Response, message.id)
    sending = Sending(tx, writing, "respond", message.id, outcome, why, version)
    if standing and sending.made:
        return standing
    if message.withdrawn is not None or message.hidden is not None:
        raise Conflict(_("These words were taken back meanwhile, so there is nothing to answer any more."))
    item = items.find(tx, message.item_id)
    still_there(item)
    text = lines("why", why, LONGEST)
    if not text:
        raise Invalid("why", _("Say in a few words why. It is what makes the answer count."))
    speaking.require_on(tx, item, relations(tx, item), why=text)
    seen_in = _seen_in(item, outcome, version)
    if standing is None:
        standing = tx.make(Response(message_id=message.id, item_id=item.id, outcome=outcome, why=text, version=seen_in, created=tx.now))
    elif (standing.outcome, standing.why, standing.version) == (outcome, text, seen_in):
        sending.becomes(message.id)
        return standing
    else:
        standing.outcome, standing.why, standing.version, standing.changed = outcome, text, seen_in, tx.now
    sending.becomes(message.id)
    tell(tx, "feedback.responded", message, feedback.grants_of(tx, message))
    return standing


def _mine(tx: Tx, request_id: UUID | None) -> tuple[FeedbackRequest, Item]:
    request = requests.find(tx, request_id)
    item = items.find(tx, request.item_id)
    if request.asker_id != tx.viewer.id:  # What one has asked stays one's own, also of a project that somebody else leads by now.
        require(named(item), relations(tx, item), Verb.ASK)
    return request, item


def _checked_people(chosen: Iterable[UUID], groups: list[queries.AskGroup]) -> frozenset[UUID]:
    """Only who may see it, by name; never a mentor alone."""
    people = frozenset(chosen)
    known = {one.id: one for group in groups for one in group.people}
    if not people:
        raise Invalid("people", _("Choose whom you want to ask."))
    if people - set(known):
        raise Invalid("people", _("You can ask whoever may see this. Share it first, then ask."))
    if len(people) > MOST:
        raise Invalid("people", _("Ask %(n)d people at the most. A few are enough.") % {"n": MOST})
    if any("mentor" in known[id_].roles for id_ in people) and not people & queries.staff_among(groups):
        raise Invalid("people", _("When you ask a mentor, ask a teacher who can see this as well."))
    return people


def _version(item: Item, number: int | None) -> int:
    newest = queries.version_of(item)
    if number is not None and not 1 <= number <= newest:
        raise Invalid("version", _("There is no such version of it."))
    return number or newest


def _seen_in(item: Item, outcome: Outcome, number: int | None) -> int | None:
    """0 says that no version shows it yet."""
    return None if outcome == "declined" or number == 0 else _version(item, number)


def _day(tx: Tx, until: date | None) -> date | None:
    if until is not None and until < tx.today:
        raise Invalid("until", _("That day has passed."))
    if until is not None and until > tx.today + FARTHEST:
        raise Invalid("until", _("That is more than a year away. Choose a nearer day."))
    return until


def _asked(tx: Tx, request: FeedbackRequest, person_id: UUID | None) -> Asked:
    asked = tx.get(Asked, (request.id, person_id)) if person_id else None
    if asked is None:
        raise Invalid("person", _("You didn't ask them."))
    return asked


def _tell(tx: Tx, kind: str, request: FeedbackRequest, item: Item, people: frozenset[UUID]) -> None:
    """At the homes of those who have to do with it, and of the staff whose list it is on. In the thread, too; there the faces
    show it to nobody who may not know of it."""
    told = people | {item.owner_id} | holders.readers(tx, holders.staff_among(tx, items.granted(tx, item.id) - {item.owner_id}))
    tx.tell(kind, [thread_topic(item.id), *map(home_topic, told)], item=item.id, request=request.id)


def _tell_home(tx: Tx, kind: str, request: FeedbackRequest, item: Item, asked: Asked) -> None:
    tx.tell(kind, [home_topic(asked.person_id), home_topic(item.owner_id)], item=item.id, request=request.id)


_OPEN = select(func.count(FeedbackRequest.id)).where(
    FeedbackRequest.withdrawn.is_(None),
    FeedbackRequest.id.in_(select(Asked.request_id).where(Asked.answered.is_(None))),
)
