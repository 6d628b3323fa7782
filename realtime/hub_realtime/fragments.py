"""What is shown of an event, and to whom: asked once, rendered once for each way of looking at it, whoever many listen."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

import msgspec
import structlog

from hub.database import Tx
from hub.events import Told
from hub.feedback.models import VoiceKind
from hub.ids import parse_id
from hub.live import queries
from hub.words import speaking
from hub_realtime import frames
from hub_realtime.frames import Frame, Put
from hub_realtime.topics import Topic

log = structlog.get_logger("live")

Party = tuple[UUID, UUID]
"""A person who listens, and the session or token that speaks for them."""


class Render(Protocol):
    """Shows an event in a topic to one kind of viewer, in one language; `_` speaks it already. On a reader's thread.

    `tx` sees everything. Nothing that is one person's may be put in: the same bytes go to all who look in this way.
    An empty list tells nobody anything; None says that the page is best read anew.
    """

    def __call__(self, tx: Tx, told: Told, topic: str, viewing: VoiceKind, language: str, /) -> list[Put] | None: ...


class Audience(msgspec.Struct, frozen=True):
    """Who of those who listen is in order, and what each may be told: frames by person, in the order of events."""

    standing: frozenset[UUID]
    """The sessions and tokens that still speak for somebody."""
    present: frozenset[UUID]
    """The persons who may follow the topic."""
    telling: list[tuple[int, dict[UUID, Frame]]]


def prepare(tx: Tx, topic: Topic, told: Iterable[Told], parties: set[Party], render: Render) -> Audience:
    """Three statements and the renderings, whatever the number of events and of listeners.

    What is told with the number 0 stands in no log: it moves nobody's place.
    """
    languages = queries.standing(tx, {claim for _, claim in parties})
    persons = {person: languages[claim] for person, claim in parties if claim in languages}
    named = {one.seq: _ids(one) for one in told}
    messages = queries.readers(tx, {(person, message) for _, message in named.values() if message for person in persons})
    items = {item for item, _ in named.values()} | {item for item, _ in messages.values()} | {topic.item}
    sights = queries.sights(tx, {(person, item) for item in items if item for person in persons})
    if topic.item:
        present = frozenset(person for person in persons if (person, topic.item) in sights)
    else:
        present = frozenset(person for person in persons if not topic.shut_to(person))
    telling = []
    for one in told:
        item, message = named[one.seq]
        item = item or topic.item
        readers = present
        if message:
            item, readers = messages.get(message, (item, frozenset()))
        only = parse_id(one.subjects.get("only", ""))
        ways: dict[tuple[VoiceKind, str], Frame | None] = {}
        shown: dict[UUID, Frame] = {}
        for person in present & readers:
            # What happened to no item is told in the home of the one whom it is about.
            viewing = sights.get((person, item)) if item else "learner"
            # What is about one person in a thread is theirs to know, and staff's.
            if viewing is None or (only and only != person and viewing != "staff"):
                continue
            way = (viewing, persons[person])
            if way not in ways:
                ways[way] = _rendered(tx, one, topic, way, render)
            if frame := ways[way]:
                shown[person] = frame
        telling.append((one.seq, shown))
    return Audience(frozenset(languages), present, telling)


def _ids(told: Told) -> tuple[UUID | None, UUID | None]:
    return parse_id(told.subjects.get("item", "")), parse_id(told.subjects.get("message", ""))


def _rendered(tx: Tx, told: Told, topic: Topic, way: tuple[VoiceKind, str], render: Render) -> Frame | None:
    viewing, language = way
    try:
        with speaking(language):
            puts = render(tx, told, topic.name, viewing, language)
    except Exception:
        # One event that can't be shown must not keep the others from anyone; whoever should see it reads the page anew.
        log.exception("an event could not be shown", kind=told.kind)
        puts = None
    if puts is None:
        return frames.resync(topic.name, told.seq) if told.seq else None
    return frames.put(topic.name, told.seq or None, puts) if puts else None
