"""What the class merges: who leads a project makes one question of several that its teams picked."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import bindparam, select

from hub.columns import among
from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid
from hub.feedback.actions import open_thread
from hub.items import queries as items
from hub.items.actions import relations, still_there
from hub.items.models import Item, ItemGrant
from hub.need_to_knows import queries
from hub.need_to_knows.actions import tell
from hub.need_to_knows.models import NeedToKnow
from hub.need_to_knows.wording import asked
from hub.policy import Verb, require
from hub.projects import queries as projects
from hub.projects.models import Project
from hub.rooms.models import Room
from hub.teams.actions import in_turn
from hub.teams.models import Team
from hub.words import _


def merge(tx: Tx, project_id: UUID | None, several: Collection[UUID], question: str, writing: UUID | None = None) -> NeedToKnow:
    """One question of the class, which all teams of the project see and find out together; each of the several says where it went.

    Raises NotFound, Forbidden for who doesn't lead the project, and Invalid("question" or "questions").
    """
    in_turn(tx, project_id)
    project = projects.find(tx, project_id)
    require("project", relations(tx, project), Verb.ORGANISE)
    still_there(project)
    title, ids = asked(question), sorted(set(several))
    sending = Sending(tx, writing, "merge_questions", project.id, title, *ids)
    if sending.made:
        return queries.find(tx, sending.made)
    found = tx.scalars(_TO_MERGE, {"ids": ids, "project": project.id}).all()
    if len(ids) < 2:
        raise Invalid("questions", _("Choose two or more that ask for the same thing."))
    if len(found) != len(ids):
        raise Invalid("questions", _("One of them isn’t there any more, or went into another. Please choose again."))
    made = _of_class(tx, project, title)
    for one in found:
        one.merged_into_id = made.id
        tell(tx, "need_to_know.merged", one)
    sending.becomes(made.id)
    tell(tx, "need_to_know.merged", made)
    return made


def part(tx: Tx, id_: UUID | None) -> Project:
    """Undoes a merge: each team finds out its own again; what was found out together goes. Raises NotFound, Forbidden, and Conflict for
    what wasn't merged."""
    in_turn(tx, id_)
    question = queries.find(tx, id_)
    require("need_to_know", queries.relations(tx, question, items.granted(tx, question.id)), Verb.EDIT)
    if question.team_id is not None:
        raise Conflict(_("This was not put together from others."))
    for one in tx.scalars(_MERGED, {"into": question.id}):
        one.merged_into_id = None
        tell(tx, "need_to_know.parted", one)
    question.deleted = tx.now
    tell(tx, "need_to_know.parted", question)
    return projects.find(tx, question.project_id)


def _of_class(tx: Tx, project: Project, title: str) -> NeedToKnow:
    made = tx.make(
        NeedToKnow(
            school_id=project.school_id,
            owner_id=tx.viewer.id,
            project_id=project.id,
            author_id=tx.viewer.id,
            title=title,
            created=tx.now,
            updated=tx.now,
        )
    )
    open_thread(tx, made)
    rooms = tx.scalars(_ROOMS, {"project": project.id}).all()
    readers = {tx.viewer.id, *(principal for theirs in items.granted_to_each(tx, rooms).values() for principal in theirs)}
    tx.add_all(ItemGrant(item_id=made.id, principal_id=principal, since=tx.now) for principal in readers)
    tx.flush()
    return made


_PROJECT = bindparam("project", type_=Item.id.type)
_TO_MERGE = select(NeedToKnow).where(
    among(NeedToKnow.id, "ids"),
    NeedToKnow.project_id == _PROJECT,
    NeedToKnow.team_id.is_not(None),
    NeedToKnow.picked.is_not(None),
    NeedToKnow.merged_into_id.is_(None),
    NeedToKnow.deleted.is_(None),
)
_MERGED = select(NeedToKnow).where(NeedToKnow.merged_into_id == bindparam("into", type_=Item.id.type))
_ROOMS = select(Room.id).join(Team, Team.id == Room.team_id).where(Team.project_id == _PROJECT)
