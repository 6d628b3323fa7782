"""What can be said and taken back in a thread."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.cursors import opened
from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Forbidden, Invalid
from hub.events import home_topic, last_seq, thread_topic
from hub.feedback import contacts, forms, pace, queries
from hub.feedback.models import FormKind, Message, MessageGrant, MessageVersion, ReadMark, Thread
from hub.files import actions as files
from hub.files.models import File
from hub.identity import limits
from hub.items import company, holders
from hub.items import queries as items
from hub.items.actions import still_there
from hub.items.models import Item
from hub.loops import answering, waiting
from hub.notifications import actions as notifications
from hub.policy import Relation, Verb, named, require, to_item, to_message
from hub.safeguarding import pauses
from hub.words import _, tidy_words


class Answer(msgspec.Struct, frozen=True):
    """What someone says, in `words` or in the `parts` of a form. `writing` is the id of this piece of writing: sending it
    twice says it once."""

    words: str = ""
    writing: UUID | None = None
    reply_to: UUID | None = None
    form: FormKind = "free"
    parts: dict[str, str] = {}
    """What stands in each box, by its key."""
    criteria: str = ""
    """Of a rubric, which were filled in: a `forms.Source.stands`."""
    files: tuple[UUID, ...] = ()
    alts: dict[UUID, str] = {}


def add_message(tx: Tx, item_id: UUID | None, answer: Answer) -> Message:
    """Says it in the item's thread. Raises NotFound, Forbidden, Conflict for what was deleted, Invalid("words", or "parts" of a form, or
    "photos")."""
    item = items.find(tx, item_id)
    sending = Sending(tx, answer.writing, "add_message", item.id, answer)
    if sending.made:
        return queries.one(tx, sending.made)
    kinds = items.granted_kinds(tx, item.id)
    granted = frozenset(kinds)
    relations = to_item(tx.viewer, item, granted)
    require(named(item), relations, Verb.ANSWER)
    still_there(item)
    with_whom = company.of_item(tx, kinds)
    company.require_staff(with_whom)
    pauses.require_free(tx, kinds)
    sent = files.to_send(tx, answer.files, answer.alts)
    filled = _filled(tx, item, answer, sent)
    if item.state == "withdrawn" and Relation.OWNER not in relations:
        raise Forbidden(_("This was taken back, so it can't be answered now."))
    reply_to = _answered(tx, item, answer.reply_to)
    thread = _thread_of(tx, item)
    message = tx.make(
        Message(
            thread_id=thread.id,
            item_id=item.id,
            author_id=tx.viewer.id,
            voice=queries.voice_of(relations),
            reply_to_id=reply_to.id if reply_to else None,
            words=filled.words,
            form=answer.form,
            parts=filled.parts,
            rubric_id=filled.rubric_id,
            created=pace.next_moment(tx, thread.item_id, "words" if answer.form == "free" else "parts"),
        )
    )
    principals = with_whom.with_staff(queries.reply_grants(tx, item, kinds, reply_to))
    sending.becomes(message.id)
    files.send(message.id, sent)
    read = "\n".join((message.words, *(words for file in sent for words in (file.alt, file.name))))
    if with_whom.here and message.voice != "staff" and contacts.found(read):
        _hold(tx, message, principals, with_whom)
    else:
        _reaches(tx, item, message, principals, principals)
    return message


def let_through(tx: Tx, message: Message) -> None:
    """What was held reaches whom it was written for, where it was said, and is new to them. For hub/safeguarding, which asks who may."""
    message.held, meant_for = None, frozenset(map(UUID, message.held_from or ()))
    message.held_from = None
    _reaches(tx, items.find(tx, message.item_id), message, meant_for, meant_for - queries.grants_of(tx, message))


def edit_message(
    tx: Tx, message_id: UUID | None, words: str, base: int, writing: UUID | None = None, parts: Mapping[str, str] | None = None
) -> Message:
    """Changes one's own words, or the `parts` of a form; how they read before is kept. Raises Conflict when `base` is not the
    version that stands."""
    message = queries.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.EDIT)
    changed = _changed(message, words, parts)
    sending = Sending(tx, writing, "edit_message", message.id, changed.words, changed.parts)
    if sending.made:
        return message
    if (message.words, message.parts) == (changed.words, changed.parts):
        sending.becomes(message.id)
        return message
    if message.version != base:
        raise Conflict(_("You changed this message in another window. Both texts are shown here: please choose."))
    if message.hidden or message.withdrawn:
        raise Forbidden(_("This message can't be changed any more."))
    if message.held:
        # Staff let through what they have read, with all its versions: it stays as it was held.
        raise Forbidden(_("A teacher looks at these words first. To change them, take them back and say it anew."))
    kinds = items.granted_kinds(tx, message.item_id)
    with_whom = company.of_item(tx, kinds)
    company.require_staff(with_whom)
    pauses.require_free(tx, kinds)
    with tx.system("how often somebody changes what they said"):
        limits.knock(tx, (limits.CHANGES, str(tx.viewer.id)))
    grants = queries.grants_of(tx, message)
    # A mentor who can't read it today may again tomorrow, when her check has been renewed.
    if with_whom.mentors & grants and message.voice != "staff" and contacts.found(changed.words):
        raise Invalid("words", _("Here a teacher looks first at mail addresses, numbers and names elsewhere: say it in a new message."))
    tx.add(MessageVersion(message_id=message.id, number=message.version, words=message.words, parts=message.parts, until=tx.now))
    message.words = changed.words
    message.parts = changed.parts
    message.version += 1
    message.edited = tx.now
    sending.becomes(message.id)
    tell(tx, "message.edited", message, grants)
    return message


def withdraw_message(tx: Tx, message_id: UUID | None) -> Message:
    """Takes one's own words back. That something was said stays visible; staff can still look at it if it was reported."""
    message = queries.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.WITHDRAW)
    if message.withdrawn is None:
        message.withdrawn = tx.now
        answering.unanswered(tx, message)
        tell(tx, "message.withdrawn", message, queries.grants_of(tx, message))
    return message


