"""Where the teams of a project stand: what waits, what is stuck, who is quiet. For staff, who read it in half a minute."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from sqlalchemy import bindparam, func, select

from hub.artifacts.models import Artifact
from hub.columns import Moment, among
from hub.database import Tx
from hub.errors import NotFound
from hub.feedback.models import Message
from hub.handins.queries import ShownHandIn, Standing, of_teams, standings
from hub.need_to_knows.models import NeedToKnow
from hub.people.faces import Face
from hub.projects import queries
from hub.projects.queries import Shown, ShownMilestone
from hub.tasks.models import Task, TaskColumn
from hub.teams.queries import Member, ShownTeam, of_projects
from hub.words import _, ngettext

QUIET = timedelta(days=7)
"""Who has said, finished and handed in nothing for so long, and neither asked nor answered a question, is quiet. A question that is looked
into for longer is stuck."""
STUCK = 3
"""Of what doesn't move in a team, so much is named."""


class Stuck(msgspec.Struct, frozen=True):
    """A card whose day has passed, or a question that has been looked into for long. `since`: its day, or since when."""

    what: Literal["card", "question"]
    title: str
    href: str
    since: date


class TeamStanding(msgspec.Struct, frozen=True):
    """One team, as its staff see it at a glance."""

    team: ShownTeam
    way: list[tuple[ShownMilestone, Standing]]
    waits: list[ShownHandIn]
    """Handed in, and not answered yet."""
    questions: dict[str, int]
    """How many it has shown, by their stage."""
    cards: dict[TaskColumn, int]
    """How many stand in each column of its board."""
    cards_late: int
    stuck: list[Stuck]
    """What doesn't move, the longest first: a few of them."""
    spoken: datetime | None
    """When somebody last said something in its room; None where nobody did in the last days."""
    quiet: list[Face]

    @property
    def next(self) -> tuple[ShownMilestone, Standing] | None:
        """The first milestone that isn't handed in."""
        return next((one for one in self.way if one[1].stands is None), None)

    @property
    def late(self) -> int:
        return sum(1 for _milestone, standing in self.way if standing.stands is None and standing.late)

    @property
    def open_questions(self) -> int:
        return sum(many for stage, many in self.questions.items() if stage != "answered")

    @property
    def urgency(self) -> tuple[bool, int, int, int, str]:
        """Sorts first what waits, then what is late, then what is new."""
        return not self.waits, -self.late - self.cards_late, -len(self.quiet), -self.team.unread, self.team.name


class ProjectStanding(msgspec.Struct, frozen=True):
    """The page: all teams into whose rooms the viewer may go, those that need somebody first."""

    item: Shown
    teams: list[TeamStanding]

    @property
    def words(self) -> str:
        """In a sentence: "1 team waits for you, 2 are late, 3 people are quiet." """
        waits = sum(bool(one.waits) for one in self.teams)
        late = sum(bool(one.late) for one in self.teams)
        quiet = sum(len(one.quiet) for one in self.teams)
        said = [
            ngettext("%(n)d team waits for you", "%(n)d teams wait for you", waits) % {"n": waits} if waits else "",
            ngettext("%(n)d team is late", "%(n)d teams are late", late) % {"n": late} if late else "",
            ngettext("%(n)d student is quiet this week", "%(n)d students are quiet this week", quiet) % {"n": quiet} if quiet else "",
        ]
        return ", ".join(filter(None, said)) or _("Nobody waits for you, nothing is late, and nobody is quiet.")


def page(tx: Tx, project_id: UUID | None) -> ProjectStanding:
    """Raises NotFound also for who sees the project and isn't among the staff of its teams."""
    project = queries.show(tx, [queries.find(tx, project_id)])[0]
    found = _standings(tx, [project])[project.id]
    if not tx.viewer.staff or (not found and not project.mine):
        raise NotFound(_("We can't find this page. Where teams stand is for their teachers."))
    return ProjectStanding(project, sorted(found, key=lambda one: one.urgency))


def of_each(tx: Tx, project_ids: Collection[UUID]) -> dict[UUID, list[TeamStanding]]:
    """The same of many projects, in as many statements: nothing for who isn't among the staff of their teams."""
    if not tx.viewer.staff:
        return {}
    return {id_: sorted(found, key=lambda one: one.urgency) for id_, found in _standings(tx, queries.by_ids(tx, project_ids)).items()}


