"""How goals read before they were changed."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from hub.database import Tx
from hub.goals import queries
from hub.goals.models import GoalVersion
from hub.histories import MOST, Histories, Part

_DRAWN = ("outcome", "obstacle", "plan", "why")


def history(tx: Tx, goal_id: UUID | None, before: int | None = None) -> tuple[queries.Shown, Part]:
    """The goal, and a page of how it read before its changes."""
    goal = queries.find(tx, goal_id)
    return queries.show(tx, [goal])[0], _VERSIONS.part(tx, goal.id, before, lambda one: [one.words.get(name, "") for name in _DRAWN])


def histories(tx: Tx, goal_ids: Collection[UUID], many: int = MOST, before: int | None = None) -> dict[UUID, list[GoalVersion]]:
    """How each read before its changes, as far as the viewer may see it: the newest of them, oldest first."""
    return {id_: [row[0] for row in rows] for id_, rows in _VERSIONS.newest(tx, goal_ids, many, before).items()}


_VERSIONS = Histories(select(GoalVersion), GoalVersion.goal_id, GoalVersion.number)
