"""What the forms of a project hold when they come."""

import msgspec

from hub.ids import NOTHING, parse_id
from hub.projects import actions
from hub.projects.milestones import Marked
from hub.web.forms import typed_day


class DesignForm(msgspec.Struct, frozen=True):
    """The sheet of a project. `aims` and `skills` have one in each line."""

    title: str = ""
    driving_question: str = ""
    entry_event: str = ""
    summary: str = ""
    aims: str = ""
    skills: str = ""
    product: str = ""
    product_for: str = ""
    starts: str = ""
    ends: str = ""
    audience: list[str] = []
    writing: str = ""
    version: str = ""
    """Which was changed, and after a dot the edition of what was said to the points."""


class StageForm(msgspec.Struct, frozen=True):
    stage: str = ""


class CopyForm(msgspec.Struct, frozen=True):
    writing: str = ""


class MoveForm(msgspec.Struct, frozen=True):
    to: str = ""
    """"earlier" or "later"."""


class MilestoneForm(msgspec.Struct, frozen=True):
    """A milestone, also one more."""

    key_question: str = ""
    product: str = ""
    due: str = ""
    writing: str = ""
    edition: str | None = None


def design_of(given: DesignForm, check: dict[str, str]) -> actions.Design:
    """`check`: what stands in the boxes of the seven points, by their keys. Raises Invalid("starts" or "ends")."""
    return actions.Design(
        title=given.title,
        driving_question=given.driving_question,
        entry_event=given.entry_event,
        summary=given.summary,
        aims=tuple(given.aims.splitlines()),
        skills=tuple(given.skills.splitlines()),
        product=given.product,
        product_for=given.product_for,
        starts=typed_day("starts", given.starts),
        ends=typed_day("ends", given.ends),
        design=check,
        audience=tuple(parse_id(one) or NOTHING for one in given.audience),
        writing=parse_id(given.writing),
    )


def milestone_of(given: MilestoneForm) -> Marked:
    """Raises Invalid("due")."""
    return Marked(key_question=given.key_question, product=given.product, due=typed_day("due", given.due))
