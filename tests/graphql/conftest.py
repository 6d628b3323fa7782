"""A small school on a real server, one for each file of tests."""

from collections.abc import Iterator

import httpx
import pytest

from tests.graphql.toy import School, app, served


@pytest.fixture(scope="module")
def school() -> Iterator[School]:
    school = School()
    yield school
    school.close()


@pytest.fixture(scope="module")
def address(school: School) -> Iterator[str]:
    with served(app(school)) as (address, _server):
        yield address


@pytest.fixture(scope="module")
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{address}") as client:
        yield client
