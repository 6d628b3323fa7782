import pytest


@pytest.fixture(scope="session")
def nursery() -> None:
    """None: here hubs begin as operators begin them, each from nothing."""
