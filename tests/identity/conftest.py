from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from hub import clock, database
from hub.app import create_app
from hub.database import Database
from hub.identity.queries import recognise
from hub.settings import Settings
from tests.identity.visitor import HOST, Visitor
from tests.people.school import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    made = Town(database_url)
    yield made
    made.database.close()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands: on a slow machine, what is counted would wear off while it is being counted."""
    moment = clock.now()
    monkeypatch.setattr(database, "now", lambda: moment)


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    """A hub on its first day."""
    made = Database(database_url, recognise)
    yield made
    made.close()


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    with TestClient(create_app(Settings(database_url=database_url, data=tmp_path)), base_url=HOST) as client:
        yield client


@pytest.fixture
def visitor(app: TestClient[Litestar]) -> Visitor:
    return Visitor(app)
