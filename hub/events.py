"""The event log: what happened, told to topics whose order is the order of commits.

Nobody reads "ids greater than the last I saw": on PostgreSQL a slower commit would be missed for ever. Readers follow a
topic's `seq`, which is counted under the topic's row lock and is therefore dense and in commit order.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, ForeignKey, Index, String, and_, cast, func, select, true
from sqlalchemy.orm import Mapped, mapped_column

from hub.columns import entries, insert_into
from hub.cursors import NOWHERE, sealed
from hub.database import Base, Happening, Json, Tx, finishing
from hub.ids import new_id

CHANNEL = "trellis_told"
"""PostgreSQL's NOTIFY channel; its payload is topics, separated by commas."""
_PAYLOAD = 7000
BOUND = 200
"""How many events of a topic are told again to someone who was away. Whoever missed more starts afresh."""


class Event(Base):
    """Something happened. `subjects` maps a word ("item", "message") to an id; never content."""

    __tablename__ = "event"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    school_id: Mapped[UUID | None] = mapped_column(ForeignKey("school.id"), index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    subjects: Mapped[dict[str, str]] = mapped_column(Json)
    at: Mapped[datetime]


class Topic(Base):
    """Where events are told: "thread:<item id>", "home:<person id>". `seq` is the last one's number."""

    __tablename__ = "topic"
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, default=0)


