from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import create_engine

import hub.policy  # noqa: F401 - without it a viewer's session reads nothing
from hub.database import Base
from tests.live.world import Site, World, serving


@pytest.fixture
def world(empty_database_url: str) -> Iterator[World]:
    engine = create_engine(empty_database_url)
    Base.metadata.create_all(engine)
    engine.dispose()
    world = World(empty_database_url)
    yield world
    world.database.close()


@pytest.fixture
async def site(world: World) -> AsyncIterator[Site]:
    async with serving(world) as site:
        yield site
