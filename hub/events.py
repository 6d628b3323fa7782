"""The event log: what happened, told to topics whose order is the order of commits.

Nobody reads "ids greater than the last I saw": on PostgreSQL a slower commit would be missed for ever. Readers follow a
topic's `seq`, which is counted under the topic's row lock and is therefore dense and in commit order.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from hub.database import Base, Json, Tx, finishing
from hub.ids import new_id

CHANNEL = "trellis_told"
"""PostgreSQL's NOTIFY channel; its payload is topics, separated by commas."""
_PAYLOAD = 7000


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


@finishing
def append(tx: Tx) -> frozenset[str]:
    """Writes what the operation told, last in its transaction. Returns the topics."""
    if not tx.happenings:
        return frozenset()
    with tx.system("event log"):
        return _append(tx)


def _append(tx: Tx) -> frozenset[str]:
    actor = tx.person_or_none
    placed: list[tuple[Event, frozenset[str]]] = []
    for happening in tx.happenings:
        event = Event(
            school_id=actor.school_id if actor else None,
            actor_id=actor.id if actor else None,
            kind=happening.kind,
            subjects=happening.subjects,
            at=tx.now,
        )
        tx.add(event)
        placed.append((event, happening.topics))
    tx.happenings.clear()
    tx.flush()
    # Locked last and in order: two transactions that share two topics would otherwise deadlock.
    topics = sorted({topic for _, told in placed for topic in told})
    for topic in topics:
        ours = [event for event, told in placed if topic in told]
        last = _advance(tx, topic, len(ours))
        tx.add_all(EventTopic(topic=topic, seq=last - len(ours) + place, event_id=event.id) for place, event in enumerate(ours, start=1))
    tx.flush()
    _notify(tx, topics)
    return frozenset(topics)


def _advance(tx: Tx, topic: str, by: int) -> int:
    insert = postgresql.insert if tx.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Topic).values(name=topic, seq=by)
    statement = statement.on_conflict_do_update(index_elements=[Topic.name], set_={"seq": Topic.seq + by})
    return tx.execute(statement.returning(Topic.seq)).scalar_one()


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
