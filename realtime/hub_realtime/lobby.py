"""All open sockets of this process, the rooms they are in, and how much one person may ask of it."""

import asyncio
import time
from uuid import UUID

import msgspec

from hub.database import Database
from hub.events import Told, thread_topic
from hub.live.queries import Pair
from hub_realtime.bus import Bus
from hub_realtime.fragments import Render
from hub_realtime.rooms import Member, Room
from hub_realtime.topics import Topic

SOCKETS = 50
"""Open at once for one person: many windows, several devices."""
BURST = 60
"""Frames that a person may send at once, over all sockets; a page that opens follows a few topics."""
A_SECOND = 10
"""And how many more with each second."""
WRITES = 6.0
"""Seconds for which somebody counts as writing after they last said so."""


class Seat(msgspec.Struct):
    """What one person has used up."""

    sockets: int = 0
    left: float = BURST
    at: float = 0.0


class Lobby:
    """Watched by Standing for all sockets together."""

    def __init__(self, database: Database, bus: Bus, render: Render) -> None:
        self._database = database
        self._bus = bus
        self._render = render
        self._rooms: dict[str, Room] = {}
        self._seats: dict[UUID, Seat] = {}
        self.members: set[Member] = set()
        self.stirred = asyncio.Event()
        """Somebody has come, gone, or begun to write."""

    def come(self, member: Member) -> bool:
        """False when this person has enough sockets open."""
        seat = self._seats.setdefault(member.person, Seat(at=time.monotonic()))
        if seat.sockets >= SOCKETS:
            return False
        seat.sockets += 1
        self.members.add(member)
        return True

    def go(self, member: Member) -> None:
        self.members.discard(member)
        for topic in list(member.topics):
            self.unfollow(member, topic)
        seat = self._seats[member.person]
        seat.sockets -= 1
        if not seat.sockets:
            del self._seats[member.person]

    def bears(self, person: UUID) -> bool:
        """Counts one frame. False when it is one too many."""
        seat, now = self._seats[person], time.monotonic()
        seat.left = min(BURST, seat.left + (now - seat.at) * A_SECOND) - 1
        seat.at = now
        return seat.left >= 0

    def follow(self, member: Member, topic: Topic, after: int | None) -> None:
        """The answer comes from the room: what was missed and a welcome, or `gone`."""
        room = self._rooms.get(topic.name)
        if room is None:
            room = self._rooms[topic.name] = Room(topic, self._database, self._render)
        member.topics.add(topic.name)
        room.join(member, after)
        self._bus.attach(room)

    def here(self, member: Member, topic: str, *, writing: bool) -> None:
        """It looks at the page of a topic that it follows."""
        member.here[topic] = time.monotonic() + WRITES if writing else 0.0
        self.stirred.set()

    def away(self, member: Member, topic: str) -> None:
        if member.here.pop(topic, None) is not None:
            self.stirred.set()

    def looking(self) -> dict[Pair, bool]:
        """(person, item): whose page is looked at in any window, and whether they are writing there."""
        now = time.monotonic()
        found: dict[Pair, bool] = {}
        for room in self._rooms.values():
            for pair, writing in room.here(now):
                found[pair] = found.get(pair, False) or writing
        return found

    async def show(self, item: UUID, told: Told) -> None:
        room = self._rooms.get(thread_topic(item))
        if room is not None:
            await room.show(told)

    def unfollow(self, member: Member, topic: str) -> None:
        member.topics.discard(topic)
        self.away(member, topic)
        room = self._rooms.get(topic)
        if room is not None:
            room.leave(member)
            self._tidy(topic)

    def claims(self) -> set[UUID]:
        return {member.claim for member in self.members}

    def sights(self) -> set[Pair]:
        return {pair for room in self._rooms.values() for pair in room.sights()}

    def fallen(self, claims: set[UUID], sights: set[Pair]) -> None:
        if claims:
            for member in [member for member in self.members if member.claim in claims]:
                member.signed_out()
        if sights:
            for room in list(self._rooms.values()):
                room.put_out(sights)

    async def tend(self) -> None:
        """Until it is cancelled: cuts those who take nothing of what waits for them, and closes rooms that are empty."""
        while True:
            await asyncio.sleep(1)
            now = time.monotonic()
            for member in list(self.members):
                member.drop_if_stalled(now)
            for topic in list(self._rooms):
                self._tidy(topic)

    def _tidy(self, topic: str) -> None:
        room = self._rooms.get(topic)
        if room is not None and room.empty:
            del self._rooms[topic]
            self._bus.detach(room)