class EventTopic(Base):
    """The place of an event in a topic."""

    __tablename__ = "event_topic"
    topic: Mapped[str] = mapped_column(ForeignKey("topic.name"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"))
    __table_args__ = (Index("ix_event_topic_event_id", "event_id"),)


def thread_topic(item_id: UUID) -> str:
    return f"thread:{item_id}"


def home_topic(person_id: UUID) -> str:
    return f"home:{person_id}"


def last_seq(tx: Tx, topic: str) -> int:
    """The number of the topic's newest event; 0 for a topic in which nothing was told yet."""
    with tx.system("topic position"):
        return tx.scalar(select(Topic.seq).where(Topic.name == topic)) or 0


def cursor(tx: Tx, topic: str, seq: int) -> str:
    """What the viewer is given to go on from `seq`: it tells them nothing."""
    return sealed(tx.viewer.cursor_key, topic, seq)


class Told(msgspec.Struct, frozen=True):
    """An event at its place in a topic."""

    seq: int
    event_id: UUID
    kind: str
    actor_id: UUID | None
    subjects: dict[str, str]
    at: datetime


class Since(msgspec.Struct, frozen=True):
    """The newest number of a topic, and its last events up to there: dense, in order, BOUND at the most."""

    seq: int
    told: tuple[Told, ...] = ()
    asked: int | None = None
    """After which number they were asked for; None when only the newest number was."""

    def answers(self, seq: int | None) -> bool:
        """Whether this was asked early enough to say what came after `seq`."""
        return seq is None or (self.asked is not None and self.asked <= seq)

    def after(self, seq: int) -> tuple[Told, ...] | None:
        """What came after `seq`; None when that can't be said whole: too much, no longer kept, or a number never told here."""
        missed = self.seq - seq
        if missed == 0:
            return ()
        if missed < 0 or missed > len(self.told):
            return None
        found = self.told[-missed:]
        return found if found[0].seq == seq + 1 and found[-1].seq == self.seq else None


def since(tx: Tx, places: Mapping[str, int | None]) -> dict[str, Since]:
    """What each of these topics told after its place (None: only where it stands now). One statement for all."""
    found = {topic: Since(0) for topic in places}
    if not places:
        return found
    told: dict[str, list[Told]] = {}
    asked = json.dumps({topic: NOWHERE if after is None else after for topic, after in places.items()})
    with tx.system("telling"):
        for topic, newest, seq, id_, kind, actor, subjects, at in tx.execute(_SINCE, {"places": asked}):
            found[topic] = Since(newest)
            if seq is not None:
                told.setdefault(topic, []).append(Told(seq, id_, kind, actor, subjects, at))
    return {topic: Since(at.seq, tuple(told.get(topic, ())), places[topic]) for topic, at in found.items()}


_places = entries("places")
_SINCE = (
    select(Topic.name, Topic.seq, EventTopic.seq, Event.id, Event.kind, Event.actor_id, Event.subjects, Event.at)
    .select_from(_places)
    .join(Topic, Topic.name == _places.c.key)
    .outerjoin(
        EventTopic,
        and_(
            EventTopic.topic == Topic.name,
            EventTopic.seq > cast(_places.c.value, BigInteger),
            EventTopic.seq > Topic.seq - BOUND,
        ),
    )
    .outerjoin(Event, Event.id == EventTopic.event_id)
    .order_by(Topic.name, EventTopic.seq)
)


Listener = Callable[[Tx, Happening], Happening]
_listeners: list[Listener] = []


def heard(listener: Listener) -> Listener:
    """Registers who writes something of their own when a thing is told, in its transaction. Answers with the happening, to which it may
    have added topics, and what is done once these are numbered."""
    _listeners.append(listener)
    return listener


@finishing
def append(tx: Tx) -> frozenset[str]:
    """Writes what the operation told, last in its transaction. Returns the topics."""
    if not tx.happenings:
        return frozenset()
    with tx.system("event log"):
        tx.happenings[:] = [_listened(tx, happening) for happening in tx.happenings]
        return _append(tx)


def _listened(tx: Tx, happening: Happening) -> Happening:
    for listener in _listeners:
        happening = listener(tx, happening)
    return happening


def _append(tx: Tx) -> frozenset[str]:
    actor = tx.person_or_none
    placed: list[tuple[Event, Happening]] = []
    for happening in tx.happenings:
        event = Event(
            school_id=actor.school_id if actor else None,
            actor_id=actor.id if actor else None,
            kind=happening.kind,
            subjects=happening.subjects,
            at=tx.now,
        )
        tx.add(event)
        placed.append((event, happening))
    tx.happenings.clear()
    tx.flush()
    told = Counter(topic for _, happening in placed for topic in happening.topics)
    last = _advance(tx, told)
    for event, happening in reversed(placed):
        happening.numbered({topic: last[topic] for topic in happening.topics})
        for topic in happening.topics:
            tx.add(EventTopic(topic=topic, seq=last[topic], event_id=event.id))
            last[topic] -= 1
    tx.flush()
    _notify(tx, sorted(told))
    return frozenset(told)


def _advance(tx: Tx, told: Mapping[str, int]) -> dict[str, int]:
    """Locks the topics and counts them on by this many events each. Returns the number of each one's last event."""
    rows = tx.execute(_upsert(tx.get_bind().dialect.name), {"told": json.dumps(told)}).all()
    return {name: seq for name, seq in rows}  # noqa: C416 - a Row is no pair to a type checker


@cache
def _upsert(dialect: str) -> Any:
    by = entries("told")
    # Locked last and in order: two transactions that share two topics would otherwise deadlock. The condition tells SQLite
    # where its SELECT ends and ON CONFLICT begins.
    rows = select(by.c.key, cast(by.c.value, BigInteger)).where(true()).order_by(by.c.key)
    topic = Topic.__table__  # The model would make a bulk insert of it, which takes no SELECT.
    statement = insert_into(topic, dialect).from_select(["name", "seq"], rows, include_defaults=False)
    statement = statement.on_conflict_do_update(index_elements=[topic.c.name], set_={"seq": topic.c.seq + statement.excluded.seq})
    return statement.returning(topic.c.name, topic.c.seq)


def _notify(tx: Tx, topics: list[str]) -> None:
    """PostgreSQL tells the other processes itself, and only when the transaction commits."""
    if tx.get_bind().dialect.name != "postgresql":
        return
    payload = ""
    for topic in topics:
        if len(payload) + len(topic) + 1 > _PAYLOAD:
            tx.execute(select(func.pg_notify(CHANNEL, payload)))
            payload = ""
        payload = f"{payload},{topic}" if payload else topic
    if payload:
        tx.execute(select(func.pg_notify(CHANNEL, payload)))
