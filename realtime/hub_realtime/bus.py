"""Tells this process's listeners what the log has for their topics. A wake-up is only a hint: the log is the truth."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import structlog

from hub import events
from hub.database import Database
from hub.events import Since, Told
from hub.viewer import System
from hub_realtime.wakeups import Wakeup

log = structlog.get_logger("live")

ASK_EVERY = 1.0
"""Seconds after which the log is asked although nobody was woken: so long does news take when every hint is lost."""
AGAIN = 0.25
"""Seconds before the log is asked again after it could not be read."""


class Listener(Protocol):
    """One subscription to one topic. `hear` is never called twice at once for the same listener."""

    topic: str

    def place(self) -> int | None:
        """The number after which it wants to be told; None while it only wants to know where the topic stands."""

    def nothing_new(self, seq: int) -> bool:
        """Whether a topic that stands at `seq` has nothing for it."""

    async def hear(self, since: Since) -> None:
        """When this raises, it is called again a little later. So it is when `since` doesn't answer its place: it was
        attached, or moved, while the log was being read, and attaching always has the log read once more."""

    def over(self) -> None:
        """The server goes."""


class Bus:
    """One for a process. `follow` gives events to whoever wants them one by one; rooms of sockets are listeners of their own."""

    def __init__(self, database: Database, wakeups: Sequence[Wakeup] = ()) -> None:
        self._database = database
        self._wakeups = wakeups
        self._listeners: dict[str, set[Listener]] = {}
        self._dirty: set[str] = set()
        self._woken = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._asking: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._database.told.append(self._told)
        self.ask_every(ASK_EVERY)
        self._tasks = [asyncio.create_task(self._tell_for_ever())]
        self._tasks += [asyncio.create_task(self._listen(wakeup)) for wakeup in self._wakeups]

    async def stop(self) -> None:
        self._database.told.remove(self._told)
        if self._asking is not None:
            self._asking.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for listener in [listener for listeners in self._listeners.values() for listener in listeners]:
            listener.over()

    def wake(self, topics: frozenset[str] | None) -> None:
        """Something may have been told in these topics; None: in any. On the loop's thread."""
        self._dirty.update(self._listeners if topics is None else topics & self._listeners.keys())
        if self._dirty:
            self._woken.set()

    def ask_every(self, seconds: float) -> None:
        """From now on: whether or not anybody was woken."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking = asyncio.get_running_loop().call_later(seconds, self._ask, seconds)

    def _ask(self, seconds: float) -> None:
        self._asking = None
        self.wake(None)
        self.ask_every(seconds)

    def attach(self, listener: Listener) -> None:
        self._listeners.setdefault(listener.topic, set()).add(listener)
        self.wake(frozenset({listener.topic}))

    def detach(self, listener: Listener) -> None:
        listeners = self._listeners.get(listener.topic, set())
        listeners.discard(listener)
        if not listeners:
            self._listeners.pop(listener.topic, None)

    async def follow(self, ear: "Ear") -> AsyncIterator[Told | int]:
        """Each event of a topic after the ear's place, in order, once.

        An int instead of an event is a gap that can't be filled: read anew, the topic stands at that number. Ends when the
        server goes, and with `ear.over()`.
        """
        self.attach(ear)
        try:
            while (told := await ear.next()) is not None:
                yield told
        finally:
            self.detach(ear)

    def _told(self, topics: frozenset[str]) -> None:
        for wakeup in self._wakeups:
            wakeup.tell(topics)
        with contextlib.suppress(RuntimeError):  # The loop has ended; a last write may come after it.
            self._loop.call_soon_threadsafe(self.wake, topics)

    async def _listen(self, wakeup: Wakeup) -> None:
        try:
            await wakeup.listen(self.wake)
        except Exception:
            log.exception("wake-ups have ended: news from other processes takes a second", wakeup=type(wakeup).__name__)

    async def _tell_for_ever(self) -> None:
        while True:
            await self._woken.wait()
            self._woken.clear()
            dirty, self._dirty = self._dirty, set()
            try:
                failed = await self._tell(dirty)
            except Exception as problem:
                log.warning("the log could not be read", problem=type(problem).__name__)
                failed = dirty
            if failed:
                await asyncio.sleep(AGAIN)
                self.wake(frozenset(failed))

    async def _tell(self, topics: set[str]) -> set[str]:
        """Returns the topics in which somebody could not be told."""
        asked = {topic: _earliest(self._listeners[topic]) for topic in topics if topic in self._listeners}
        if not asked:
            return set()
        found = await self._database.read(System("live"), events.since, asked)
        calls = [
            (listener, listener.hear(found[topic]))
            for topic in asked
            for listener in list(self._listeners.get(topic, ()))
            if not listener.nothing_new(found[topic].seq)
        ]
        outcomes = await asyncio.gather(*(call for _, call in calls), return_exceptions=True)
        failed = set()
        for (listener, _), outcome in zip(calls, outcomes, strict=True):
            if isinstance(outcome, Exception):
                log.warning("a topic could not be told", topic=listener.topic.split(":")[0], problem=type(outcome).__name__)
                failed.add(listener.topic)
        return failed


def _earliest(listeners: set[Listener]) -> int | None:
    places = [place for listener in listeners if (place := listener.place()) is not None]
    return min(places, default=None)


class Ear:
    """One follower that takes events one by one, after a number; None: from where the topic stands when it is first asked."""

    ROOM = 1000
    """Events that may wait for it; one that falls further behind gets a gap."""

    def __init__(self, topic: str, after: int | None) -> None:
        self.topic = topic
        self._place = after
        self._waiting: asyncio.Queue[Told | int | None] = asyncio.Queue()

    def place(self) -> int | None:
        return self._place

    def nothing_new(self, seq: int) -> bool:
        return self._place == seq

    async def hear(self, since: Since) -> None:
        if not since.answers(self._place):
            return
        told = () if self._place is None else since.after(self._place)
        self._place = since.seq
        if told is None or self._waiting.qsize() + len(told) > self.ROOM:
            while not self._waiting.empty():
                self._waiting.get_nowait()
            self._waiting.put_nowait(since.seq)
        else:
            for one in told:
                self._waiting.put_nowait(one)

    def over(self) -> None:
        self._waiting.put_nowait(None)

    async def next(self) -> Told | int | None:
        return await self._waiting.get()
