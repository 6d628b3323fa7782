from collections.abc import Iterator

import pytest

from hub.database import Database
from hub.identity.queries import recognise
from tests.people.school import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    made = Town(database_url)
    yield made
    made.database.close()


@pytest.fixture
def empty(database_url: str) -> Iterator[Database]:
    """A hub on its first day."""
    database = Database(database_url, recognise)
    yield database
    database.close()
