"""Whom what hangs on a project is there for. A project itself is an item."""

from sqlalchemy import and_

from hub.items.visible import readable_items, stood_while_shared_with_me
from hub.projects.models import Milestone, ProjectVersion
from hub.seeing import Visible

VISIBLE: Visible = {
    ProjectVersion: (
        and_(ProjectVersion.project_id.in_(readable_items), stood_while_shared_with_me(ProjectVersion.project_id, ProjectVersion.until)),
        "of items I may see, that still stood when they were shared with me; taken back: only its owner",
    ),
    Milestone: (
        and_(Milestone.project_id.in_(readable_items), Milestone.taken.is_(None)),
        "of projects I may see, that weren't taken away; project taken back: only its owner",
    ),
}
