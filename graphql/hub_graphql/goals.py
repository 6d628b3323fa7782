"""Goals: what somebody wants to reach, its steps, and how it went."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from uuid import UUID

import strawberry

from hub.goals import histories, queries, sets
from hub.goals.to_do import ToDo
from hub.items import linked
from hub.slices import Slice, Span
from hub_graphql.connections import PageInfo, page_info
from hub_graphql.context import Context, loads
from hub_graphql.fields import field
from hub_graphql.histories import VERSION, BeforeVersion, LastVersions, how_many
from hub_graphql.items import Item, ItemLevel, ItemState, linked_items
from hub_graphql.nodes import global_id


@strawberry.enum(description="What became of a goal.")
class GoalProgress(Enum):
    GROWING = strawberry.enum_value("growing", description="It is being worked on.")
    REACHED = strawberry.enum_value("reached", description="It came true.")
    CHANGED = strawberry.enum_value("changed", description="It became another goal.")
    LET_GO = strawberry.enum_value("let_go", description="It was given up, for a reason.")


@strawberry.type(description="One thing to do for a goal.")
class Step:
    id: strawberry.ID = strawberry.field(description="What to name when it is ticked.")
    words: str = strawberry.field(description="What is to be done.")
    due: date | None = strawberry.field(description="By when.")
    done: datetime | None = strawberry.field(description="When it was ticked; null while it is to be done.")
    edition: str = strawberry.field(description="A mark of how it reads: what a change names as what it builds on.")


@strawberry.type(description="How sure somebody was, at one moment, that they would reach their goal.")
class CheckIn:
    id: strawberry.ID = strawberry.field(description="Its id.")
    at: datetime = strawberry.field(description="When they looked.")
    confidence: int = strawberry.field(description="1, not at all, to 5, very sure.")
    words: str = strawberry.field(description="In a line; often empty.")


@strawberry.type(description="How a goal read before it was changed.")
class GoalVersion:
    number: int = strawberry.field(description="Counted from 1.")
    title: str = strawberry.field(description="The wish.")
    outcome: str = strawberry.field(description="The best that could come of it.")
    obstacle: str = strawberry.field(description="What could get in the way.")
    plan: str = strawberry.field(description="What to do when that happens: if …, then I … .")
    criteria: list[str] = strawberry.field(description="How one would have known that it is reached.")
    until: datetime = strawberry.field(description="When the next version took its place.")
    progress: GoalProgress | None = strawberry.field(
        description="What had become of it, where an end or why it grew again is kept; null of words that were changed."
    )
    why: str | None = strawberry.field(description="What was said of that; null where nothing is kept.")
    ended: datetime | None = strawberry.field(description="When that end was said; null where none is kept.")


@strawberry.type(description="A wish, the best outcome, what stands in its way, and a plan for that. Its title is the wish.")
class Goal(Item):
    outcome: str = strawberry.field(description="The best that could come of it, as Markdown.")
    obstacle: str = strawberry.field(description="What in oneself could get in the way, as Markdown.")
    plan: str = strawberry.field(description="If that happens, then …; as Markdown.")
    criteria: list[str] = strawberry.field(description="How one will know that it is reached.")
    due: date | None = strawberry.field(description="By when.")
    progress: GoalProgress = strawberry.field(description="What became of it.")
    why: str = strawberry.field(description="What was said when it came to its end, or when it was let grow again.")
    ended: datetime | None = strawberry.field(description="When it stopped growing.")
    help_since: datetime | None = strawberry.field(
        description="Since when its owner asks for help; null when they don't, and for who is neither they nor staff."
    )
    help_words: str = strawberry.field(description="What would help.")
    version: int = strawberry.field(description="Counted from 1; what a change names as the version that it builds on.")
    steps: list[Step] = strawberry.field(description="In their order.")
    check_ins: list[CheckIn] = strawberry.field(description="The earliest first.")

    @field("How it read before its changes: the newest of them, oldest first.", weight=VERSION)
    def history(self, last: LastVersions = 10, before: BeforeVersion = None) -> list[GoalVersion]:
        return self.level.need("histories of goals", self.key, how_many(last), before) or []

    @field("What shows how it goes: its owner's work that you may see, too.")
    def evidence(self) -> list[Item]:
        return self.level.need("evidence for goals", self.key) or []

    @field("The reflections in which it, or a step of it, began; as far as you may see them.")
    def came_from(self) -> list[Item]:
        return self.level.need("where goals came from", self.key) or []

    @field("The reflections that look back on it, as far as you may see them.")
    def reflections(self) -> list[Item]:
        return self.level.need("reflections about items", self.key) or []

    @field("The larger goals that it is a part of.")
    def supports(self) -> list["Goal"]:
        return self.level.need("larger goals", self.key) or []


@strawberry.type(description="A goal in a list.")
class GoalEdge:
    node: Goal = strawberry.field(description="The goal.")
    cursor: str = strawberry.field(description="Its place in the list.")


@strawberry.type(description="Part of a list of goals.")
class GoalConnection:
    nodes: list[Goal] = strawberry.field(description="The goals without their places.")
    slice_: strawberry.Private[Slice]

    @field("The goals with their places.")
    def edges(self) -> list[GoalEdge]:
        return [GoalEdge(node=node, cursor=place.cursor) for place, node in zip(self.slice_.places, self.nodes, strict=True)]

    @field("Where this part lies in the whole.")
    def page_info(self) -> PageInfo:
        return page_info(self.slice_)


def step_of(one: ToDo) -> Step:
    return Step(id=global_id("Step", one.id), words=one.words, due=one.due, done=one.done, edition=one.edition)


def goals(context: Context, shown: Sequence[queries.Shown]) -> dict[UUID, Goal]:
    """Goals of one level."""
    by_id = {one.id: one for one in shown}
    level = ItemLevel(context, list(by_id), lambda: by_id)
    return {
        one.id: Goal(
            id=global_id("Goal", one.id),
            title=one.title,
            opening=one.opening,
            state=ItemState(one.state),
            created=one.created,
            edited=one.edited,
            deleted=one.deleted,
            key=one.id,
            level=level,
            outcome=one.outcome,
            obstacle=one.obstacle,
            plan=one.plan,
            criteria=one.criteria,
            due=one.due,
            progress=GoalProgress(one.progress),
            why=one.why,
            ended=one.ended,
            help_since=one.help_since,
            help_words=one.help_words,
            version=one.version,
            steps=[step_of(step) for step in one.steps],
            check_ins=[
                CheckIn(id=global_id("CheckIn", look.id), at=look.at, confidence=look.confidence, words=look.words)
                for look in one.check_ins
            ],
        )
        for one in shown
    }


@loads("Goal")
def _by_id(context: Context, ids: Collection[UUID]) -> Mapping[UUID, Goal]:
    return goals(context, queries.by_ids(context.tx, ids))


@loads("goals of people")
def _of_people(context: Context, ids: Collection[UUID], span: Span) -> Mapping[UUID, GoalConnection]:
    found = sets.by_owner(context.tx, ids, span)
    made = goals(context, [one for _slice, shown in found.values() for one in shown])
    return {id_: GoalConnection(nodes=[made[one.id] for one in shown], slice_=slice_) for id_, (slice_, shown) in found.items()}


@loads("histories of goals")
def _histories(context: Context, ids: Collection[UUID], many: int, before: int | None) -> Mapping[UUID, list[GoalVersion]]:
    return {
        id_: [
            GoalVersion(
                number=one.number,
                title=one.words["title"],
                outcome=one.words["outcome"],
                obstacle=one.words["obstacle"],
                plan=one.words["plan"],
                criteria=one.words["criteria"].splitlines(),
                until=one.until,
                progress=GoalProgress(one.words["progress"]) if "progress" in one.words else None,
                why=one.words.get("why"),
                ended=datetime.fromisoformat(one.words["ended"]) if "ended" in one.words else None,
            )
            for one in versions
        ]
        for id_, versions in histories.histories(context.tx, ids, many, before).items()
    }


@loads("evidence for goals")
def _evidence(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Item]]:
    return linked_items(context, linked.sources(context.tx, ids, "evidence"))


@loads("where goals came from")
def _came_from(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Item]]:
    return linked_items(context, linked.sources(context.tx, ids, "led_to"))


@loads("reflections about items")
def _looked_back(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Item]]:
    return linked_items(context, linked.sources(context.tx, ids, "about"))


@loads("larger goals")
def _larger(context: Context, ids: Collection[UUID]) -> Mapping[UUID, list[Goal]]:
    found = linked.targets(context.tx, ids, "supports")
    made = context.load("Goal", {id_ for theirs in found.values() for id_ in theirs})
    return {id_: [made[one] for one in theirs if one in made] for id_, theirs in found.items()}
