"""How what threads have finished comes back to an event loop: one wake-up for as much as there is by then.

`asyncio.wrap_future` wakes the loop for each: fifty writes that share a COMMIT would ring fifty times, on the thread that writes.
"""

import asyncio
from collections import deque
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

T = TypeVar("T")


def landed(source: Future[T]) -> asyncio.Future[T]:
    """What a thread's future comes to, awaited on the running loop. Cancelling it cancels what has not begun."""
    loop = asyncio.get_running_loop()
    landing = _landings.setdefault(loop, _Landing())
    wanted: asyncio.Future[T] = loop.create_future()
    wanted.add_done_callback(partial(_give_up, source))
    source.add_done_callback(partial(landing.arrive, wanted))
    return wanted


class _Landing:
    """Of one loop, which it doesn't hold: what is awaited does."""

    def __init__(self) -> None:
        self._arrived: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()
        self._called = False

    def arrive(self, wanted: asyncio.Future[Any], source: Future[Any]) -> None:
        """On whatever thread settles it."""
        loop = wanted.get_loop()
        if loop.is_closed():
            return
        self._arrived.append((wanted, source))
        if not self._called:
            self._called = True
            loop.call_soon_threadsafe(self._land)

    def _land(self) -> None:
        self._called = False  # First: whoever arrives from here on calls again, and at worst finds nothing left to do.
        while self._arrived:
            wanted, source = self._arrived.popleft()
            if wanted.done():
                continue  # Nobody waits for it any more.
            if source.cancelled():
                wanted.cancel()
            elif problem := source.exception():
                wanted.set_exception(problem)
            else:
                wanted.set_result(source.result())


def _give_up(source: Future[Any], wanted: asyncio.Future[Any]) -> None:
    if wanted.cancelled():
        source.cancel()


_landings: WeakKeyDictionary[asyncio.AbstractEventLoop, _Landing] = WeakKeyDictionary()
