"""How a process learns that another one has told something. Each says only "look"; what there is, the log says."""

import asyncio
import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import structlog
from sqlalchemy.engine import make_url

from hub.engines import SQLITE, conninfo
from hub.events import CHANNEL

log = structlog.get_logger("live")

LOOK_EVERY = 0.05
"""Seconds between two looks at SQLite's change counter; one costs some 3 µs."""
LONGEST_WAIT = 2.0

Wake = Callable[[frozenset[str] | None], None]


class Wakeup(Protocol):
    """Calls `wake` with the topics, or with None when it doesn't know which, until it is cancelled. Mends itself."""

    async def listen(self, wake: Wake) -> None: ...
    def tell(self, topics: frozenset[str]) -> None:
        """After this process has committed, on any thread."""


def wakeups(database_url: str, redis_url: str = "") -> list[Wakeup]:
    """What fits this hub. Redis takes the place of PostgreSQL's own channel, which a pooler in between may not carry."""
    url = make_url(database_url)
    heard: list[Wakeup] = [RedisWakeup(redis_url)] if redis_url else []
    if url.get_backend_name() == "sqlite":
        heard.append(SqliteWakeup(url.database or ""))
    elif not redis_url:
        heard.append(PostgresWakeup(database_url))
    return heard


class SqliteWakeup:
    """`PRAGMA data_version` changes on a connection when any other one has committed, in whatever process."""

    def __init__(self, path: str) -> None:
        self._path = path

    async def listen(self, wake: Wake) -> None:
        with contextlib.closing(SQLITE.connect(Path(self._path), timeout=0)) as connection:
            seen = None
            while True:
                with contextlib.suppress(SQLITE.OperationalError):  # Locked for an instant: the next look sees the same.
                    version = connection.execute("PRAGMA data_version").fetchone()[0]
                    if version != seen:
                        wake(None)
                    seen = version
                await asyncio.sleep(LOOK_EVERY)

    def tell(self, topics: frozenset[str]) -> None:
        """The commit itself was the telling."""


class PostgresWakeup:
    """LISTEN on a connection of its own. After a lost line everything is looked at once."""

    def __init__(self, url: str) -> None:
        self._conninfo = conninfo(url)

    async def listen(self, wake: Wake) -> None:
        import psycopg  # Here, because a hub on SQLite needs none of it.

        wait = 0.1
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._conninfo, autocommit=True, keepalives_idle=10, keepalives_interval=3, keepalives_count=3
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    wake(None)
                    wait = 0.1
                    async for note in connection.notifies():
                        wake(frozenset(note.payload.split(",")))
            except psycopg.Error as problem:
                log.warning("PostgreSQL's wake-ups are interrupted", problem=type(problem).__name__, again_in=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    def tell(self, topics: frozenset[str]) -> None:
        """The transaction itself has notified."""


class RedisWakeup:
    """Published after each commit. While Redis is away nothing waits for it, and the bus asks the log every second."""

    WAITING = 10_000

    def __init__(self, url: str) -> None:
        self._url = url
        self._me = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._untold: set[str] = set()
        self._to_tell = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def listen(self, wake: Wake) -> None:
        self._loop = asyncio.get_running_loop()
        await asyncio.gather(self._subscribe(wake), self._publish())

    def tell(self, topics: frozenset[str]) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._note, topics)

    def _note(self, topics: frozenset[str]) -> None:
        self._untold |= topics
        self._to_tell.set()

    async def _subscribe(self, wake: Wake) -> None:
        from redis.asyncio import Redis  # Here, because few hubs have one: it costs a start 20 MB.
        from redis.exceptions import RedisError

        wait = 0.1
        while True:
            try:
                async with Redis.from_url(self._url, health_check_interval=10) as redis, redis.pubsub() as heard:
                    await heard.subscribe(CHANNEL)
                    wake(None)
                    wait = 0.1
                    while True:
                        message = await heard.get_message(ignore_subscribe_messages=True, timeout=5)
                        if message is None:
                            continue
                        sender, _, topics = message["data"].decode().partition(" ")
                        if sender != self._me:
                            wake(frozenset(topics.split(",")))
            except (RedisError, OSError) as problem:
                log.warning("Redis's wake-ups are interrupted", problem=type(problem).__name__, again_in=wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _publish(self) -> None:
        from redis.asyncio import Redis
        from redis.exceptions import RedisError

        async with Redis.from_url(self._url, socket_connect_timeout=1, socket_timeout=1) as redis:
            while True:
                await self._to_tell.wait()
                self._to_tell.clear()
                topics, self._untold = self._untold, set()
                # What can't be published is dropped: the others ask the log within a second anyway.
                with contextlib.suppress(RedisError, OSError):
                    await redis.publish(CHANNEL, f"{self._me} {','.join(sorted(topics))}")
