"""What one does with a room. Talking in it is talking in the thread of an item: hub/feedback."""

from hub.database import Tx
from hub.feedback.actions import open_thread
from hub.items.models import ItemGrant
from hub.items.queries import granted
from hub.projects.models import Project
from hub.rooms import queries
from hub.rooms.models import Room
from hub.teams.models import Team


def open_room(tx: Tx, team: Team, project: Project) -> Room:
    """For the team, who leads the project, and the teachers of the classes that it is shared with: never without a member of staff."""
    room = tx.make(Room(school_id=team.school_id, owner_id=team.id, team_id=team.id, title=team.name, created=tx.now, updated=tx.now))
    open_thread(tx, room)
    tx.add(ItemGrant(item_id=room.id, principal_id=team.id, since=tx.now))
    let_staff_in(tx, room, project)
    return room


def let_staff_in(tx: Tx, room: Room, project: Project) -> None:
    """Who leads the project, and the teachers of the classes that it is shared with by now. Whoever may read along already stays."""
    principals = {project.owner_id, *queries.teachers_around(tx, project)} - granted(tx, room.id)
    tx.add_all(ItemGrant(item_id=room.id, principal_id=principal, since=tx.now) for principal in principals)
    tx.flush()
