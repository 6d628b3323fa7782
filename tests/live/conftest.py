from collections.abc import AsyncIterator, Iterator

import pytest

import hub.policy  # noqa: F401 - without it a viewer's session reads nothing
from tests.live.world import Site, World, serving


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    world = World(database_url)
    yield world
    world.database.close()


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    async with serving(world) as site:
        yield site
