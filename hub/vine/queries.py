"""What led to what: goal, version, feedback, response, version, reflection, in one line."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

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
from hub.vine.entries import Entry, Vine
from hub.vine.lines import lines
from hub.words import _, opening

LINE = 160
"""Characters of the words beside an entry."""
SAID = 100
"""Of what others said about one item, the newest: twice what a page shows of a whole line."""


def of(tx: Tx, item_ids: Collection[UUID]) -> dict[UUID, Vine]:
    """Of each of these that the viewer may see. The same statements for any number of them, and for any that hang there."""
    on_line = lines(tx, item_ids)
    every = {id_ for theirs in on_line.values() for id_ in theirs}
    items = {row.id: row for row in tx.execute(_ITEMS, {"ids": list(every)})}
    readable = {id_: row for id_, row in items.items() if row.state == "posted" or row.owner_id == tx.viewer.id}
    standing = {id_: row for id_, row in readable.items() if row.deleted is None}
    told = _told(tx, readable)
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
        vines[id_] = Vine(id_, [*entries, following] if following else entries)
    return vines


def one(tx: Tx, item_id: UUID) -> Vine:
    return of(tx, [item_id])[item_id]


def _told(tx: Tx, items: Mapping[UUID, Any]) -> dict[UUID, list[Entry]]:
    """What is to be told about each of these items."""
    told: dict[UUID, list[Entry]] = defaultdict(list)

    def rows(statement: Any, *kinds: ItemKind) -> Sequence[Any]:
        """Nothing is asked about kinds that aren't there."""
        ids = [id_ for id_, item in items.items() if item.kind in kinds]
        return tx.execute(statement, {"ids": ids}).all() if ids else ()

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
        if item.kind != "artifact":
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
    changes = rows(_GOAL_CHANGES, "goal")
    # An end whose why was said anew is told once, as it was said last.
    ends = {(one.goal_id, datetime.fromisoformat(one.ended)): (one.progress, one.why) for one in changes if one.changed == "end"}
    ends |= {(goal.id, goal.ended): (goal.progress, goal.why) for goal in rows(_ENDED, "goal")}
    for (goal_id, ended), (progress, why) in ends.items():
        add(goal_id, step="ended", title=became[progress], words=opening(why, LINE), when=ended)
    for look in rows(_LOOKED, "goal"):
        title = _("Checked in: %(sure)s") % {"sure": sure(look.confidence)}
        add(look.goal_id, step="check_in", id=look.id, title=title, words=look.words[:LINE], when=look.at)
    for id_, number, until, changed, *_end in (*changes, *((*one, "words") for one in rows(_REFLECTION_CHANGES, "reflection"))):
        if changed == "end":
            continue
        where = href(items[id_].kind, id_) + "/history"
        title = _("Planned anew") if changed == "plan" else _("Put into other words")
        add(id_, step="changed", title=title, href=where, when=until, version=number + 1)
    for ask in tx.execute(_ASKED, {"ids": list(items)}):
        add(
            ask.item_id,
            step="request",
            id=ask.id,
            title=_("Asked for feedback"),
            words=opening(ask.question, LINE),
            when=ask.created,
            version=ask.version,
        )
    _said(tx, items, add)
    return told


def _said(tx: Tx, items: Mapping[UUID, Any], add: Any) -> None:
    """What others said, and what became of it."""
    rows = tx.execute(_SAID, {"ids": list(items), "most": SAID}).all()
    if not rows:
        return
    people = faces(tx, {row.author_id for row in rows})
    responses = {row.message_id: row for row in tx.execute(_RESPONSES, {"ids": [row.id for row in rows]})}
    open_ = [row.id for row in rows if items[row.item_id].owner_id == tx.viewer.id and row.id not in responses]
    waiting = set(tx.scalars(_WAITING, {"ids": open_})) if open_ else set()
    for row in rows:
        who = people[row.author_id]
        item = items[row.item_id]
        there = f"{href(item.kind, item.id)}#message-{row.id}"
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


_place = func.row_number().over(partition_by=Message.item_id, order_by=(Message.created.desc(), Message.id.desc()))


def _begin(column: Any) -> Any:
    """How these words begin, with room for the signs that `opening` takes out: whole, they can be a hundred times as long."""
    return func.substr(column, 1, 4 * LINE).label(column.key)


_ITEMS = select(Item.id, Item.kind, Item.title, Item.opening, Item.owner_id, Item.state, Item.created, Item.deleted).where(
    among(Item.id, "ids")
)
_VERSIONS = select(
    ArtifactVersion.id, ArtifactVersion.artifact_id, ArtifactVersion.number, _begin(ArtifactVersion.note), ArtifactVersion.created
).where(among(ArtifactVersion.artifact_id, "ids"))
_ENDED = select(Goal.id, Goal.progress, _begin(Goal.why), Goal.ended).where(
    among(Goal.id, "ids"), Goal.progress != "growing", Goal.ended.is_not(None)
)
_LOOKED = select(CheckIn.id, CheckIn.goal_id, CheckIn.at, CheckIn.confidence, _begin(CheckIn.words)).where(among(CheckIn.goal_id, "ids"))
_GOAL_CHANGES = (
    select(
        GoalVersion.goal_id,
        GoalVersion.number,
        GoalVersion.until,
        *(GoalVersion.words[name].as_string().label(name) for name in ("changed", "progress", "why", "ended")),
    )
    .where(among(GoalVersion.goal_id, "ids"))
    .order_by(GoalVersion.goal_id, GoalVersion.number)
)
_REFLECTION_CHANGES = select(ReflectionVersion.reflection_id, ReflectionVersion.number, ReflectionVersion.until).where(
    among(ReflectionVersion.reflection_id, "ids")
)
_ASKED = select(
    FeedbackRequest.id, FeedbackRequest.item_id, _begin(FeedbackRequest.question), FeedbackRequest.version, FeedbackRequest.created
).where(among(FeedbackRequest.item_id, "ids"), FeedbackRequest.withdrawn.is_(None))
_NEWEST = (
    select(Message.id, Message.item_id, Message.author_id, _begin(Message.words), Message.created, _place.label("place"))
    .join(Item, Item.id == Message.item_id)
    .where(among(Message.item_id, "ids"), Message.author_id != Item.owner_id, Message.withdrawn.is_(None), Message.hidden.is_(None))
    .subquery()
)
_SAID = select(_NEWEST.c.id, _NEWEST.c.item_id, _NEWEST.c.author_id, _NEWEST.c.words, _NEWEST.c.created).where(
    _NEWEST.c.place <= bindparam("most")
)
_WAITING = select(Message.id).where(among(Message.id, "ids"), CALLS_FOR_A_RESPONSE)
_RESPONSES = select(Response.message_id, Response.outcome, _begin(Response.why), Response.version, Response.created).where(
    among(Response.message_id, "ids")
)
