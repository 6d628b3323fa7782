"""The page on which a project is written or changed."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.items import audiences
from hub.policy import Verb, require, to_item
from hub.projects import queries
from hub.projects.design import Point, points
from hub.projects.queries import Shown


class Sheet(msgspec.Struct, frozen=True):
    """The page on which one is written or changed."""

    desk: Desk
    points: list[Point]
    choices: list[audiences.Group]
    chosen: frozenset[UUID]
    editing: Shown | None = None

    @property
    def considered(self) -> bool:
        """Whether something is said to a point of the check."""
        return any(words for name, words in self.desk.words.items() if name.startswith("design-"))


def sheet(tx: Tx, audience: Collection[UUID] = ()) -> Sheet:
    """A sheet for a new project, with whatever was already being written on it. Raises Forbidden for who may begin none."""
    require("projects", queries.to_projects(tx), Verb.WRITE)
    return Sheet(desk(tx, "project/new"), points(), audiences.choices(tx), frozenset(audience))


def sheet_to_change(tx: Tx, project_id: UUID | None) -> Sheet:
    """The sheet of one that stands, with what was being changed on it. Whose it is alone."""
    project = queries.find(tx, project_id)
    shown = queries.show(tx, [project])[0]
    require("project", to_item(tx.viewer, project, shown.audience.principals), Verb.EDIT)
    return Sheet(desk(tx, f"project/{project.id}", queries.words_of(project)), points(), [], shown.audience.principals, shown)
