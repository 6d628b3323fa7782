"""Two things at once where one is the line and the other the disk: what has come is written while the next is on its way."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ParamSpec

P = ParamSpec("P")


class Behind:
    """Work that is done one after the other, and never more than one ahead of whoever hands it over.

    `done` waits for the last, and raises what went wrong with it. Whoever waits may be cancelled; the work itself goes on to its
    end, so that a file is never closed below the thread that writes to it.
    """

    def __init__(self) -> None:
        self._going: asyncio.Future[object] | None = None

    async def after(self, work: Callable[P, Awaitable[object]], *args: P.args, **more: P.kwargs) -> None:
        await self.done()
        self._going = asyncio.ensure_future(work(*args, **more))

    async def done(self) -> None:
        if (going := self._going) is None:
            return
        await asyncio.wait([going])
        self._going = None
        going.result()
