"""What led to what: goal, version, feedback, response, version, reflection, in one line."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, literal, select

from hub.artifacts.models import ArtifactVersion
from hub.columns import among
from hub.database import Tx
from hub.feedback.models import Message
from hub.goals.models import CheckIn, Goal, GoalVersion
from hub.goals.saying import sure
from hub.items.models import Item, ItemKind
from hub.items.queries import href
from hub.loops.models import FeedbackRequest, Outcome, Response
from hub.loops.queries import CALLS_FOR_A_RESPONSE
from hub.people.faces import faces
from hub.reflections.models import ReflectionVersion
from hub.vine.coming import coming
from hub.vine.entries import Entry, Step, Vine
from hub.vine.lines import lines
from hub.words import _, opening

LINE = 160
"""Characters of the words beside an entry."""
EACH = 100
"""Of one item, the newest of what others said, of its changes, of the looks at it, and of what was asked: twice what a page shows
of a whole line. What came before stands on the item's own pages."""

_Cut = set[tuple[UUID, Step]]
"""Items, and of what there is more about them than is told."""


def of(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, Vine]:
    """Of each of these that the viewer may see. The same statements for any number of them, and for any that hang there."""
    on_line = lines(tx, item_ids)
    every = {id_ for theirs in on_line.values() for id_ in theirs}
    items = {row.id: row for row in tx.execute(_ITEMS, {"ids": list(every)})}
    readable = {id_: row for id_, row in items.items() if row.state == "posted" or row.owner_id == tx.viewer.id}
    standing = {id_: row for id_, row in readable.items() if row.deleted is None}
    told, cut = _told(tx, readable, set(item_ids))
    vines = {}
    for id_ in item_ids:
        if id_ not in items:
            continue
        there = [one for one in on_line[id_] if one == id_ or one in standing]
        # How sure somebody was of a goal is its own story, and would stand between the steps of what came of it.
        entries = sorted(
            (entry for one in there for entry in told.get(one, ()) if one == id_ or entry.step != "check_in"), key=lambda entry: entry.order
        )
        # What could come next is said to the one who can do it, about what they look at.
        following = coming(tx.now, items[id_], entries) if items[id_].owner_id == tx.viewer.id and id_ in standing else None
        earlier = any((one, step) in cut for one in there for step in _COUNTED if one == id_ or step != "check_in")
        vines[id_] = Vine(id_, [*entries, following] if following else entries, earlier)
    return vines


def one(tx: Tx, item_id: UUID) -> Vine:
    return of(tx, [item_id])[item_id]


def _told(tx: Tx, items: Mapping[UUID, Any], wanted: Collection[UUID]) -> tuple[dict[UUID, list[Entry]], _Cut]:
    """What is to be told about each of these items; how it goes, only of those that are `wanted` themselves."""
    told: dict[UUID, list[Entry]] = defaultdict(list)
    cut: _Cut = set()

    def rows(statement: Any, kind: ItemKind, within: Collection[UUID] = items) -> Sequence[Any]:
        """Nothing is asked about kinds that aren't there."""
        ids = [id_ for id_ in within if id_ in items and items[id_].kind == kind]
        return tx.execute(statement, {"ids": ids}).all() if ids else ()

    def newest(found: Sequence[Any], step: Step) -> list[Any]:
        cut.update((row.of, step) for row in found if row.place > EACH)
        return [row for row in found if row.place <= EACH]

    def add(item_id: UUID, **more: Any) -> None:
        item = items[item_id]
        title = more.setdefault("title", item.title)
        given = {
            "kind": "mine",
            "id": item_id,
            "href": href(item.kind, item_id),
            "about": "" if item.title in title else item.title,
            **more,
        }
        told[item_id].append(Entry(item_id=item_id, **given))

    for id_, item in items.items():
        if item.kind not in ("artifact", "room", "need_to_know"):
            add(id_, step=item.kind, words="" if item.opening[:40] == item.title[:40] else item.opening[:LINE], when=item.created)
    for version in rows(_VERSIONS, "artifact"):
        title = items[version.artifact_id].title
        named = title if version.number == 1 else _("%(title)s, version %(n)d") % {"title": title, "n": version.number}
        where = f"/artifacts/{version.artifact_id}/versions/{version.number}"
        words = opening(version.note, LINE)
        add(
            version.artifact_id,
            step="version",
            id=version.id,
            title=named,
            words=words,
            href=where,
            when=version.created,
            version=version.number,
        )
    became = {"reached": _("Reached"), "changed": _("Turned into something else"), "let_go": _("Let go")}
    changes = newest(rows(_GOAL_CHANGES, "goal"), "changed")
    # An end whose why was said anew is told once, as it was said last.
    ends = {(one.goal_id, datetime.fromisoformat(one.ended)): (one.progress, one.why) for one in changes if one.changed == "end"}
    ends |= {(goal.id, goal.ended): (goal.progress, goal.why) for goal in rows(_ENDED, "goal")}
    for (goal_id, ended), (progress, why) in ends.items():
        add(goal_id, step="ended", title=became[progress], words=opening(why, LINE), when=ended)
    for look in newest(rows(_LOOKED, "goal", wanted), "check_in"):
        title = _("Checked in: %(sure)s") % {"sure": sure(look.confidence)}
        add(look.goal_id, step="check_in", id=look.id, title=title, words=look.words[:LINE], when=look.at)
    for change in (*changes, *newest(rows(_REFLECTION_CHANGES, "reflection"), "changed")):
        if change.changed in ("end", "growing"):
            continue
        where = href(items[change.of].kind, change.of) + "/history"
        title = _("Planned anew") if change.changed == "plan" else _("Put into other words")
        add(change.of, step="changed", title=title, href=where, when=change.until, version=change.number + 1)
    for ask in newest(tx.execute(_ASKED, {"ids": list(items)}).all(), "request"):
        add(
            ask.item_id,
            step="request",
            id=ask.id,
            title=_("Asked for feedback"),
            words=opening(ask.question, LINE),
            when=ask.created,
            version=ask.version,
        )
    if said := newest(tx.execute(_SAID, {"ids": list(items)}).all(), "feedback"):
        _said(tx, items, said, add)
    return told, cut


