"""Whom what hangs on a goal is there for. A goal itself is an item."""

from sqlalchemy import and_

from hub.goals.models import CheckIn, GoalVersion, Step
from hub.items.visible import readable_items, stood_while_shared_with_me
from hub.seeing import Visible

VISIBLE: Visible = {
    GoalVersion: (
        and_(GoalVersion.goal_id.in_(readable_items), stood_while_shared_with_me(GoalVersion.goal_id, GoalVersion.until)),
        "of items I may see, that still stood when they were shared with me; taken back: only its owner",
    ),
    Step: (
        and_(Step.goal_id.in_(readable_items), Step.taken.is_(None)),
        "of goals I may see, that weren't taken away; goal taken back: only its owner",
    ),
    CheckIn: (CheckIn.goal_id.in_(readable_items), "of goals I may see; taken back: only its owner"),
}
