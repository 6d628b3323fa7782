"""What the rows of a room's pins in tests/policy_table.py do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from hub.database import Tx
from hub.rooms import pins
from tests.support.school import Someone


def rows(owner: Someone, room: UUID | None) -> dict[str, Callable[[Tx], Any]]:
    assert room
    said = owner.says(room, "We meet at four.")
    return {"pins.pin": lambda tx: pins.pin(tx, said), "pins.unpin": lambda tx: pins.unpin(tx, said)}
