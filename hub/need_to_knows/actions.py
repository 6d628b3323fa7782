"""What one does with what a team needs to know: ask it alone, show it to each other, pick three, find out and answer."""

from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid, NotFound
from hub.events import thread_topic
from hub.feedback.actions import open_thread
from hub.items import queries as items
from hub.items.actions import relations
from hub.items.models import Item, ItemGrant
from hub.need_to_knows import evidence, families, queries
from hub.need_to_knows.models import NeedToKnow, NeedToKnowVersion
from hub.need_to_knows.wording import asked
from hub.policy import Relation, Verb, require
from hub.rooms import queries as rooms
from hub.rooms.models import Room
from hub.safeguarding import speaking
from hub.teams import queries as teams
from hub.teams.actions import in_turn, tell_staff
from hub.teams.models import TeamMember
from hub.words import _, lines, one_line

LONGEST = 5_000
"""Letters of an answer, and of why one isn't enough."""


def ask(tx: Tx, room_id: UUID | None, question: str, writing: UUID | None = None, *, alone: bool = False) -> NeedToKnow:
    """Nobody but its author sees it until the team shows its questions to each other; after that it is there for all at once.

    `alone`: its author believes that nobody else will see it. Raises NotFound, Forbidden for who isn't in the team, Conflict where
    they believe so and the team has shown its questions meanwhile, and Invalid("question").
    """
    room = _room(tx, room_id, Verb.WRITE, question=question)
    title = asked(question)
    sending = Sending(tx, writing, "ask_question", room.id, title)
    if sending.made:
        return queries.find(tx, sending.made)
    if alone and room.revealed:
        raise Conflict(_("Your team has shown its questions to each other meanwhile: they will see this one at once."))
    team = teams.find(tx, room.team_id)
    queries.has_room(tx, team.id)
    made = tx.make(
        NeedToKnow(
            school_id=room.school_id,
            owner_id=team.id,
            project_id=team.project_id,
            team_id=team.id,
            author_id=tx.viewer.id,
            title=title,
            created=tx.now,
            updated=tx.now,
        )
    )
    open_thread(tx, made)
    readers = items.granted(tx, room.id) if room.revealed else {tx.viewer.id}
    tx.add_all(ItemGrant(item_id=made.id, principal_id=principal, since=tx.now) for principal in readers)
    tx.flush()
    sending.becomes(made.id)
    _tell_room(tx, "need_to_know.asked", room)
    return made


def reveal(tx: Tx, room_id: UUID | None, *, complete: bool = False) -> Room:
    """Whoever reads the room sees from now on what each of its team wrote alone. Once; harmless for two who do it at the same moment.
    What somebody wrote who has left the team since stays theirs alone. `complete`: they count on all having written; Conflict if not."""
    room = _room(tx, room_id, Verb.REVEAL)
    if room.revealed is not None:
        return room
    if complete:
        queries.require_all_have_written(tx, room)
    room.revealed = tx.now
    readers = items.granted(tx, room.id)
    with tx.system("what was written alone is shown"):
        alone = list(tx.scalars(_WRITTEN, {"team": room.team_id}))
        grants = list(tx.scalars(select(ItemGrant).where(ItemGrant.item_id.in_(alone))))
    for grant in grants:
        if grant.principal_id not in readers:
            tx.delete(grant)
    already = {(grant.item_id, grant.principal_id) for grant in grants}
    new = [(one, principal) for one in alone for principal in readers if (one, principal) not in already]
    tx.add_all(ItemGrant(item_id=one, principal_id=principal, since=tx.now) for one, principal in new)
    tx.flush()
    _tell_room(tx, "need_to_know.revealed", room, *alone)
    return room


def pick(tx: Tx, id_: UUID | None, picked: bool = True) -> NeedToKnow:
    """One of the three that the team works on, or not any more. Raises Conflict for a fourth."""
    room_id = tx.scalar(_ROOM_OF, {"id": id_})
    in_turn(tx, room_id)  # Two who pick a third at the same moment.
    question = _found(tx, id_, Verb.PICK)
    if picked == (question.picked is not None):
        return question
    if picked and queries.picks(tx, question.owner_id) >= queries.PICKS:
        raise Conflict(_("Your team has picked %(n)d already. Put one of them back first.") % {"n": queries.PICKS})
    question.picked = tx.now if picked else None
    tell(tx, "need_to_know.picked", question)
    return question


