"""Once a second: does everyone who listens still stand? Two statements, however many they are."""

import asyncio
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import structlog

from hub.database import Database, Tx
from hub.live import queries
from hub.live.queries import Pair
from hub.viewer import System

log = structlog.get_logger("live")

EVERY = 1.0


class Watched(Protocol):
    """Those who listen, asked once a second what they stand on."""

    def claims(self) -> set[UUID]:
        """The sessions and tokens that speak for them."""

    def sights(self) -> set[Pair]:
        """(person, item): what they must be able to see."""

    def fallen(self, claims: set[UUID], sights: set[Pair]) -> None:
        """These hold no more. Said again each second until they are no longer named."""


class Standing:
    def __init__(self, database: Database) -> None:
        self._database = database
        self.watched: set[Watched] = set()

    async def watch(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.check()
            except Exception as problem:
                log.warning("who may listen could not be asked", problem=type(problem).__name__)

    async def check(self) -> None:
        watched = list(self.watched)
        claims = {claim for one in watched for claim in one.claims()}
        sights = {pair for one in watched for pair in one.sights()}
        if not claims:
            return
        standing, seen = await self._database.read(System("live"), _look, claims, sights)
        for one in watched:
            one.fallen(claims - standing, sights - seen)


class Alone:
    """One listener of its own, such as a GraphQL subscription."""

    def __init__(self, claim: UUID, person: UUID, item: UUID | None, ended: Callable[[], None]) -> None:
        self._claim = claim
        self._sight = {(person, item)} if item else set()
        self._ended = ended

    def claims(self) -> set[UUID]:
        return {self._claim}

    def sights(self) -> set[Pair]:
        return set(self._sight)

    def fallen(self, claims: set[UUID], sights: set[Pair]) -> None:
        if self._claim in claims or self._sight & sights:
            self._ended()


def _look(tx: Tx, claims: set[UUID], pairs: set[Pair]) -> tuple[set[UUID], set[Pair]]:
    return set(queries.standing(tx, claims)), set(queries.sights(tx, pairs))