def mark_read(tx: Tx, item_id: UUID | None, cursor: str = "") -> None:
    """What stood in the thread at this cursor has been seen; without one: what stands in it now."""
    item = items.find(tx, item_id)
    thread = _thread_of(tx, item)
    topic = thread_topic(item.id)
    seq = min(opened(tx.viewer.cursor_key, topic, cursor), last_seq(tx, topic))
    mark = tx.get(ReadMark, (tx.viewer.id, thread.id))
    before = mark.seq if mark else 0
    if mark is None:
        tx.add(ReadMark(person_id=tx.viewer.id, thread_id=thread.id, seq=seq))
    else:
        mark.seq = max(mark.seq, seq)
    if item.kind == "room" and seq > before:
        # The navigation counts what is new in a room, on other screens of theirs as well; of all else, notifications say so.
        tx.tell("room.read", [home_topic(tx.viewer.id)])
    notifications.see_about(tx, item.id, seq)


def open_thread(tx: Tx, item: Item) -> Thread:
    """Every item has one, from the start."""
    return tx.make(Thread(item_id=item.id))


def relations_to(tx: Tx, message: Message) -> frozenset[Relation]:
    """What the viewer is to a message: what they are to its item, and its author or not."""
    item = items.find(tx, message.item_id)
    return to_message(tx.viewer, message.author_id, to_item(tx.viewer, item, items.granted(tx, item.id)))


def tell(tx: Tx, kind: str, message: Message, principals: frozenset[UUID]) -> None:
    """In the thread, and at the homes of everyone who may read it."""
    homes = map(home_topic, holders.readers(tx, principals))

    def numbered(numbers: dict[str, int]) -> None:
        if kind in ("message.added", "message.held"):
            message.seq = numbers[thread_topic(message.item_id)]

    tx.tell(kind, [thread_topic(message.item_id), *homes], numbered=numbered, item=message.item_id, message=message.id)


def _reaches(tx: Tx, item: Item, message: Message, principals: frozenset[UUID], new: frozenset[UUID]) -> None:
    """`new`: those of them that hold no grant of it yet."""
    tx.add_all(MessageGrant(message_id=message.id, principal_id=principal) for principal in new)
    _wait(tx, item, message, principals)
    answering.answered(tx, message)
    tell(tx, "message.added", message, principals)


def _hold(tx: Tx, message: Message, principals: frozenset[UUID], with_whom: company.Company) -> None:
    """With a mentor, a way out of the school waits for staff to look: until then it is there for them and its author alone."""
    message.held, message.held_from = tx.now, [principal.hex for principal in principals]
    looking = frozenset({tx.viewer.id}) | with_whom.staff
    tx.add_all(MessageGrant(message_id=message.id, principal_id=principal) for principal in looking)
    tx.flush()
    tell(tx, "message.held", message, looking)


def _filled(tx: Tx, item: Item, answer: Answer, sent: Sequence[File]) -> forms.Filled:
    if answer.form == "free":
        return forms.Filled(_checked(tidy_words(answer.words) or _called(sent)), {})
    if answer.form != "rubric":
        return forms.fill(answer.form, answer.parts, [])
    source = forms.source(tx, item, answer.criteria)
    filled = forms.fill("rubric", answer.parts, source.criteria)
    return msgspec.structs.replace(filled, rubric_id=source.rubric_id)


def _changed(message: Message, words: str, parts: Mapping[str, str] | None) -> forms.Filled:
    """A form stays the form that it is, with the criteria that were filled in."""
    if message.form == "free":
        return forms.Filled(_checked(words), {})
    if parts is None:
        raise Invalid("parts", _("This message is a form: change what stands in its boxes."))
    return forms.fill(message.form, parts, forms.criteria_in(message.parts))


def _called(sent: Sequence[File]) -> str:
    """What files that come without a word show, or are called: whoever is told of the message reads something of it."""
    return ", ".join(file.alt or file.name or _("A picture") for file in sent)


def _checked(words: str) -> str:
    words = tidy_words(words)
    if not words:
        raise Invalid("words", _("Write a few words first."))
    return forms.in_one("words", words)


def _answered(tx: Tx, item: Item, message_id: UUID | None) -> Message | None:
    if message_id is None:
        return None
    message = queries.one(tx, message_id)
    if message.item_id != item.id:
        raise Invalid("reply_to", _("The message that you answer is not in this conversation."))
    return message


def _thread_of(tx: Tx, item: Item) -> Thread:
    return tx.scalars(select(Thread).where(Thread.item_id == item.id)).one()


def _wait(tx: Tx, item: Item, message: Message, principals: frozenset[UUID]) -> None:
    """Staff who answer end the learner's wait; the learner who writes again begins it, if staff can read it."""
    if message.voice in ("staff", "learner"):
        waiting.in_turn(tx, item)
    if message.voice == "staff":
        message.waited_since, item.waiting_since = item.waiting_since, None
    elif (
        message.voice == "learner" and not item.led and item.waiting_since is None and holders.staff_among(tx, principals - {item.owner_id})
    ):
        item.waiting_since = tx.now
