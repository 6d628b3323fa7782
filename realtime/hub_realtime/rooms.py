"""The sockets of this process that follow one topic: they hear each event at once, from one rendering."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

import msgspec

from hub.database import Database, Tx
from hub.events import Since, Told
from hub.live.queries import Pair
from hub.viewer import System
from hub_realtime import fragments, frames
from hub_realtime.fragments import Audience, Render
from hub_realtime.frames import Frame
from hub_realtime.topics import Topic


class Member(Protocol):
    """One open socket."""

    person: UUID
    claim: UUID
    topics: set[str]
    here: dict[str, float]
    """The topics whose pages are looked at, and until when (monotonic seconds) their person counts as writing there."""

    def write(self, frame: Frame) -> None: ...
    def signed_out(self) -> None: ...
    def close(self, code: int, why: str) -> None: ...
    def drop_if_stalled(self, now: float) -> None: ...


class Joining(msgspec.Struct, frozen=True, eq=False):
    """A member on its way in, who knows everything up to `after`; None: it wants nothing of the past."""

    after: int | None


class Room:
    """A listener of the bus. `place` is what all members inside have heard."""

    def __init__(self, topic: Topic, database: Database, render: Render) -> None:
        self.topic = topic.name
        self._topic = topic
        self._database = database
        self._render = render
        self._place: int | None = None
        self._inside: set[Member] = set()
        self._joining: dict[Member, Joining] = {}

    def join(self, member: Member, after: int | None) -> None:
        self._inside.discard(member)
        self._joining[member] = Joining(after)

    def leave(self, member: Member) -> None:
        self._inside.discard(member)
        self._joining.pop(member, None)

    @property
    def empty(self) -> bool:
        return not self._inside and not self._joining

    def place(self) -> int | None:
        places = [joining.after for joining in self._joining.values() if joining.after is not None]
        if self._inside and self._place is not None:
            places.append(self._place)
        return min(places, default=None)

    def nothing_new(self, seq: int) -> bool:
        return not self._joining and (not self._inside or self._place == seq)

    async def hear(self, since: Since) -> None:
        inside = set(self._inside)
        joining = {member: ticket for member, ticket in self._joining.items() if since.answers(ticket.after)}
        parties = {(member.person, member.claim) for member in (*inside, *joining)}
        told = self._due(since, joining.values())
        audience = await self._database.read(System("live"), self._prepare, told, parties)
        self._tell(since, audience, [(member, self._place) for member in inside if member in self._inside])
        # Someone who left meanwhile, or came anew, is not let in by what was asked before.
        entering = [member for member, ticket in joining.items() if self._joining.get(member) is ticket]
        self._tell(since, audience, [(member, joining[member].after) for member in entering])
        welcome = frames.put(self.topic, since.seq, [])
        for member in entering:
            if self._joining.pop(member, None):
                member.write(welcome)
                self._inside.add(member)
        self._place = since.seq

    def _due(self, since: Since, joining: Iterable[Joining]) -> tuple[Told, ...]:
        """What somebody here has not heard and can be told whole."""
        places = {ticket.after for ticket in joining} | ({self._place} if self._inside else set())
        return max((since.after(place) or () for place in places if place is not None), key=len, default=())

    def _prepare(self, tx: Tx, told: tuple[Told, ...], parties: set[fragments.Party]) -> Audience:
        return fragments.prepare(tx, self._topic, told, parties, self._render)

    def _tell(self, since: Since, audience: Audience, members: list[tuple[Member, int | None]]) -> None:
        resync = frames.resync(self.topic, since.seq)
        for place, group in _by_place(members).items():
            present = [member for member in group if self._in_order(member, audience)]
            if place is None:
                continue
            if since.after(place) is None:
                for member in present:
                    member.write(resync)
                continue
            for seq, shown in audience.telling:
                if seq > place:
                    for member in present:
                        if frame := shown.get(member.person):
                            member.write(frame)

    def sights(self) -> Iterable[Pair]:
        """What its members must be able to see."""
        return ((member.person, self._topic.item) for member in self._inside if self._topic.item)

    def here(self, now: float) -> Iterable[tuple[Pair, bool]]:
        """(person, item) of those who look at its page, once for each window, and whether they are writing there."""
        item = self._topic.item
        if item:
            yield from (((one.person, item), one.here[self.topic] > now) for one in self._inside if self.topic in one.here)

    async def show(self, told: Told) -> None:
        """To those who look at its page, what stands in no log and has no number: who misses it misses nothing."""
        looking = {member for member in self._inside if self.topic in member.here}
        parties = {(member.person, member.claim) for member in looking}
        audience = await self._database.read(System("live"), self._prepare, (told,), parties)
        for _seq, shown in audience.telling:
            for member in looking & self._inside:
                if self._in_order(member, audience) and (frame := shown.get(member.person)):
                    member.write(frame)

    def put_out(self, blind: set[Pair]) -> None:
        for member in [member for member in self._inside if (member.person, self._topic.item) in blind]:
            self._put_out(member)

    def over(self) -> None:
        """The sockets are closed by the server itself."""

    def _in_order(self, member: Member, audience: Audience) -> bool:
        if member.claim not in audience.standing:
            self.leave(member)
            member.signed_out()
            return False
        if member.person not in audience.present:
            self._put_out(member)
            return False
        return True

    def _put_out(self, member: Member) -> None:
        self.leave(member)
        member.write(frames.gone(self.topic))
        member.topics.discard(self.topic)


def _by_place(members: list[tuple[Member, int | None]]) -> dict[int | None, list[Member]]:
    groups: dict[int | None, list[Member]] = {}
    for member, place in members:
        groups.setdefault(place, []).append(member)
    return groups
