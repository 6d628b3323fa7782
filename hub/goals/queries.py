"""Which goals may this viewer see, and how do they stand?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.drafts.queries import Desk, desk, desks
from hub.errors import NotFound
from hub.feedback import queries as feedback
from hub.goals import choosing
from hub.goals.models import CheckIn, Goal, Step
from hub.goals.to_do import Taken, ToDo, taken_away, to_do
from hub.ids import parse_id
from hub.items import audiences, cards, linked
from hub.plots import Plot, over_time
from hub.policy import Relation, Verb, require, to_item
from hub.vine import queries as growth
from hub.vine.entries import Vine
from hub.words import _


class ShownCheckIn(msgspec.Struct, frozen=True):
    """A check-in."""

    id: UUID
    at: datetime
    confidence: int
    words: str


class Shown(cards.Card, frozen=True, kw_only=True):
    """A goal as this viewer may read it. `steps` and `check_ins` are in their order, the earliest look first."""

    outcome: str
    obstacle: str
    plan: str
    criteria: list[str]
    due: date | None
    progress: str
    why: str
    ended: datetime | None
    help_since: datetime | None
    help_words: str
    version: int
    steps: list[ToDo]
    check_ins: list[ShownCheckIn]

    @property
    def next_step(self) -> ToDo | None:
        return next((step for step in self.steps if step.done is None), None)

    @property
    def steps_done(self) -> int:
        return sum(step.done is not None for step in self.steps)

    @property
    def plot(self) -> Plot:
        """How sure they were, over time."""
        return over_time([(one.at, one.confidence, one.words) for one in self.check_ins], 1, 5)


class GoalPage(msgspec.Struct, frozen=True):
    """A goal's page: the goal, what belongs to it, what was said, and the boxes for more."""

    item: Shown
    around: linked.Around
    vine: Vine
    thread: feedback.ShownThread
    desk: Desk
    looking: Desk
    """The box of a check-in."""
    adding: Desk
    """The box of one more step."""
    helping: Desk
    """The box in which help is asked for."""
    ending: Desk
    """The box in which it is brought to an end."""
    may_show: choosing.MayShow
    """Of the owner's own work, what could show how it goes."""
    today: date
    taken: Taken
    """Empty for all but its owner."""


class ChoosingPage(msgspec.Struct, frozen=True):
    """The page on which work is looked for that shows how a goal goes."""

    item: Shown
    may_show: choosing.MayShow


class Sheet(msgspec.Struct, frozen=True):
    """The page on which one is written or changed."""

    desk: Desk
    choices: list[audiences.Group]
    chosen: frozenset[UUID]
    larger: list[choosing.Choice]
    """Goals that this one could be a part of."""
    editing: Shown | None = None
    supports: Sequence[choosing.Choice] = ()
    """What the goal that is changed is a part of, as it stands."""
    came_from: cards.Card | None = None


def find(tx: Tx, goal_id: UUID | None) -> Goal:
    """Raises NotFound."""
    goal = tx.get(Goal, goal_id) if goal_id else None
    if goal is None:
        raise NotFound(_("We can't find this goal. Perhaps it was taken back, or isn't shared with you."))
    return goal


def step(tx: Tx, step_id: UUID | None) -> Step:
    """Raises NotFound."""
    found = tx.get(Step, step_id) if step_id else None
    if found is None:
        raise NotFound(no_such_step())
    return found


def no_such_step() -> str:
    return _("We can't find this step. Perhaps it was taken away.")


def page(tx: Tx, goal_id: UUID | None) -> GoalPage:
    goal = find(tx, goal_id)
    shown = show(tx, [goal])[0]
    around = linked.around(tx, goal.id)
    replying, looking, adding, helping, ending = desks(tx, *(f"{kind}/{goal.id}" for kind in ("thread", "check-in", "step", "help", "end")))
    return GoalPage(
        item=shown,
        around=around,
        vine=growth.one(tx, goal.id),
        thread=feedback.thread(tx, goal),
        desk=replying,
        looking=looking,
        adding=adding,
        helping=helping,
        ending=ending,
        may_show=choosing.may_show(tx, goal.id) if shown.mine else choosing.MayShow(),
        today=tx.today,
        taken=taken_away(tx, goal.id) if shown.mine else Taken(),
    )


