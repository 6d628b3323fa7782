"""Who is in which room: written down for the other processes, read from what all of them wrote, shown where it changed.

A table, and no messages between processes: so it is the same on SQLite and on PostgreSQL, with Redis and without. What changes
here is written at once; what changed elsewhere is seen within a second.
"""

import asyncio
import contextlib
import time
from uuid import UUID

import structlog

from hub.clock import now
from hub.database import Database
from hub.events import Told
from hub.ids import NOTHING, new_id
from hub.live.queries import Pair
from hub.rooms import actions, presence
from hub.rooms.live import HERE
from hub.viewer import System
from hub_realtime.lobby import Lobby

log = structlog.get_logger("live")

US = System("presence")
LOOK_EVERY = 1.0
TOGETHER = 0.05
"""Seconds in which what changes is taken together: many who come at once are one write."""
SAY_AGAIN = actions.HERE.total_seconds() / 2.5


class Presence:
    """Of the sockets of one process, and of those with whom they share a room."""

    def __init__(self, database: Database, lobby: Lobby) -> None:
        self._database = database
        self._lobby = lobby
        self._process = new_id()
        self._written: dict[Pair, bool] = {}
        self._shown: dict[UUID, dict[UUID, bool]] = {}
        self._said = 0.0

    async def watch(self) -> None:
        """Until it is cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._lobby.stirred.wait(), LOOK_EVERY)
                await asyncio.sleep(TOGETHER)
            self._lobby.stirred.clear()
            try:
                await self.look()
            except Exception as problem:
                log.warning("who is in a room could not be asked", problem=type(problem).__name__)

    async def look(self) -> None:
        """Nothing is asked while nobody here is in a room."""
        looking = self._lobby.looking()
        await self._write(looking)
        rooms = {room for _, room in looking}
        there = await self._database.read(US, presence.rows, rooms) if rooms else {}
        self._shown = {room: shown for room, shown in self._shown.items() if room in rooms}
        for room in rooms:
            if there.get(room, {}) != self._shown.get(room):
                await self._lobby.show(room, Told(0, NOTHING, HERE, None, {"item": str(room)}, now()))
                self._shown[room] = there.get(room, {})

    async def leave(self) -> None:
        """The server goes: its people are not here any more."""
        with contextlib.suppress(Exception):
            await self._write({})

    async def _write(self, looking: dict[Pair, bool]) -> None:
        came = {pair: writing for pair, writing in looking.items() if self._written.get(pair) != writing}
        gone = self._written.keys() - looking.keys()
        if came or gone:
            await self._database.write(US, actions.come_and_go, self._process, came, gone)
            self._written = looking
        if looking and time.monotonic() - self._said > SAY_AGAIN:
            await self._database.write(US, actions.stay, self._process)
            self._said = time.monotonic()
