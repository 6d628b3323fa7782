"""A message as it is shown: its words or its form, whom it answers, and what became of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.feedback import forms, mentions, pinned, signs
from hub.feedback.models import FormKind, Message, VoiceKind
from hub.files.queries import ShownFile, of_messages
from hub.goals.models import Goal
from hub.loops.models import Asked, Outcome, Response
from hub.people.faces import Face, faces
from hub.rubrics import queries as rubrics
from hub.words import opening


class Responded(msgspec.Struct, frozen=True):
    """What the learner did with a message."""

    message_id: UUID
    outcome: Outcome
    why: str
    version: int | None
    created: datetime
    changed: datetime | None


class ShownMessage(msgspec.Struct, frozen=True):
    """A message as it is shown. `words` is None where they are not to be read: taken back, or hidden by staff."""

    id: UUID
    item_id: UUID
    author: Face
    voice: VoiceKind
    words: str | None
    seq: int
    created: datetime
    edited: datetime | None
    version: int
    state: str
    """"said", "withdrawn", "hidden", or "held": it waits for staff, and its words are there for them and its author alone."""
    reply_to: "Quoted | None"
    unread: bool = False
    form: FormKind = "free"
    parts: list[forms.Part] = []
    """The boxes of its form that have words."""
    rubric: rubrics.Shown | None = None
    """The rubric as it stood when it was filled in; None for a goal's own criteria."""
    criteria_changed: bool = False
    """Whether the criteria that were filled in read otherwise by now."""
    asked_for: bool = False
    """Whether it answers a request; only for who may know of that."""
    response: Responded | None = None
    reactions: list[signs.Reaction] = []
    """All five, also those that nobody has given."""
    files: list[ShownFile] = []
    pinned: bool | None = None
    """Whether it stands above the talk of its room; None where nothing is pinned: outside rooms."""
    named: dict[UUID, tuple[str, str]] = {}
    """Who is named in its words, of those who read it."""

    @property
    def loop(self) -> bool:
        """Whether the learner still has to say what became of it."""
        calls = self.voice != "learner" and (self.form != "free" or self.asked_for)
        return calls and self.state == "said" and self.response is None

    @property
    def rows(self) -> list[forms.Row]:
        """Of a rubric: the criteria beside which something stands."""
        words = {part.key: part.words for part in self.parts}
        by_place = {int(part.key.partition("-")[2]): part.criterion for part in self.parts if part.criterion}
        every = forms.rows([by_place.get(place, "") for place in range(max(by_place, default=-1) + 1)], words)
        return [row for row in every if row.criterion]


class Quoted(msgspec.Struct, frozen=True):
    """The message that one answers, in short."""

    id: UUID
    called: str
    excerpt: str
    href: str


def said(
    tx: Tx,
    messages: Iterable[Message],
    unread_after: int | None = None,
    *,
    loops: bool = True,
    guardians: bool = True,
    whole: bool = False,
) -> list[ShownMessage]:
    """Messages made ready to show: the same few statements for any number. Without `loops`, nothing is known of what they answer, of
    their signs, and of what became of them; without `guardians`, nothing of the signs of any. With `whole`, also
    its files, whom it names, and whether it is pinned in its room."""
    rows = list(messages)
    known = {message.id: message for message in rows}
    quoted_ids = {message.reply_to_id for message in rows if message.reply_to_id} - set(known)
    if quoted_ids:
        known |= {message.id: message for message in tx.scalars(_BY_ID, {"ids": quoted_ids})}
    there = [message.id for message in rows if _state(message) == "said"] if loops else []
    given = signs.given(tx, there, guardians=guardians) if there else {}
    people = {message.author_id for message in known.values()} | givers(given)
    around = _Around(tx, rows, faces(tx, people), known, given, loops=loops, whole=whole)
    return [_said(tx, message, around, unread_after) for message in rows]


def givers(given: Mapping[UUID, signs.Given]) -> set[UUID]:
    return {person for of_one in given.values() for people in of_one.values() for person in people}


def reactions(given: signs.Given, people: Mapping[UUID, Face]) -> list[signs.Reaction]:
    return [signs.Reaction(sign, [people[person] for person in given.get(sign, ())]) for sign in signs.SIGNS]


