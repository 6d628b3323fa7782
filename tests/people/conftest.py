from collections.abc import Iterator

import pytest

from tests.people.school import Town


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    made = Town(database_url)
    yield made
    made.database.close()
