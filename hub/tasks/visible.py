"""Whom the cards of a board are there for."""

from hub.seeing import Visible
from hub.tasks.models import Task
from hub.teams.visible import teams_inside

VISIBLE: Visible = {Task: (Task.team_id.in_(teams_inside), "of teams whose room I may see")}
