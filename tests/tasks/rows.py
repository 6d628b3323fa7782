"""What the rows of a board, and of what is pinned beside it, in tests/policy_table.py do."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from hub.database import Tx
from hub.tasks import actions as tasks
from hub.tasks import queries as cards
from tests.rooms import rows as pinned
from tests.support.school import Someone


def rows(owner: Someone, team: UUID, room: UUID | None) -> dict[str, Callable[[Tx], Any]]:
    planned = tasks.Planned(title="Ask")
    card = owner.does(lambda tx: tasks.add(tx, team, "todo", planned).id)
    return {
        "tasks.board": lambda tx: cards.board(tx, room),
        "tasks.sheet": lambda tx: cards.sheet(tx, card),
        "tasks.add": lambda tx: tasks.add(tx, team, "todo", planned),
        "tasks.change": lambda tx: tasks.change(tx, card, planned),
        "tasks.move": lambda tx: tasks.move(tx, card, "done"),
        "tasks.nudge": lambda tx: tasks.nudge(tx, card, 1),
        "tasks.take_away": lambda tx: tasks.take_away(tx, card),
        **pinned.rows(owner, room),
        "tasks.put_back": lambda tx: tasks.put_back(tx, card),
    }
