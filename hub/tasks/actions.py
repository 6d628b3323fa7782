"""What one does with the cards of a team's board: add one, change it, move it, take it away and put it back."""

from datetime import date
from uuid import UUID

import msgspec

from hub.database import Tx
from hub.drafts.sending import Sending
from hub.errors import Conflict, Invalid, NotFound
from hub.events import home_topic, thread_topic
from hub.identity import limits
from hub.policy import Verb, require
from hub.projects import queries as projects
from hub.safeguarding import speaking
from hub.tasks import queries
from hub.tasks.models import Task, TaskColumn
from hub.teams import queries as teams
from hub.teams.actions import in_turn, tell_families, tell_staff
from hub.teams.models import Team
from hub.words import _, one_line

MOST = 200
"""Cards that stand on one board."""
LONGEST = 200
"""Letters of a card's title."""
FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
"""Days that somebody can mean."""


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A card as it was written. `owner`: somebody who is in the team. `milestone`: of its project."""

    title: str
    owner: UUID | None = None
    due: date | None = None
    milestone: UUID | None = None


def add(tx: Tx, team_id: UUID | None, column: str, given: Planned, writing: UUID | None = None) -> Task:
    """At the end of a column. Raises Invalid("title", "owner", "due", "milestone" or "column")."""
    team, room = _board(tx, team_id)
    key = _column(column)
    sending = Sending(tx, writing, "add_task", team.id, key, given)
    if sending.made:
        return queries.find(tx, sending.made)
    words = _checked(tx, team, given)
    _has_room(tx, team)
    made = tx.make(
        Task(
            school_id=team.school_id,
            team_id=team.id,
            column=key,
            place=_next(queries.in_column(tx, team.id, key)),
            made_by=tx.viewer.id,
            created=tx.now,
            done=tx.now if key == "done" else None,
            moved=tx.now,
            moved_by=tx.viewer.id,
            **words,
        )
    )
    sending.becomes(made.id)
    _tell(tx, "board.task_added", room, made)
    return made


def change(tx: Tx, task_id: UUID | None, given: Planned, version: int | None = None) -> Task:
    """Raises Invalid, and Conflict where another than this `version` stands, or where it was taken away; without one it is overwritten."""
    task, team, room = _there(tx, task_id)
    words = _checked(tx, team, given, task)
    if words == {name: getattr(task, name) for name in words}:
        return task
    if version is not None and version != task.version:
        raise Conflict(_("Somebody else changed this card meanwhile. Both are shown here: please choose."))
    was = task.owner_id
    for name, value in words.items():
        setattr(task, name, value)
    task.version += 1
    _tell(tx, "board.task_changed", room, task, was)
    return task


def move(tx: Tx, task_id: UUID | None, column: str, after: UUID | None = None, before: UUID | None = None) -> Task:
    """Into a column: below the card `after`; where that isn't there any more, above the card `before`; else at the end.

    Who moves one card at the same moment is one after the other, and the last of them has it. Raises Invalid("column"), and Conflict
    where it was taken away.
    """
    task, team, room = _there(tx, task_id)
    key = _column(column)
    stands = queries.in_column(tx, team.id, key)
    others = [one for one in stands if one.id != task.id]
    ids = [one.id for one in others]
    at = ids.index(after) + 1 if after in ids else ids.index(before) if before in ids else len(ids)
    others.insert(at, task)
    if stands == others:
        return task
    with tx.system("how often somebody moves cards"):
        limits.knock(tx, (limits.CHANGES, str(tx.viewer.id)))
    for place, one in enumerate(others):
        one.place = place
    told = "done" in (key, task.column) and task.column != key
    if task.column != key:
        task.done = tx.now if key == "done" else None
        task.column, task.moved, task.moved_by = key, tx.now, tx.viewer.id
    _tell(tx, "board.task_moved", room, task)
    if told and task.owner_id:
        tell_families(tx, [task.owner_id])
    return task


def nudge(tx: Tx, task_id: UUID | None, by: int) -> Task:
    """One place down its column, or below 0 up; no further than its ends."""
    task, team, _room = _there(tx, task_id)
    ids = [one.id for one in queries.in_column(tx, team.id, task.column)]
    beside = ids.index(task.id) + (1 if by > 0 else -1)
    if not 0 <= beside < len(ids):
        return task
    return move(tx, task.id, task.column, *((ids[beside], None) if by > 0 else (None, ids[beside])))


def take_away(tx: Tx, task_id: UUID | None) -> Task:
    """It can be put back for 30 days. Harmless for one that was taken away."""
    task, _team, room = _ever(tx, task_id)
    if task.taken is None:
        task.taken = tx.now
        _tell(tx, "board.task_taken_away", room, task)
    return task


def put_back(tx: Tx, task_id: UUID | None) -> Task:
    """At the end of its column. Harmless for one that is there."""
    task, team, room = _ever(tx, task_id)
    if task.taken is not None:
        _has_room(tx, team)
        task.place = _next(queries.in_column(tx, team.id, task.column))
        task.taken = None
        _tell(tx, "board.task_put_back", room, task)
    return task


def _there(tx: Tx, task_id: UUID | None) -> tuple[Task, Team, UUID]:
    task, team, room = _ever(tx, task_id)
    if task.taken is not None:
        raise Conflict(_("Somebody took this card away meanwhile. It can be put back."))
    return task, team, room


def _ever(tx: Tx, task_id: UUID | None) -> tuple[Task, Team, UUID]:
    """Also one that was taken away."""
    team, room = _board(tx, queries.team_of(tx, task_id))
    return queries.find(tx, task_id), team, room


def _board(tx: Tx, team_id: UUID | None) -> tuple[Team, UUID]:
    """The team and its room, whose board is the viewer's to write on; locked, so that all who move cards there are one after the other.

    Raises NotFound also for who knows the team and may not go into its room.
    """
    room = teams.rooms_of(tx, [team_id]).get(team_id) if team_id else None
    if room is None:
        raise NotFound(_("We can't find this board. Perhaps you aren't in this team any more."))
    in_turn(tx, room)
    team = teams.find(tx, team_id)
    require("board", teams.relations(tx, team), Verb.WRITE)
    return team, room


def _checked(tx: Tx, team: Team, given: Planned, stands: Task | None = None) -> dict[str, object]:
    """What stood there already is never refused: its owner may have left, its milestone been taken away."""
    # Words on a card are words in front of the team; to move one says nothing.
    speaking.require(tx, team.id, teams.relations(tx, team), title=given.title)
    title = one_line("title", given.title, LONGEST)
    if not title:
        raise Invalid("title", _("What is to be done? A few words are enough."))
    if given.due and given.due != (stands and stands.due) and not FIRST <= given.due <= LAST:
        raise Invalid("due", _("Is this the year you mean? Please look at the day again."))
    if given.owner and given.owner != (stands and stands.owner_id) and teams.in_it(tx, team, given.owner) is None:
        raise Invalid("owner", _("They aren't in this team. Choose somebody who is, or nobody."))
    if given.milestone and given.milestone != (stands and stands.milestone_id):
        around = projects.by_ids(tx, [team.project_id])
        if given.milestone not in {one.id for shown in around for one in shown.milestones}:
            raise Invalid("milestone", _("This milestone isn't in the project any more. Choose another, or none."))
    return {"title": title, "owner_id": given.owner, "due": given.due, "milestone_id": given.milestone}


def _column(words: str) -> TaskColumn:
    for key in queries.COLUMNS:
        if key == words:
            return key
    raise Invalid("column", _("Choose a column."))


def _next(others: list[Task]) -> int:
    return others[-1].place + 1 if others else 0


def _has_room(tx: Tx, team: Team) -> None:
    if queries.count(tx, team.id) >= MOST:
        raise Invalid("title", _("This board has %(n)d cards already. Take some away.") % {"n": MOST})


def _tell(tx: Tx, kind: str, room: UUID, task: Task, before: UUID | None = None) -> None:
    """On the board, at home to whose card it is or was, and to the staff of the room."""
    homes = {home_topic(one) for one in (task.owner_id, before) if one}
    tx.tell(kind, [thread_topic(room), *homes], item=room)
    tell_staff(tx, room)