def _said(tx: Tx, items: Mapping[UUID, Any], rows: Sequence[Any], add: Any) -> None:
    """What others said, and what became of it."""
    people = faces(tx, {row.author_id for row in rows})
    responses = {row.message_id: row for row in tx.execute(_RESPONSES, {"ids": [row.id for row in rows]})}
    open_ = [row.id for row in rows if items[row.item_id].owner_id == tx.viewer.id and row.id not in responses]
    waiting = set(tx.scalars(_WAITING, {"ids": open_})) if open_ else set()
    for row in rows:
        who = people[row.author_id]
        item = items[row.item_id]
        there = f"/items/{item.id}?at=message-{row.id}"
        add(
            item.id,
            kind="said",
            step="feedback",
            id=row.id,
            title=_("%(name)s answered") % {"name": who.called},
            words=opening(row.words, LINE),
            href=there,
            when=row.created,
            who=who,
            waits=row.id in waiting,
        )
        if response := responses.get(row.id):
            _became(add, item.id, row.id, response, _outcomes()[response.outcome] % {"name": who.called}, there)


def _became(add: Any, item_id: UUID, message_id: UUID, response: Any, title: str, there: str) -> None:
    outcome: Outcome = response.outcome
    when: datetime = response.created
    words = opening(response.why, LINE)
    add(item_id, step="response", id=message_id, title=title, words=words, href=there, when=when, version=response.version, outcome=outcome)


def _outcomes() -> dict[Outcome, str]:
    return {
        "adopted": _("Took up what %(name)s said"),
        "adapted": _("Took up what %(name)s said, in another way"),
        "declined": _("Left what %(name)s said"),
    }


_COUNTED: tuple[Step, ...] = ("changed", "check_in", "request", "feedback")


def _begin(column: Any) -> Any:
    """How these words begin, with room for the signs that `opening` takes out: whole, they can be a hundred times as long."""
    return func.substr(column, 1, 4 * LINE).label(column.key)


def _newest(rows: Any, of: Any, *order: Any, where: Collection[Any] = ()) -> Any:
    """Of each that many, and one more where there are more: `of` says whose, `order` (its last a key beside `of`) which come later.

    Which they are is looked up before their words are read.
    """
    place = func.row_number().over(partition_by=of, order_by=[column.desc() for column in order]).label("place")
    places = select(of.label("of"), order[-1].label("key"), place).where(among(of, "ids"), *where).subquery()
    chosen = rows.add_columns(places.c.of, places.c.place)
    return chosen.join(places, and_(of == places.c.of, order[-1] == places.c.key)).where(places.c.place <= EACH + 1)


_ITEMS = select(Item.id, Item.kind, Item.title, Item.opening, Item.owner_id, Item.state, Item.created, Item.deleted).where(
    among(Item.id, "ids")
)
_VERSIONS = select(
    ArtifactVersion.id, ArtifactVersion.artifact_id, ArtifactVersion.number, _begin(ArtifactVersion.note), ArtifactVersion.created
).where(among(ArtifactVersion.artifact_id, "ids"))
_ENDED = select(Goal.id, Goal.progress, _begin(Goal.why), Goal.ended).where(
    among(Goal.id, "ids"), Goal.progress != "growing", Goal.ended.is_not(None)
)
_LOOKED = _newest(
    select(CheckIn.id, CheckIn.goal_id, CheckIn.at, CheckIn.confidence, _begin(CheckIn.words)), CheckIn.goal_id, CheckIn.at, CheckIn.id
)
_GOAL_CHANGES = _newest(
    select(
        GoalVersion.goal_id,
        GoalVersion.number,
        GoalVersion.until,
        *(GoalVersion.words[name].as_string().label(name) for name in ("changed", "progress", "why", "ended")),
    ),
    GoalVersion.goal_id,
    GoalVersion.number,
).order_by(GoalVersion.goal_id, GoalVersion.number)
_REFLECTION_CHANGES = _newest(
    select(ReflectionVersion.number, ReflectionVersion.until, literal("words").label("changed")),
    ReflectionVersion.reflection_id,
    ReflectionVersion.number,
)
_ASKED = _newest(
    select(FeedbackRequest.id, FeedbackRequest.item_id, _begin(FeedbackRequest.question), FeedbackRequest.version, FeedbackRequest.created),
    FeedbackRequest.item_id,
    FeedbackRequest.created,
    FeedbackRequest.id,
    where=(FeedbackRequest.withdrawn.is_(None),),
)
_SAID = _newest(
    select(Message.id, Message.item_id, Message.author_id, _begin(Message.words), Message.created),
    Message.item_id,
    Message.created,
    Message.id,
    where=(Item.id == Message.item_id, Message.author_id != Item.owner_id, Message.withdrawn.is_(None), Message.hidden.is_(None)),
)
_WAITING = select(Message.id).where(among(Message.id, "ids"), CALLS_FOR_A_RESPONSE)
_RESPONSES = select(Response.message_id, Response.outcome, _begin(Response.why), Response.version, Response.created).where(
    among(Response.message_id, "ids")
)
