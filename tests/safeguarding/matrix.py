"""What the rows of pauses in tests/policy_table.py do: of the owner, in the room; the mentor asked staff to look at what they said."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from hub.database import Tx
from hub.safeguarding import actions, pausing
from tests.support.school import Someone


def of_pauses(who: dict[str, Someone], room: UUID | None) -> dict[str, Callable[[Tx], Any]]:
    owner = who["owner"]
    assert room
    said = owner.says(room, "Hm")
    report = who["mentor"].does(lambda tx: actions.report_message(tx, said, "Please look").id)
    return {
        "pausing.pause": lambda tx: pausing.pause(tx, room, owner.id, "hour", "Rest"),
        "pausing.pause_reported": lambda tx: pausing.pause_reported(tx, report, "hour", "Rest"),
        "pausing.end": lambda tx: pausing.end(tx, room, owner.id),
        "pausing.end_reported": lambda tx: pausing.end_reported(tx, report),
    }