def change(tx: Tx, id_: UUID | None, question: str, base: int, writing: UUID | None = None) -> NeedToKnow:
    """Words the question anew. Raises Conflict when another version than `base` stands, and Invalid("question")."""
    in_turn(tx, id_)
    found = _found(tx, id_, Verb.EDIT, question=question)
    title = asked(question)
    sending = Sending(tx, writing, "change_question", found.id, title)
    if sending.made:
        return found
    _stands(found, base)
    if title != found.title:
        _keep(tx, found)
        found.title = title
        found.updated = tx.now
    sending.becomes(found.id)
    tell(tx, "need_to_know.changed", found)
    return found


def take_up(tx: Tx, id_: UUID | None) -> NeedToKnow:
    """The viewer finds out. Harmless for who does already. Raises Conflict for one that has its answer, or went into another."""
    question = _to_find_out(tx, id_)
    if question.stage == "answered":
        raise Conflict(_("This has its answer already. Say why that isn't enough to open it again."))
    if (question.stage, question.by_id) != ("investigating", tx.viewer.id):
        _becomes(tx, question, "investigating")
        tell(tx, "need_to_know.taken_up", question)
    return question


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it was written. `base`: the version of the question that it answers."""

    words: str
    source: str = ""
    evidence: tuple[UUID, ...] = ()
    """Work of one's own that shows it: whoever sees the question sees it from then on."""
    base: int
    writing: UUID | None = None


def answer(tx: Tx, id_: UUID | None, found: Found) -> NeedToKnow:
    """Says what was found out; an answer that stands is worded anew, and kept as it was.

    Raises Conflict where somebody was quicker, or it went into another, and Invalid("words", "source" or "evidence").
    """
    question = _to_find_out(tx, id_, words=found.words, source=found.source)
    words, source = lines("words", found.words, LONGEST), one_line("source", found.source, 500)
    if not words:
        raise Invalid("words", _("Write what you found out. One sentence is enough."))
    sending = Sending(tx, found.writing, "answer_question", question.id, words, source, *found.evidence)
    if sending.made:
        return question
    _answers_what_was_read(tx, question, found.base)
    evidence.show_by(tx, question, found.evidence)
    _becomes(tx, question, "answered", answer=words, source=source)
    sending.becomes(question.id)
    tell(tx, "need_to_know.answered", question)
    return question


def reopen(tx: Tx, id_: UUID | None, why: str, writing: UUID | None = None) -> NeedToKnow:
    """The answer isn't enough; it stays readable. Raises Conflict for one that isn't answered, and Invalid("why")."""
    question = _to_find_out(tx, id_, why=why)
    why = lines("why", why, LONGEST)
    if not why:
        raise Invalid("why", _("Say what is still missing, so that whoever goes on knows."))
    sending = Sending(tx, writing, "reopen_question", question.id, why)
    if sending.made:
        return question
    if question.stage != "answered":
        raise Conflict(_("It isn't answered now: somebody works on it already."))
    _becomes(tx, question, "reopened", why=why)
    sending.becomes(question.id)
    tell(tx, "need_to_know.reopened", question)
    return question


def take_away(tx: Tx, id_: UUID | None) -> NeedToKnow:
    """Nobody sees it any more; its author can put it back for 30 days. Raises Conflict for one that went into another."""
    question = _found(tx, id_, Verb.DELETE)
    if question.merged_into_id is not None:
        raise Conflict(_merged())
    question.deleted = tx.now
    question.picked = None
    tell(tx, "need_to_know.taken_away", question)
    return question


def put_back(tx: Tx, id_: UUID | None) -> NeedToKnow:
    """Where it was. Harmless for one that is there; NotFound for who didn't write it, or can't see its room any more."""
    with tx.system("a question that was taken away"):
        question = tx.get(NeedToKnow, id_) if id_ else None
    if question is None or question.author_id != tx.viewer.id or queries.room_of(tx, question.owner_id) is None:
        raise NotFound(queries.no_such())
    if question.deleted is not None:
        if not question.comes_back(tx.now):
            raise NotFound(queries.no_such())
        speaking.require(tx, question.owner_id, frozenset({Relation.MEMBER}), question=question.title)
        question.deleted = None
        tell(tx, "need_to_know.put_back", question)
    return question


