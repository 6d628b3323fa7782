"""Threads and their messages: what people answer to an item."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Optional
from uuid import UUID

import strawberry

from hub.feedback import queries, sets, unread
from hub.feedback.shown import Responded
from hub.policy import Verb as Permission
from hub.slices import Slice, Span
from hub.web.rendering import words as as_html
from hub_graphql.connections import After, Before, First, Last, PageInfo, page_info, span
from hub_graphql.context import Context, Level, loads
from hub_graphql.fields import field
from hub_graphql.files import File
from hub_graphql.forms import FormKind, FormPart, filled_parts
from hub_graphql.histories import VERSION, BeforeVersion, LastVersions, how_many
from hub_graphql.items import Audience, Item, Verb, audiences, verbs
from hub_graphql.loops import Response, response
from hub_graphql.nodes import Node, global_id
from hub_graphql.people import Person, people
from hub_graphql.reactions import Reaction
from hub_graphql.rubrics import RubricVersion, version


@strawberry.enum(description="As whom someone spoke in a thread, on that day.")
class Voice(Enum):
    LEARNER = strawberry.enum_value("learner", description="Whose work it is.")
    STAFF = strawberry.enum_value("staff", description="A teacher, or the school.")
    FAMILY = strawberry.enum_value("family", description="A guardian of the learner.")
    MENTOR = strawberry.enum_value("mentor", description="A mentor of the project.")
    PEER = strawberry.enum_value("peer", description="Another learner.")


@strawberry.enum(description="Whether a message can be read.")
class MessageState(Enum):
    SAID = strawberry.enum_value("said", description="It can be read.")
    WITHDRAWN = strawberry.enum_value("withdrawn", description="Taken back by who said it.")
    HIDDEN = strawberry.enum_value("hidden", description="Taken out of sight by a member of staff, and kept.")
    HELD = strawberry.enum_value("held", description="With a mentor: it waits for staff to let it through; they and its author read it.")


@strawberry.type(description="How a message read before an edit.")
class MessageVersion:
    number: int = strawberry.field(description="Counted from 1.")
    words: str = strawberry.field(description="Its words then, as Markdown.")
    parts: list[FormPart] = strawberry.field(description="Of a form, what stood in its boxes.")
    until: datetime = strawberry.field(description="When the next version took its place.")


@strawberry.type(description="One thing said in a thread, to those who were named as its readers then.")
class Message(Node):
    author: Person = strawberry.field(description="Who said it.")
    voice: Voice = strawberry.field(description="As whom they said it.")
    words: str | None = strawberry.field(description="What was said, as Markdown; null when it was taken back or hidden.")
    state: MessageState = strawberry.field(description="Whether it can be read.")
    created: datetime = strawberry.field(description="When it was said.")
    edited: datetime | None = strawberry.field(description="When its words were last changed; null if they never were.")
    version: int = strawberry.field(description="Counted from 1; what an edit names as the version that it builds on.")
    form: FormKind = strawberry.field(description="In which form it was given. `words` is all of it together, whatever the form.")
    parts: list[FormPart] = strawberry.field(description="Of a form, its boxes that have words; empty where they can't be read.")
    rubric: RubricVersion | None = strawberry.field(
        description="The school's criteria as they stood when they were filled in; null elsewhere, and for a goal's own."
    )
    criteria_changed: bool = strawberry.field(description="Of a rubric, whether its criteria read otherwise by now.")
    said: strawberry.Private[queries.ShownMessage]
    level: strawberry.Private["MessageLevel"]

    @field("Whether it answers a request for feedback that you may know of.")
    def answers_request(self) -> bool:
        return self.said.id in self.level.asked_for()

    @field("What became of it; null while its learner has not said.")
    def response(self) -> Response | None:
        found = self.level.responses().get(self.said.id)
        return response(found) if found else None

    @field("The signs that it was given; none where its words can't be read.")
    def reactions(self) -> list[Reaction]:
        return self.level.need("reactions to messages", self.said.id) or []

    @field("Who is named in it, behind an “@”, of those who read it; none where its words can't be read.")
    def mentions(self) -> list[Person]:
        return self.level.mentions().get(self.said.id, [])

    @field("What was sent with it; nothing where its words can't be read.")
    def files(self) -> list[File]:
        return [] if self.words is None else self.level.need("files of messages", self.said.id) or []

    @field("Whether it is pinned above the talk of its room: `Room.pins`.")
    def pinned(self) -> bool:
        return bool(self.level.need("pins on messages", self.said.id))

    @field("Whether it is by someone else and came after you last read the thread.")
    def unread(self) -> bool:
        return self.level.unread()[self.said.id]

    @field("The same as safe HTML; null where there are no words.")
    def html(self) -> str | None:
        return None if self.words is None else str(as_html(self.words))

    @field("The item that it answers.")
    def item(self) -> Item:
        found: Item = self.level.items.need("Item", self.said.item_id)
        return found

    @field("The message that it answers; null when it answers the item itself, or what you may not read.")
    def reply_to(self) -> Optional["Message"]:
        quoted = self.said.reply_to
        return self.level.quoted.need("Message", quoted.id) if quoted else None

    @field("How it read before its edits, the newest of them, oldest first; nothing where its words can't be read.", weight=VERSION)
    def history(self, last: LastVersions = 10, before: BeforeVersion = None) -> list[MessageVersion]:
        return self.level.need("histories of messages", self.said.id, how_many(last), before) or []

    @field("What you may do to it.")
    def viewer_can(self) -> list[Verb]:
        return verbs(self.level.can().get(self.said.id, ()))


class MessageLevel(Level):
    """Messages of one level, whose items and quoted messages are levels as well."""

    __slots__ = ("_asked_for", "_can", "_mentions", "_responses", "_unread", "items", "quoted", "said")

    def __init__(self, context: Context, said: Collection[queries.ShownMessage]) -> None:
        super().__init__(context, [one.id for one in said])
        self.said = said
        self.items = Level(context, {one.item_id for one in said})
        self.quoted = Level(context, {one.reply_to.id for one in said if one.reply_to})
        self._can: Mapping[UUID, Collection[Permission]] | None = None
        self._unread: Mapping[UUID, bool] | None = None
        self._asked_for: frozenset[UUID] | None = None
        self._responses: Mapping[UUID, Responded] | None = None
        self._mentions: Mapping[UUID, list[Person]] | None = None

    def can(self) -> Mapping[UUID, Collection[Permission]]:
        """What the viewer may do to each of them."""
        if self._can is None:
            self._can = sets.verbs(self.context.tx, self.said)
        return self._can

    def unread(self) -> Mapping[UUID, bool]:
        if self._unread is None:
            self._unread = sets.unread(self.context.tx, self.said)
        return self._unread

    def asked_for(self) -> frozenset[UUID]:
        """Those that answer a request."""
        if self._asked_for is None:
            self._asked_for = sets.asked_for(self.context.tx, self.said)
        return self._asked_for

    def responses(self) -> Mapping[UUID, Responded]:
        """What became of them."""
        if self._responses is None:
            self._responses = sets.responses(self.context.tx, self.said)
        return self._responses

    def mentions(self) -> Mapping[UUID, list[Person]]:
        """Who is named in them."""
        if self._mentions is None:
            named = sets.named(self.context.tx, self.said)
            who = people(self.context, {face.id: face for faces in named.values() for face in faces}.values())
            self._mentions = {id_: [who[face.id] for face in faces] for id_, faces in named.items()}
        return self._mentions


@strawberry.type(description="A message in a thread.")
class MessageEdge:
    node: Message = strawberry.field(description="The message.")
    cursor: str = strawberry.field(description="Its place in the thread.")


@strawberry.type(description="Part of a thread.")
class MessageConnection:
    nodes: list[Message] = strawberry.field(description="The messages without their places.")
    slice_: strawberry.Private[Slice]

    @field("The messages with their places.")
    def edges(self) -> list[MessageEdge]:
        return [MessageEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


@strawberry.type(description="The one conversation about one item, as far as you may read it.")
class Thread(Node):
    key: strawberry.Private[UUID]
    level: strawberry.Private[Level]

    @field("How many messages by others you have not read: 100 stands for that many, or more.")
    def unread_count(self) -> int:
        return self.level.need("unread in threads", self.key) or 0

    @field("Where it stands: what `threadEvents` is told as `after`, to miss nothing. It differs each time and tells nothing.")
    def live_cursor(self) -> str:
        return self.level.need("cursors of threads", self.key)  # type: ignore[no-any-return]

    @field("Who reads what you answer here, besides you.")
    def will_read(self) -> Audience:
        return self.level.need("readers of answers", self.key)  # type: ignore[no-any-return]

    @field("Whether nobody can write here now: a mentor is there, and no member of staff to read along.")
    def frozen(self) -> bool:
        return self.level.need("frozen threads", self.key) or False

    @field("The item that it is about.")
    def item(self) -> Item:
        return self.level.need("Item", self.key)  # type: ignore[no-any-return]

    @field("What was said, oldest first. Ask for the `last` ones to see the newest.")
    def messages(self, first: First = None, after: After = None, last: Last = None, before: Before = None) -> MessageConnection:
        return self.level.need("messages of threads", self.key, span(first, after, last, before))  # type: ignore[no-any-return]

    @field("Where words were said in it, oldest first: in this order, whatever stands between them. Of what was taken back, nothing.")
    def found(
        self,
        words: Annotated[str, strawberry.argument(description="The words; the first 8 of them.")] = "",
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> MessageConnection:
        found: MessageConnection = self.level.need("found in threads", self.key, words, span(first, after, last, before))
        return found


def messages(context: Context, said: Collection[queries.ShownMessage]) -> dict[UUID, Message]:
    """Messages of one level."""
    level = MessageLevel(context, said)
    authors = people(context, {one.author.id: one.author for one in said}.values())
    return {
        one.id: Message(
            id=global_id("Message", one.id),
            author=authors[one.author.id],
            voice=Voice(one.voice),
            words=one.words,
            state=MessageState(one.state),
            created=one.created,
            edited=one.edited,
            version=one.version,
            form=FormKind(one.form),
            parts=filled_parts(one.parts),
            rubric=version(one.rubric) if one.rubric else None,
            criteria_changed=one.criteria_changed,
            said=one,
            level=level,
        )
        for one in said
    }


@loads("Thread")
def _threads(context: Context, item_ids: Collection[UUID]) -> Mapping[UUID, Thread]:
    found = sets.there(context.tx, item_ids)
    level = Level(context, found)
    return {id_: Thread(id=global_id("Thread", id_), key=id_, level=level) for id_ in found}


@loads("unread in threads")
def _unread(context: Context, item_ids: Collection[UUID]) -> Mapping[UUID, int]:
    return unread.counts(context.tx, item_ids)


@loads("cursors of threads")
def _cursors(context: Context, item_ids: Collection[UUID]) -> Mapping[UUID, str]:
    return sets.cursors(context.tx, item_ids)


@loads("readers of answers")
def _readers(context: Context, item_ids: Collection[UUID]) -> Mapping[UUID, Audience]:
    return audiences(context, sets.readers(context.tx, item_ids))


@loads("Message")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Message]:
    return messages(context, sets.by_ids(context.tx, ids).values())


@loads("messages of threads")
def _in_threads(context: Context, item_ids: Collection[UUID], span: Span) -> Mapping[UUID, MessageConnection]:
    found = sets.messages(context.tx, item_ids, span)
    made = messages(context, [one for _slice, said in found.values() for one in said])
    return {id_: MessageConnection(nodes=[made[one.id] for one in said], slice_=slice_) for id_, (slice_, said) in found.items()}
