"""What does a team have to do, and who does it?"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import get_args
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, select

from hub.columns import Moment, among
from hub.database import Tx
from hub.errors import NotFound
from hub.events import cursor, last_seq, thread_topic
from hub.items import cards
from hub.items.models import UNDO
from hub.people.faces import Face, faces
from hub.policy import Verb, allows
from hub.projects import queries as projects
from hub.projects.models import Milestone
from hub.rooms import queries as rooms
from hub.safeguarding import speaking
from hub.tasks.models import Task, TaskColumn
from hub.teams import queries as teams
from hub.teams.models import TeamMember
from hub.words import _

COLUMNS: tuple[TaskColumn, ...] = get_args(TaskColumn)


class For(msgspec.Struct, frozen=True):
    """The milestone that a card is for."""

    id: UUID
    key_question: str


class ShownTask(msgspec.Struct, frozen=True):
    """A card. `left`: its owner isn't in the team any more. `late`: its day has passed, and it isn't done."""

    id: UUID
    team_id: UUID
    title: str
    column: TaskColumn
    owner: Face | None
    left: bool
    due: date | None
    late: bool
    milestone: For | None
    taken: bool
    version: int


class Column(msgspec.Struct, frozen=True):
    key: TaskColumn
    words: str
    tasks: list[ShownTask]


class BoardPage(msgspec.Struct, frozen=True):
    """A team's board. `item` is its room. `project` is None for who sees the room and not the project any more. `taken`: cards that can
    be put back, the last one first. `cursor`: where the live topic of its room stands."""

    item: cards.Card
    team: teams.ShownTeam
    project: projects.Shown | None
    columns: list[Column]
    taken: list[ShownTask]
    may: bool
    topic: str
    cursor: str
    waits: str
    """Why one can't write anything here now; "" where one can."""
    back: datetime | None


class TaskSheet(msgspec.Struct, frozen=True):
    """One card, to be changed. `owners`: whom it can be handed to. `milestones`: those of the project."""

    room_id: UUID
    team: teams.ShownTeam
    task: ShownTask
    columns: list[Column]
    owners: list[Face]
    milestones: list[projects.ShownMilestone]
    may: bool


def words_of(column: TaskColumn) -> str:
    return {"todo": _("To do"), "doing": _("Doing"), "review": _("In review"), "done": _("Done")}[column]


def board(tx: Tx, room_id: UUID | None) -> BoardPage:
    """Raises NotFound."""
    room = rooms.find(tx, room_id)
    topic = thread_topic(room.id)
    seq = last_seq(tx, topic)  # Before all else: what comes in between is told again, never missed.
    found = teams.find(tx, room.team_id)
    team = teams.show(tx, [found])[0]
    around = projects.by_ids(tx, [team.project_id])
    taken = tx.scalars(_TAKEN, {"team": team.id, "since": tx.now - UNDO}).all()
    standing = tx.scalars(_STANDING, {"ids": [team.id]}).all()
    shown = show(tx, [*standing, *taken])
    waits, back = speaking.waits(tx, team.id)
    return BoardPage(
        item=cards.cards(tx, [room])[0],
        team=team,
        project=around[0] if around else None,
        columns=[Column(key, words_of(key), [one for one in shown if one.column == key and not one.taken]) for key in COLUMNS],
        taken=[one for one in shown if one.taken],
        may=allows("board", teams.relations(tx, found), Verb.WRITE),
        topic=topic,
        cursor=cursor(tx, topic, seq),
        waits=waits,
        back=back,
    )


def sheet(tx: Tx, task_id: UUID | None) -> TaskSheet:
    """Also of a card that was taken away. Raises NotFound."""
    task = find(tx, task_id)
    found = teams.find(tx, task.team_id)
    team = teams.show(tx, [found])[0]
    around = projects.by_ids(tx, [team.project_id])
    shown = show(tx, [task])[0]
    owners = [one.face for one in team.members]
    return TaskSheet(
        room_id=room_of(tx, task.team_id),
        team=team,
        task=shown,
        columns=[Column(key, words_of(key), []) for key in COLUMNS],
        owners=[*owners, shown.owner] if shown.owner and shown.left else owners,
        milestones=around[0].milestones if around else [],
        may=allows("board", teams.relations(tx, found), Verb.WRITE),
    )


