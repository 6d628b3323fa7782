"""Where the teams of a project stand: what waits, what is stuck, who is quiet. For staff, who read it in half a minute."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from babel.lists import format_list
from sqlalchemy import bindparam, func, select

from hub.artifacts.models import Artifact
from hub.clock import day_of
from hub.columns import Moment, among
from hub.database import Tx
from hub.errors import NotFound
from hub.feedback.models import Message, Thread
from hub.handins.queries import ShownHandIn, Standing, coming, standings
from hub.need_to_knows.models import NeedToKnow
from hub.people.faces import Face
from hub.projects import queries
from hub.projects.queries import Shown, ShownMilestone
from hub.projects.stuck import SHOWN, Card, Question, Stuck, busy, stuck
from hub.tasks.models import Task, TaskColumn
from hub.teams.queries import Member, ShownTeam, of_projects
from hub.words import _, locale, ngettext

QUIET = timedelta(days=7)
"""Of whom nothing was heard for so long, in the room, on the board, among the questions and in what was handed in, is quiet."""
NAMED = 3
"""So many who are quiet are named at the top; more are counted."""


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
    quiet: list[Face]
    stuck: list[Stuck]
    """The longest first."""
    spoken: date | None
    """The day on which something was said last in its room."""

    @property
    def first_stuck(self) -> list[Stuck]:
        return self.stuck[:SHOWN]

    @property
    def more_stuck(self) -> int:
        return len(self.stuck) - len(self.first_stuck)

    @property
    def investigating(self) -> int:
        return self.questions.get("investigating", 0)

    @property
    def next(self) -> tuple[ShownMilestone, Standing] | None:
        """The next milestone of this team."""
        first = coming((milestone for milestone, _standing in self.way), {one.id for one, has in self.way if has.stands})
        return next((one for one in self.way if first and one[0].id == first.id), None)

    @property
    def late(self) -> int:
        return sum(1 for _milestone, standing in self.way if standing.stands is None and standing.late)

    @property
    def open_questions(self) -> int:
        return sum(many for stage, many in self.questions.items() if stage != "answered")

    @property
    def urgency(self) -> tuple[bool, int, int, int, int, str]:
        """Sorts first what waits, then what is stuck, then what is late, then what is new."""
        late = self.late + self.cards_late
        return not self.waits, -len(self.stuck), -late, -len(self.quiet), -self.team.unread, self.team.name


class ProjectStanding(msgspec.Struct, frozen=True):
    """The page: all teams into whose rooms the viewer may go, those that need somebody first."""

    item: Shown
    teams: list[TeamStanding]
    today: date

    @property
    def has_way(self) -> bool:
        return any(one.way for one in self.teams)

    @property
    def words(self) -> str:
        """In a sentence: "4 teams: 2 wait for you, 3 cards are late, Jonas and Amina are quiet". "" where there is no team."""
        if not self.teams:
            return ""
        waits = sum(bool(one.waits) for one in self.teams)
        late, cards = sum(bool(one.late) for one in self.teams), sum(one.cards_late for one in self.teams)
        stuck = sum(bool(one.stuck) and not (one.late or one.cards_late) for one in self.teams)
        said = [
            ngettext("%(n)d waits for you", "%(n)d wait for you", waits) % {"n": waits} if waits else "",
            ngettext("%(n)d is late with a milestone", "%(n)d are late with a milestone", late) % {"n": late} if late else "",
            ngettext("%(n)d card is late", "%(n)d cards are late", cards) % {"n": cards} if cards else "",
            ngettext("%(n)d is stuck", "%(n)d are stuck", stuck) % {"n": stuck} if stuck else "",
            self._quiet,
        ]
        many = len(self.teams)
        return ngettext("%(n)d team: %(how)s", "%(n)d teams: %(how)s", many) % {
            "n": many,
            "how": ", ".join(filter(None, said)) or _("nobody waits for you, nothing is late, and nobody is quiet"),
        }

    @property
    def _quiet(self) -> str:
        names = sorted({face.id: face.called for one in self.teams for face in one.quiet}.values())
        many = len(names)
        if not names or many > NAMED:
            return ngettext("%(n)d student is quiet this week", "%(n)d students are quiet this week", many) % {"n": many} if many else ""
        return ngettext("%(names)s is quiet this week", "%(names)s are quiet this week", many) % {
            "names": format_list(names, locale=locale())
        }


def page(tx: Tx, project_id: UUID | None) -> ProjectStanding:
    """Raises NotFound also for who sees the project and isn't among the staff of its teams."""
    project = queries.show(tx, [queries.find(tx, project_id)])[0]
    found = _standings(tx, [project])[project.id]
    if not tx.viewer.staff or (not found and not project.mine):
        raise NotFound(_("We can't find this page. Where teams stand is for their teachers."))
    return ProjectStanding(project, sorted(found, key=lambda one: one.urgency), tx.today)


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
    active: dict[UUID, set[UUID]] = defaultdict(set)
    of_room = {team.room_id: team.id for team in teams}
    for room, person in tx.execute(_SPOKE, {"rooms": list(of_room), "since": since}):
        active[of_room[room]].add(person)
    spoken: dict[UUID, datetime | None] = {of_room[room]: at for room, at in tx.execute(_LAST_SPOKE, {"rooms": list(of_room)})}
    questions: dict[UUID | None, list[Question]] = defaultdict(list)
    for row in tx.execute(_QUESTIONS, {"ids": ids}):
        if row.merged_into_id is None:  # Asked here: as a condition, SQLite would begin with all questions that went into no other.
            questions[row.team_id].append(Question(*row[1:-1]))
    cards: dict[UUID, list[Card]] = defaultdict(list)
    for one_card in tx.execute(_CARDS, {"ids": ids}):
        cards[one_card[0]].append(Card(*one_card[1:]))

    def one(team: ShownTeam) -> TeamStanding:
        way = [(milestone, stands[team.id, milestone.id]) for milestone in ways[team.project_id]]
        mine, asked = cards[team.id], questions[team.id]
        heard = active[team.id] | busy(mine, asked, since)
        heard |= {one.by.id for _milestone, has in way for one in (*filter(None, [has.stands]), *has.before) if one.at > since}
        last = spoken.get(team.id)
        return TeamStanding(
            team=team,
            way=way,
            waits=[has.stands for _milestone, has in way if has.stands and has.stands.artifact_id in unanswered],
            questions=dict(Counter(one.stage for one in asked)),
            cards=dict(Counter(one.column for one in mine)),
            cards_late=sum(one.is_late(tx.today) for one in mine),
            quiet=quiet(team.members, heard, since),
            stuck=stuck(team, way, mine, asked, tx.now, tx.today),
            spoken=day_of(last, tx.viewer.time_zone) if last else None,
        )

    for team in teams:
        found[team.project_id].append(one(team))
    return found