def page_to_choose(tx: Tx, goal_id: UUID | None, wanted: str = "", after: str = "") -> ChoosingPage:
    """Work of its owner that isn't linked yet. Its owner's alone."""
    goal = find(tx, goal_id)
    shown = show(tx, [goal])[0]
    require("item", to_item(tx.viewer, goal, shown.audience.principals), Verb.EDIT)
    return ChoosingPage(shown, choosing.may_show(tx, goal.id, wanted, after))


def show(tx: Tx, goals: Sequence[Goal]) -> list[Shown]:
    """Made ready to show, in the same number of statements however many there are."""
    ids = [goal.id for goal in goals]
    steps: dict[UUID, list[ToDo]] = defaultdict(list)
    check_ins: dict[UUID, list[ShownCheckIn]] = defaultdict(list)
    for one in tx.scalars(_STEPS, {"ids": ids}):
        steps[one.goal_id].append(to_do(one))
    for look in tx.scalars(_LOOKED, {"ids": ids}):
        check_ins[look.goal_id].append(ShownCheckIn(look.id, look.at, look.confidence, look.words))
    made = cards.cards(tx, goals)
    return [_shown(tx, goal, card, steps[goal.id], check_ins[goal.id]) for goal, card in zip(goals, made, strict=True)]


def by_ids(tx: Tx, ids: Iterable[UUID]) -> list[Shown]:
    """Those of them that the viewer may see, in the order asked for."""
    wanted = list(ids)
    found = {shown.id: shown for shown in show(tx, tx.scalars(_BY_ID, {"ids": wanted}).all())}
    return [found[id_] for id_ in wanted if id_ in found]


def sheet(tx: Tx, came_from: UUID | None = None, audience: Sequence[UUID] | None = None) -> Sheet:
    """A sheet for a new goal, with whatever was already being written on it, or with what has just been sent."""
    standing = desk(tx, "goal/new")
    began = cards.by_ids(tx, [came_from]).get(came_from) if came_from else None
    chosen = frozenset(began.audience.principals if began and audience is None else audience or ())
    return Sheet(
        standing,
        audiences.choices(tx),
        chosen,
        choosing.growing(tx, chosen=parse_id(standing.words.get("supports", ""))),
        came_from=began if began and began.mine and not began.deleted else None,
    )


def sheet_to_change(tx: Tx, goal_id: UUID | None) -> Sheet:
    """The sheet of a goal that stands, with what was being changed on it. Its owner's alone."""
    goal = find(tx, goal_id)
    shown = show(tx, [goal])[0]
    require("item", to_item(tx.viewer, goal, shown.audience.principals), Verb.EDIT)
    supports = linked.around(tx, goal.id).supports
    words = {
        "title": goal.title,
        "outcome": goal.outcome,
        "obstacle": goal.obstacle,
        "plan": goal.plan,
        "criteria": "\n".join(goal.criteria),
        "due": goal.due.isoformat() if goal.due else "",
        "supports": str(supports[0].id) if supports else "",
    }
    stands = [choosing.Choice(card.id, card.kind, card.title, card.created) for card in supports]
    standing = desk(tx, f"goal/{goal.id}", words)
    chosen = parse_id(standing.words.get("supports", ""))
    larger = stands + choosing.growing(tx, but={goal.id, *(card.id for card in supports)}, chosen=chosen)
    return Sheet(standing, [], shown.audience.principals, larger, editing=shown, supports=stands)


def _shown(tx: Tx, goal: Goal, card: cards.Card, steps: list[ToDo], check_ins: list[ShownCheckIn]) -> Shown:
    readable = card.readable
    helpers = card.mine or Relation.STAFF in to_item(tx.viewer, goal, card.audience.principals)
    asks = readable and helpers
    return Shown(
        **card.fields(),
        outcome=goal.outcome if readable else "",
        obstacle=goal.obstacle if readable else "",
        plan=goal.plan if readable else "",
        criteria=list(goal.criteria) if readable else [],
        due=goal.due,
        progress=goal.progress,
        why=goal.why if readable else "",
        ended=goal.ended,
        help_since=goal.help_since if asks else None,
        help_words=goal.help_words if asks else "",
        version=goal.version,
        steps=steps if readable else [],
        check_ins=check_ins if readable else [],
    )


_BY_ID = select(Goal).where(among(Goal.id, "ids"))
_STEPS = select(Step).where(among(Step.goal_id, "ids")).order_by(Step.goal_id, Step.place, Step.id)
_LOOKED = select(CheckIn).where(among(CheckIn.goal_id, "ids")).order_by(CheckIn.goal_id, CheckIn.at, CheckIn.id)
