"""The live rooms of one process, put together: what the application starts, stops and routes to."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from litestar.handlers import WebsocketRouteHandler

from hub.database import Database
from hub.events import Told
from hub.viewer import Claim, Viewer
from hub_realtime import frames, topics
from hub_realtime.bus import Bus, Ear
from hub_realtime.fragments import Render
from hub_realtime.lobby import Lobby
from hub_realtime.presence import Presence
from hub_realtime.socket import Connection, Door
from hub_realtime.standing import Alone, Standing
from hub_realtime.wakeups import Wakeup


class Live:
    """`start` and `stop` on the loop that serves; `route` for the application."""

    def __init__(
        self,
        database: Database,
        render: Render,
        *,
        wakeups: Sequence[Wakeup],
        claim_of: Callable[[Connection], Claim | None],
        our_origins: Callable[[Connection], set[str]],
    ) -> None:
        self.bus = Bus(database, wakeups)
        self.standing = Standing(database)
        self._lobby = Lobby(database, self.bus, render)
        self._presence = Presence(database, self._lobby)
        self._door = Door(database, self._lobby, claim_of, our_origins)
        self._tasks: list[asyncio.Task[Any]] = []

    def route(self, path: str = "/live") -> WebsocketRouteHandler:
        return self._door.route(path)

    async def start(self) -> None:
        await self.bus.start()
        self.standing.watched.add(self._lobby)
        going_on = (self.standing.watch(), self._lobby.tend(), self._presence.watch())
        self._tasks = [asyncio.create_task(one) for one in going_on]

    async def stop(self) -> None:
        """Under uvicorn the sockets are closed already, with 1012; elsewhere they are now."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._presence.leave()
        await self.bus.stop()
        for member in list(self._lobby.members):
            member.close(frames.RESTARTING, "")
        await self._door.closed()

    async def follow(self, viewer: Viewer, topic: str, after: int | None) -> AsyncIterator[Told | int]:
        """As Bus.follow, for this viewer: ends within 2 s when they are signed out, or may no longer see the thread's item.

        That they may see it now is the caller's to ask first, best in the operation that also reads `after` (events.last_seq):
        then nothing falls between.
        """
        parsed = topics.parse(topic)
        if parsed is None or parsed.shut_to(viewer.id):
            return
        ear = Ear(topic, after)
        alone = Alone(viewer.claim_id, viewer.id, parsed.item, ear.over)
        self.standing.watched.add(alone)
        try:
            async for told in self.bus.follow(ear):
                yield told
        finally:
            self.standing.watched.discard(alone)