def of_teams(tx: Tx, ids: Collection[UUID]) -> dict[UUID, list[ShownTask]]:
    """The cards of each team, as its board has them: column by column, from the top. The same few statements, however many there are."""
    found: dict[UUID, list[ShownTask]] = defaultdict(list)
    for one in show(tx, tx.scalars(_STANDING, {"ids": list(ids)}).all()):
        found[one.team_id].append(one)
    return {team: sorted(tasks, key=lambda one: COLUMNS.index(one.column)) for team, tasks in found.items()}


def show(tx: Tx, tasks: Sequence[Task]) -> list[ShownTask]:
    """Made ready to show, in the same number of statements however many there are."""
    known = faces(tx, {one.owner_id for one in tasks if one.owner_id})
    wanted = {one.milestone_id for one in tasks if one.milestone_id}
    marked = {one.id: For(one.id, one.key_question) for one in tx.scalars(_MILESTONES, {"ids": wanted})} if wanted else {}
    there = {tuple(row) for row in tx.execute(_THERE, {"ids": {one.team_id for one in tasks}})} if known else set()
    return [
        ShownTask(
            id=one.id,
            team_id=one.team_id,
            title=one.title,
            column=one.column,
            owner=known[one.owner_id] if one.owner_id else None,
            left=one.owner_id is not None and ((one.team_id, one.owner_id) not in there or known[one.owner_id].deactivated is not None),
            due=one.due,
            late=one.due is not None and one.due < tx.today and one.done is None,
            milestone=marked.get(one.milestone_id) if one.milestone_id else None,
            taken=one.taken is not None,
            version=one.version,
        )
        for one in tasks
    ]


def find(tx: Tx, task_id: UUID | None) -> Task:
    """Also one that was taken away. Raises NotFound."""
    task = tx.get(Task, task_id) if task_id else None
    if task is None:
        raise NotFound(_("We can't find this card. Perhaps you aren't in this team any more."))
    return task


def in_column(tx: Tx, team_id: UUID, column: TaskColumn) -> list[Task]:
    """From the top."""
    return [one for one in tx.scalars(_STANDING, {"ids": [team_id]}) if one.column == column]


def count(tx: Tx, team_id: UUID) -> int:
    """The cards that stand on its board."""
    return len(tx.scalars(_IDS, {"team": team_id}).all())


def team_of(tx: Tx, task_id: UUID | None) -> UUID | None:
    """Without the card itself: it is read when the board is locked, as whoever was first has left it."""
    return tx.scalars(_TEAM_OF, {"task": task_id}).one_or_none() if task_id else None


def room_of(tx: Tx, team_id: UUID) -> UUID:
    return teams.rooms_of(tx, [team_id])[team_id]


_STANDING = select(Task).where(among(Task.team_id, "ids"), Task.taken.is_(None)).order_by(Task.team_id, Task.place, Task.id)
_TAKEN = (
    select(Task)
    .where(Task.team_id == bindparam("team", type_=Task.team_id.type), Task.taken > bindparam("since", type_=Moment()))
    .order_by(Task.taken.desc(), Task.id)
    .limit(30)
)
_IDS = select(Task.id).where(Task.team_id == bindparam("team", type_=Task.team_id.type), Task.taken.is_(None))
_TEAM_OF = select(Task.team_id).where(Task.id == bindparam("task", type_=Task.id.type))
_MILESTONES = select(Milestone).where(among(Milestone.id, "ids"))
_THERE = select(TeamMember.team_id, TeamMember.person_id).where(among(TeamMember.team_id, "ids"), TeamMember.ended.is_(None))