def tell(tx: Tx, kind: str, question: NeedToKnow) -> None:
    """On its own page, in its team's room, and at its project; of what its author alone sees, nowhere else than there."""
    with tx.system("where a question is told of"):
        room = queries.room_of(tx, question.owner_id)
    families.tell(tx, kind, question)
    if room is None:
        tx.tell(kind, [thread_topic(question.id), thread_topic(question.project_id)], item=question.id)
    elif room.revealed:
        _tell_room(tx, kind, room, question.id, question.project_id)  # Of the room, which stays when a question is taken away.
    else:
        tx.tell(kind, [thread_topic(question.id)], item=question.id)
        if kind in ("need_to_know.taken_away", "need_to_know.put_back"):
            _tell_room(tx, "need_to_know.asked", room)


def _room(tx: Tx, room_id: UUID | None, verb: Verb, **said: str) -> Room:
    """One after the other: two who show, or ask while somebody shows."""
    in_turn(tx, room_id)
    room = rooms.find(tx, room_id)
    mine = relations(tx, room)
    require("room", mine, verb)
    speaking.require(tx, room.team_id, mine, **said)
    return room


def _found(tx: Tx, id_: UUID | None, verb: Verb, **said: str) -> NeedToKnow:
    question = queries.find(tx, id_)
    audience = items.granted(tx, question.id)
    if verb in queries.NOT_ALONE and question.team_id and question.team_id not in audience:
        raise Conflict(_("Only you see this yet. Show your questions to each other first."))
    mine = queries.relations(tx, question, audience)
    require("need_to_know", mine, verb)
    if verb != Verb.DELETE and question.team_id is None:
        speaking.require_on(tx, question, mine, **said)
    elif verb != Verb.DELETE:  # Of what only its author sees they are no member: but the team will.
        speaking.require(tx, question.owner_id, mine | {Relation.MEMBER} if Relation.AUTHOR in mine else mine, **said)
    return question


def _to_find_out(tx: Tx, id_: UUID | None, **said: str) -> NeedToKnow:
    in_turn(tx, id_)
    question = _found(tx, id_, Verb.FIND_OUT, **said)
    if question.merged_into_id is not None:
        raise Conflict(_merged())
    return question


def _merged() -> str:
    return _("This went into a question of the whole class. Go on there.")


def _stands(question: NeedToKnow, base: int) -> None:
    if question.version != base:
        raise Conflict(_("Somebody else changed it meanwhile. Both texts are shown here: please choose."))


def _answers_what_was_read(tx: Tx, question: NeedToKnow, base: int) -> None:
    """That somebody took it up or worded it anew meanwhile is no reason to refuse an answer; that there is another answer is."""
    before = tx.get(NeedToKnowVersion, (question.id, base)) if base != question.version else None
    if before is None or (before.words["answer"], before.words["source"]) != (question.answer, question.source):
        _stands(question, base)


def _becomes(tx: Tx, question: NeedToKnow, stage: str, **words: str) -> None:
    _keep(tx, question)
    for name, value in {"stage": stage, **words}.items():
        setattr(question, name, value)
    question.by_id, question.since, question.updated = tx.viewer.id, tx.now, tx.now


def _keep(tx: Tx, question: NeedToKnow) -> None:
    """How it stands, before it changes."""
    words = {name: getattr(question, name) for name in ("title", "stage", "answer", "source", "why")}
    tx.add(NeedToKnowVersion(need_to_know_id=question.id, number=question.version, words=words, by_id=question.by_id, until=tx.now))
    question.version += 1


def _tell_room(tx: Tx, kind: str, room: Room, *also: UUID) -> None:
    """Never which, nor whose: what is written alone is only counted. Staff are told of what they may see."""
    tx.tell(kind, [thread_topic(room.id), *map(thread_topic, also)], item=room.id)
    if room.revealed:
        tell_staff(tx, room.id)


_TEAM = bindparam("team", type_=Item.id.type)
_ROOM_OF = select(Room.id).where(Room.team_id.in_(select(NeedToKnow.team_id).where(NeedToKnow.id == bindparam("id", type_=Item.id.type))))
_WRITTEN = (
    select(NeedToKnow.id)
    .join(TeamMember, (TeamMember.team_id == NeedToKnow.team_id) & (TeamMember.person_id == NeedToKnow.author_id))
    .where(NeedToKnow.team_id == _TEAM, NeedToKnow.deleted.is_(None), TeamMember.ended.is_(None))
)
