"""A team asks a mentor one of its questions, with the minutes that it may take; the mentor answers where it stands, or can't this time."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.errors import Conflict, Forbidden, Invalid
from hub.events import home_topic, thread_topic
from hub.feedback import actions as feedback
from hub.feedback import contacts
from hub.identity import limits
from hub.items import company, holders
from hub.items import queries as items
from hub.mentors import asks
from hub.mentors.models import MentorAsk
from hub.need_to_knows import queries as wonders
from hub.need_to_knows.models import NeedToKnow
from hub.policy import Verb, require
from hub.safeguarding import speaking
from hub.teams.actions import in_turn
from hub.words import _, one_line

MINUTES = (5, 15, 30, 60)
MOST = 5
"""What one team may wait for from one mentor: theirs is a light part."""


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """An ask as it was written. Without a `mentor`: the only one there is."""

    question: UUID | None
    mentor: UUID | None = None
    words: str = ""
    minutes: int | None
    until: date | None = None


def ask(tx: Tx, given: Asking) -> MentorAsk:
    """Raises NotFound, Forbidden for who isn't in the team nor its staff, or while no staff is there; Conflict for a question that needs no
    answer now, and for what is asked already; and Invalid("mentor", "words", "minutes" or "until"); TooMany for who asks without end."""
    in_turn(tx, given.question)  # Two of a team who ask the same at the same moment.
    question, audience = _question(tx, given.question)
    _to_be_asked(question)
    speaking.require(tx, question.owner_id, wonders.relations(tx, question, frozenset(audience)))
    company.require_staff(company.of_item(tx, audience))
    mentor = _mentor(asks.there(tx, question, audience.values()), given.mentor)
    with tx.system("what a mentor is asked already"):
        waiting = asks.waiting(tx, mentor.mentorship_id)
        theirs = [one for one in waiting if tx.get_one(NeedToKnow, one.question_id).team_id == question.team_id]
    words, minutes = _words(given.words, question), _minutes(given.minutes)
    for one in waiting:
        if one.question_id == question.id:
            if (one.asked_by, one.words, one.minutes) == (tx.viewer.id, words, minutes):
                return one  # Pressed twice.
            raise Conflict(_("%(name)s is asked this already. Take that back first, to ask it otherwise.") % {"name": mentor.who.called})
    if len(theirs) >= MOST:
        told = {"name": mentor.who.called, "n": len(theirs)}
        raise Conflict(_("%(name)s has %(n)d questions of yours already. Wait for an answer, or take one back.") % told)
    until = _until(tx, given.until, mentor)
    with tx.system("how often somebody asks mentors"):
        limits.knock(tx, (limits.MENTOR_ASKS, str(tx.viewer.id)))
    made = tx.make(
        MentorAsk(
            question_id=question.id,
            mentorship_id=mentor.mentorship_id,
            person_id=mentor.who.id,
            asked_by=tx.viewer.id,
            words=words,
            minutes=minutes,
            until=until,
            asked=tx.now,
        )
    )
    _tell(tx, "mentor.asked", made, audience, made.person_id)
    return made


def take_back(tx: Tx, ask_id: UUID | None) -> MentorAsk:
    """They need not answer it any more. By any of the team, or its staff, also while nobody may write there. Harmless twice."""
    one = _in_turn(tx, ask_id)
    _asked, audience = _question(tx, one.question_id)
    if one.taken_back is None and one.declined is None:
        one.taken_back = tx.now
        _tell(tx, "mentor.ask_taken_back", one, audience, one.person_id)
    return one


def decline(tx: Tx, ask_id: UUID | None, words: str = "", writing: UUID | None = None) -> MentorAsk:
    """The mentor can't this time; their `words`, if there are any, stand in the question's thread as all that they say there.

    Harmless twice. Raises NotFound, Forbidden for who wasn't asked, or while no staff is there, and Conflict for what doesn't wait for
    them any more."""
    one = _in_turn(tx, ask_id)
    if one.person_id != tx.viewer.id:
        raise Forbidden(_("Only who was asked can say this."))
    if one.declined is not None:
        return one
    if not asks.show(tx, [one])[0].open:
        raise Conflict(_("This waits for you no more: it was taken back, or has its answer."))
    audience = items.granted_kinds(tx, one.question_id)
    company.require_staff(company.of_item(tx, audience))
    one.declined = tx.now
    if words.strip():
        feedback.add_message(tx, one.question_id, feedback.Answer(words, writing))
    _tell(tx, "mentor.declined", one, audience, one.asked_by)
    return one


def _in_turn(tx: Tx, ask_id: UUID | None) -> MentorAsk:
    """Of who takes it back, who declines and who asks anew, one after the other."""
    one = asks.find(tx, ask_id)
    in_turn(tx, one.question_id)
    tx.refresh(one)
    return one


def _question(tx: Tx, id_: UUID | None) -> tuple[NeedToKnow, dict[UUID, str]]:
    question = wonders.find(tx, id_)
    audience = items.granted_kinds(tx, question.id)
    mine = wonders.relations(tx, question, frozenset(audience))
    require("need_to_know", mine, Verb.ASK_MENTOR)
    return question, audience


def _to_be_asked(question: NeedToKnow) -> None:
    if question.merged_into_id is not None:
        raise Conflict(_("This went into a question of the whole class. Go on there."))
    if question.stage == "answered":
        raise Conflict(_("This has its answer already. Say why that isn't enough to open it again."))


def _mentor(there: list[asks.There], wanted: UUID | None) -> asks.There:
    if not there:
        raise Conflict(_("No mentor is with you now. Your teacher can find one."))
    if wanted is None and len(there) == 1:
        return there[0]
    for one in there:
        if one.who.id == wanted:
            return one
    raise Invalid("mentor", _("Choose one of the mentors who are with you now."))


def _words(words: str, question: NeedToKnow) -> str:
    """Nothing where it only says the question again, which may be worded anew meanwhile."""
    said = one_line("words", words, 300)
    if contacts.found(said):
        raise Invalid("words", _("Leave out mail addresses, numbers and names elsewhere: they answer you here."))
    return "" if said == question.title else said


def _minutes(minutes: int | None) -> int:
    if minutes not in MINUTES:
        raise Invalid("minutes", _("How long may it take? Choose one."))
    return minutes


def _until(tx: Tx, until: date | None, mentor: asks.There) -> date | None:
    if until is not None and until < tx.today:
        raise Invalid("until", _("That day has passed."))
    if until is not None and until > mentor.last_day:
        raise Invalid("until", _("They are with you only until then. Choose an earlier day, or none."))
    return until


def _tell(tx: Tx, kind: str, one: MentorAsk, audience: Iterable[UUID], person: UUID) -> None:
    """On the question's page, and at the homes of those who see it; `person` hears of it elsewhere as well."""
    homes = map(home_topic, holders.readers(tx, audience))
    tx.tell(kind, [thread_topic(one.question_id), *homes], item=one.question_id, person=person)
