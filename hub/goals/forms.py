"""What the forms of a goal hold when they come."""

from datetime import date
from uuid import UUID

import msgspec

from hub.goals import actions
from hub.ids import NOTHING, parse_id
from hub.web.forms import typed_day


class WishForm(msgspec.Struct, frozen=True):
    """The sheet of a goal. `criteria` and `steps` have one in each line."""

    title: str = ""
    outcome: str = ""
    obstacle: str = ""
    plan: str = ""
    criteria: str = ""
    steps: str = ""
    due: str = ""
    audience: list[str] = []
    supports: str = ""
    came_from: str = ""
    writing: str = ""
    version: str = ""


class StepForm(msgspec.Struct, frozen=True):
    """A step, also one more."""

    step: str = ""
    due: str = ""
    writing: str = ""
    edition: str | None = None


class MoveForm(msgspec.Struct, frozen=True):
    to: str = ""
    """"earlier" or "later"."""


class Tick(msgspec.Struct, frozen=True):
    done: str = ""
    at: str = ""
    """Where it was ticked, if that was not the goal's own page: "week"."""


class CheckInForm(msgspec.Struct, frozen=True):
    """`day`: left empty, today."""

    confidence: str = ""
    words: str = ""
    day: str = ""
    writing: str = ""


class HelpForm(msgspec.Struct, frozen=True):
    words: str = ""
    writing: str = ""
    instead_of: str | None = None
    """What stood there when these words were written."""


class EndForm(msgspec.Struct, frozen=True):
    progress: str = ""
    why: str = ""
    writing: str = ""


class EvidenceForm(msgspec.Struct, frozen=True):
    item: str = ""


def step_of(given: StepForm) -> tuple[str, date | None]:
    """Its words and its day. Raises Invalid("due")."""
    return given.step, typed_day("due", given.due)


def wish_of(given: WishForm) -> actions.Wish:
    """Raises Invalid("due")."""
    return actions.Wish(
        title=given.title,
        outcome=given.outcome,
        obstacle=given.obstacle,
        plan=given.plan,
        criteria=tuple(given.criteria.splitlines()),
        steps=tuple(given.steps.splitlines()),
        due=typed_day("due", given.due),
        audience=tuple(parse_id(one) or NOTHING for one in given.audience),
        supports=_chosen(given.supports),
        led_to_by=parse_id(given.came_from),
        writing=parse_id(given.writing),
    )


def _chosen(text: str) -> UUID | None:
    return (parse_id(text) or NOTHING) if text else None