def quiet(members: Sequence[Member], active: Collection[UUID], since: datetime) -> list[Face]:
    """Those who have been in it for that long, and of whom nothing was heard since then."""
    return [one.face for one in members if one.since <= since and one.face.id not in active]


def _standings(tx: Tx, projects: Sequence[Shown]) -> dict[UUID, list[TeamStanding]]:
    """Of the teams of each into whose rooms the viewer may go."""
    ways = {project.id: project.milestones for project in projects}
    teams = [team for theirs in of_projects(tx, ways).values() for team in theirs if team.room_id]
    found: dict[UUID, list[TeamStanding]] = {id_: [] for id_ in ways}
    if not teams:
        return found
    ids, since = [team.id for team in teams], tx.now - QUIET
    stands = standings(tx, [one for way in ways.values() for one in way], ids)
    unanswered = set(tx.scalars(_UNANSWERED, {"ids": ids}))
    handed = of_teams(tx, ids)
    active: dict[UUID, set[UUID]] = defaultdict(set)
    of_room = {team.room_id: team.id for team in teams}
    spoken: dict[UUID, datetime] = {}
    for room, person, at in tx.execute(_SPOKE, {"rooms": list(of_room), "since": since}):
        active[of_room[room]].add(person)
        spoken[of_room[room]] = max(at, spoken.get(of_room[room], at))
    questions: dict[UUID, Counter[str]] = defaultdict(Counter)
    stuck: dict[UUID, list[Stuck]] = defaultdict(list)
    for row in tx.scalars(_QUESTIONS, {"ids": ids}):
        assert row.team_id is not None  # Of the class, which is of no team, none is asked for.
        questions[row.team_id][row.stage] += 1
        if row.created > since:
            active[row.team_id].add(row.author_id)
        if row.by_id and row.since and row.since > since:
            active[row.team_id].add(row.by_id)
        if row.stage == "investigating" and row.since and row.since <= since:
            stuck[row.team_id].append(Stuck("question", row.title, f"/need-to-knows/{row.id}", row.since.date()))
    columns: dict[UUID, Counter[TaskColumn]] = defaultdict(Counter)
    late: Counter[UUID] = Counter()
    rooms = {team.id: team.room_id for team in teams}
    for card in tx.scalars(_CARDS, {"ids": ids}):
        columns[card.team_id][card.column] += 1
        if card.owner_id and card.done and card.done > since:
            active[card.team_id].add(card.owner_id)
        if card.due and is_late(card.column, card.due, tx.today):
            late[card.team_id] += 1
            stuck[card.team_id].append(Stuck("card", card.title, f"/rooms/{rooms[card.team_id]}/board", card.due))

    def one(team: ShownTeam) -> TeamStanding:
        made = handed.get(team.id, [])
        heard = active[team.id] | {one.by.id for one in made if one.at > since}
        way = [(milestone, stands[team.id, milestone.id]) for milestone in ways[team.project_id]]
        return TeamStanding(
            team=team,
            way=way,
            waits=[standing.stands for _milestone, standing in way if standing.stands and standing.stands.artifact_id in unanswered],
            questions=dict(questions[team.id]),
            cards=dict(columns[team.id]),
            cards_late=late[team.id],
            stuck=sorted(stuck[team.id], key=lambda each: (each.since, each.title))[:STUCK],
            spoken=spoken.get(team.id),
            quiet=quiet(team.members, heard, since),
        )

    for team in teams:
        found[team.project_id].append(one(team))
    return found


def is_late(column: TaskColumn, due: date | None, today: date) -> bool:
    return column != "done" and due is not None and due < today


_UNANSWERED = select(Artifact.id).where(among(Artifact.owner_id, "ids"), Artifact.waiting_since.is_not(None), Artifact.deleted.is_(None))
_SPOKE = (
    select(Message.item_id, Message.author_id, func.max(Message.created))
    .where(among(Message.item_id, "rooms"), Message.created > bindparam("since", type_=Moment()))
    .group_by(Message.item_id, Message.author_id)
)
_QUESTIONS = select(NeedToKnow).where(among(NeedToKnow.team_id, "ids"), NeedToKnow.deleted.is_(None), NeedToKnow.merged_into_id.is_(None))
_CARDS = select(Task).where(among(Task.team_id, "ids"), Task.taken.is_(None))
