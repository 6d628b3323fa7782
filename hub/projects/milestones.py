"""What one does with the milestones of a project: add one, change it, move it, take it away and put it back."""

from datetime import date
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid, NotFound
from hub.projects import queries
from hub.projects.actions import mine, tell
from hub.projects.models import Milestone, Project
from hub.words import _, one_line

MOST = 30
"""Milestones of one project."""


class Marked(msgspec.Struct, frozen=True, kw_only=True):
    """A milestone as it was written."""

    key_question: str
    product: str = ""
    due: date | None = None


def add(tx: Tx, project_id: UUID | None, given: Marked, writing: UUID | None = None) -> Milestone:
    """At the end. Raises Invalid("key_question")."""
    project = mine(tx, project_id)
    sending = Sending(tx, writing, "add_milestone", project.id, given)
    if sending.made:
        return _ever(tx, sending.made)
    words = _checked(given)
    others = queries.milestones_of(tx, project.id)
    _has_room(others)
    made = tx.make(Milestone(project_id=project.id, place=others[-1].place + 1 if others else 0, created=tx.now, **words))
    sending.becomes(made.id)
    tell(tx, "project.milestone_added", project)
    return made


class TakenAway(Conflict):
    """It was taken away in another window, while it was changed here. Carries its project, on whose page what was typed is shown."""

    def __init__(self, project: Project) -> None:
        super().__init__(_("You took this milestone away in another window. Put it back first, or add what you typed as a new one."))
        self.project_id = project.id


def project_of(tx: Tx, milestone_id: UUID | None) -> UUID:
    """Also of a milestone that was taken away. Raises NotFound."""
    return _ever(tx, milestone_id).project_id


def change(tx: Tx, milestone_id: UUID | None, given: Marked, edition: str | None = None) -> Milestone:
    """Raises Invalid, and Conflict where it doesn't read any more as in the `edition` that was changed; without one it is overwritten."""
    milestone = queries.milestone(tx, milestone_id) if edition is None else _ever(tx, milestone_id)
    project = mine(tx, milestone.project_id)
    if milestone.taken is not None:
        raise TakenAway(project)
    words = _checked(given)
    if words == {name: getattr(milestone, name) for name in words}:
        return milestone
    if edition is not None and edition != queries.edition_of(milestone):
        raise Conflict(_("You changed this milestone in another window. Both texts are shown here: please choose."))
    for name, value in words.items():
        setattr(milestone, name, value)
    tell(tx, "project.milestone_changed", project)
    return milestone


def move(tx: Tx, milestone_id: UUID | None, by: int) -> Milestone:
    """So many places toward the end, or below 0 toward the beginning; no further than there."""
    milestone = queries.milestone(tx, milestone_id)
    project = mine(tx, milestone.project_id)
    others = queries.milestones_of(tx, project.id)
    was = others.index(milestone)
    goes = min(max(was + by, 0), len(others) - 1)
    if goes != was:
        others.insert(goes, others.pop(was))
        for place, each in enumerate(others):
            each.place = place
        tell(tx, "project.milestone_moved", project)
    return milestone


def take_away(tx: Tx, milestone_id: UUID | None) -> Project:
    """Nobody sees it any more; who designs the project can put it back for 30 days."""
    milestone = queries.milestone(tx, milestone_id)
    project = mine(tx, milestone.project_id)
    milestone.taken = tx.now
    tell(tx, "project.milestone_taken_away", project)
    return project


def put_back(tx: Tx, milestone_id: UUID | None) -> Project:
    """Where it was. Harmless for one that is there."""
    milestone = _ever(tx, milestone_id)
    project = mine(tx, milestone.project_id)
    if milestone.taken is not None:
        _has_room(queries.milestones_of(tx, project.id))
        milestone.taken = None
        tell(tx, "project.milestone_put_back", project)
    return project


def _ever(tx: Tx, milestone_id: UUID | None) -> Milestone:
    """Also one that was taken away."""
    with tx.system("a milestone that was taken away"):
        milestone = tx.get(Milestone, milestone_id) if milestone_id else None
    if milestone is None or tx.get(Project, milestone.project_id) is None:
        raise NotFound(queries.no_such_milestone())
    return milestone


def _has_room(others: list[Milestone]) -> None:
    if len(others) >= MOST:
        raise Invalid("key_question", _("This project has %(n)d milestones already. Take some away.") % {"n": MOST})


def _checked(given: Marked) -> dict[str, object]:
    question = one_line("key_question", given.key_question, 300)
    if not question:
        raise Invalid("key_question", _("What is to be found out by then? One question is enough."))
    return {"key_question": question, "product": one_line("product", given.product, 300), "due": given.due}
