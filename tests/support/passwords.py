"""Passwords that cost a test little: the same function with a hundredth of the work. Real servers keep their own measure."""

import pytest
from argon2 import PasswordHasher

from hub.identity import passwords


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
