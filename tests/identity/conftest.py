from collections.abc import Iterator

import pytest

from hub import clock, database
from hub.database import Database
from hub.identity.queries import recognise
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
