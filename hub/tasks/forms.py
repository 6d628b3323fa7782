"""What the forms of a board hold when they come."""

import msgspec

from hub.ids import NOTHING, parse_id
from hub.tasks.actions import Planned
from hub.web.forms import typed_day
from hub.words import whole_number


class TaskForm(msgspec.Struct, frozen=True):
    """A card; also one more, for which a title is enough."""

    title: str = ""
    owner: str = ""
    due: str = ""
    milestone: str = ""
    column: str = ""
    version: str = ""
    writing: str = ""


class MoveForm(msgspec.Struct, frozen=True):
    """Where a card goes: into a column, below or above another card there; or "up" or "down" by one."""

    column: str = ""
    after: str = ""
    before: str = ""
    to: str = ""


def planned_of(given: TaskForm) -> Planned:
    """Raises Invalid("due")."""
    return Planned(
        title=given.title,
        owner=(parse_id(given.owner) or NOTHING) if given.owner else None,
        due=typed_day("due", given.due),
        milestone=(parse_id(given.milestone) or NOTHING) if given.milestone else None,
    )


def version_of(given: TaskForm) -> int:
    return whole_number(given.version) or 0