_UNANSWERED = select(Artifact.id).where(among(Artifact.owner_id, "ids"), Artifact.waiting_since.is_not(None), Artifact.deleted.is_(None))
_SPOKE = (
    select(Message.item_id, Message.author_id)
    .where(among(Message.item_id, "rooms"), Message.created > bindparam("since", type_=Moment()))
    .distinct()
)
_LAST_SPOKE = select(
    Thread.item_id,
    # By the index of each item, from its end: a room of 10,000 messages is as quick as an empty one.
    select(func.max(Message.created)).where(Message.item_id == Thread.item_id).scalar_subquery(),
).where(among(Thread.item_id, "rooms"))
_QUESTIONS = select(
    NeedToKnow.team_id,
    NeedToKnow.id,
    NeedToKnow.title,
    NeedToKnow.stage,
    NeedToKnow.author_id,
    NeedToKnow.created,
    NeedToKnow.by_id,
    NeedToKnow.since,
    NeedToKnow.merged_into_id,
).where(among(NeedToKnow.team_id, "ids"), NeedToKnow.deleted.is_(None))
_CARDS = select(
    *(Task.team_id, Task.id, Task.title, Task.column, Task.due, Task.owner_id, Task.made_by, Task.created, Task.done),
    *(Task.moved, Task.moved_by),
).where(among(Task.team_id, "ids"), Task.taken.is_(None))