def responses(tx: Tx, message_ids: Collection[UUID]) -> dict[UUID, Responded]:
    """To each of these messages that has one."""
    found = tx.scalars(_RESPONSES, {"ids": list(message_ids)})
    return {one.message_id: Responded(one.message_id, one.outcome, one.why, one.version, one.created, one.changed) for one in found}


def asked_for(tx: Tx, message_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of these messages that answer a request which the viewer may know of."""
    return frozenset(tx.scalars(_ASKED_FOR, {"ids": list(message_ids)}))


class _Around:
    """What is read once for all messages that are shown together."""

    def __init__(
        self,
        tx: Tx,
        messages: list[Message],
        people: dict[UUID, Face],
        known: dict[UUID, Message],
        given: Mapping[UUID, signs.Given],
        *,
        loops: bool,
        whole: bool,
    ) -> None:
        ids = [message.id for message in messages] if loops else []
        self.shown = {message.id for message in messages}
        self.people = people
        self.known = known
        self.given = given
        self.responses = responses(tx, ids) if ids else {}
        self.asked_for = asked_for(tx, ids) if ids else frozenset()
        self.pinned = pinned.among_messages(tx, messages) if whole else {}
        there = {one.id: one.words for one in messages if _state(one) in ("said", "held")} if whole else {}
        self.named = mentions.in_messages(tx, there)
        self.files = of_messages(tx, list(there)) if whole else {}
        self.rubrics = rubrics.versions(tx, {message.rubric_id for message in messages if message.rubric_id})
        self.own = {message.item_id for message in messages if message.form == "rubric" and not message.rubric_id}
        self.criteria = {goal: criteria for goal, criteria in tx.execute(_CRITERIA, {"ids": list(self.own)})} if self.own else {}  # noqa: C416 - a Row is no pair to a type checker

    def where(self, quoted: Message) -> str:
        """On the same page where it stands there, and where one message is put into a page that stands already."""
        beside = quoted.id in self.shown or len(self.shown) == 1
        return f"#message-{quoted.id}" if beside else f"/items/{quoted.item_id}?at=message-{quoted.id}"

    def criteria_changed(self, message: Message) -> bool:
        if rubric := self.rubrics.get(message.rubric_id) if message.rubric_id else None:
            return not rubric.current
        return message.item_id in self.own and forms.criteria_in(message.parts) != self.criteria.get(message.item_id)


def _said(tx: Tx, message: Message, around: _Around, unread_after: int | None) -> ShownMessage:
    quoted = around.known.get(message.reply_to_id) if message.reply_to_id else None
    state = _state(message)
    reader = tx.person_or_none  # None where one rendering goes to many sockets.
    there = state in ("said", "held")
    return ShownMessage(
        id=message.id,
        item_id=message.item_id,
        author=around.people[message.author_id],
        voice=message.voice,
        words=message.words if there else None,
        seq=message.seq,
        created=message.created,
        edited=message.edited,
        version=message.version,
        state=state,
        reply_to=Quoted(quoted.id, around.people[quoted.author_id].called, _excerpt(quoted), around.where(quoted)) if quoted else None,
        unread=reader is not None and message.author_id != reader.id and (unread_after is None or message.seq > unread_after),
        form=message.form,
        parts=forms.shown(message) if there else [],
        rubric=around.rubrics.get(message.rubric_id) if message.rubric_id and there else None,
        criteria_changed=there and message.form == "rubric" and around.criteria_changed(message),
        asked_for=message.id in around.asked_for,
        response=around.responses.get(message.id) if there else None,
        reactions=reactions(around.given.get(message.id, {}), around.people) if there else [],
        files=around.files.get(message.id, []),
        pinned=around.pinned.get(message.id) if state == "said" else None,
        named=around.named.get(message.id, {}),
    )


def _state(message: Message) -> str:
    if message.hidden is not None:
        return "hidden"
    if message.withdrawn is not None:
        return "withdrawn"
    return "held" if message.held is not None else "said"


def _excerpt(message: Message) -> str:
    if _state(message) != "said":
        return ""
    return opening(message.words, 80)


_BY_ID = select(Message).where(among(Message.id, "ids"))
_CRITERIA = select(Goal.id, Goal.criteria).where(among(Goal.id, "ids"))
_RESPONSES = select(Response).where(among(Response.message_id, "ids"))
_ASKED_FOR = select(Asked.message_id).where(among(Asked.message_id, "ids"))
