"""What children did since somebody last looked, besides what is new: steps ticked, goals brought to an end, versions added."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

import msgspec
from sqlalchemy import Select, bindparam, func, select

from hub.artifacts.models import Artifact, ArtifactVersion
from hub.columns import Moment, among
from hub.database import Tx
from hub.goals.models import Goal, Step
from hub.words import _, opening

MOST = 10
"""Of each of the three, for one child."""

Deed = Literal["step", "reached", "changed", "let_go", "version"]


class Grown(msgspec.Struct, frozen=True):
    """One thing that somebody did with a goal or a piece of work that was there before. `words` are theirs, in plain text."""

    what: Deed
    item_id: UUID
    href: str
    title: str
    words: str
    when: datetime
    key: str

    @property
    def told(self) -> str:
        """What they did, for a line of its own."""
        return {
            "step": _("did a step of “%(title)s”"),
            "reached": _("reached “%(title)s”"),
            "changed": _("turned “%(title)s” into something else"),
            "let_go": _("let “%(title)s” go"),
            "version": _("made a new version of “%(title)s”"),
        }[self.what] % {"title": self.title}


def grown(tx: Tx, since: dict[UUID, datetime | None]) -> dict[UUID, list[Grown]]:
    """For each owner, after their moment, the newest first; nothing for whom there was none. Three statements for any number."""
    found: dict[UUID, list[Grown]] = {id_: [] for id_ in since}
    looked = [at for at in since.values() if at is not None]
    if not looked:
        return found
    for owner, one in _since(tx, since, min(looked)):
        at = since[owner]
        if at is not None and one.when > at:
            found[owner].append(one)
    return {owner: sorted(many, key=lambda one: one.when, reverse=True)[:MOST] for owner, many in found.items()}


def _since(tx: Tx, owners: Collection[UUID], at: datetime) -> list[tuple[UUID, Grown]]:
    bound = {"ids": list(owners), "at": at}
    made: list[tuple[UUID, Grown]] = []
    for id_, goal, title, owner, words, when in tx.execute(_STEPS, bound):
        made.append((owner, Grown("step", goal, f"/goals/{goal}", title, words, when, f"step-{id_}")))
    for goal, title, owner, became, why, when in tx.execute(_ENDED, bound):
        made.append((owner, Grown(became, goal, f"/goals/{goal}", title, opening(why, 160), when, f"ended-{goal}")))
    for id_, item, title, owner, number, note, when in tx.execute(_VERSIONS, bound):
        where = f"/artifacts/{item}/versions/{number}"
        made.append((owner, Grown("version", item, where, title, opening(note, 160), when, f"version-{id_}")))
    return made


def _newest(columns: tuple[Any, ...], at: Any, owner: Any, made: Any, *where: Any) -> Select[Any]:
    """The newest of each owner: one child who does a lot must not take the place of another."""
    place = func.row_number().over(partition_by=owner, order_by=at.desc()).label("place")
    since = at > bindparam("at", type_=Moment())
    chosen = made(select(*columns, place)).where(among(owner, "ids"), since, *where).subquery()
    return select(*[chosen.c[column.key] for column in columns]).where(chosen.c.place <= MOST)


_STANDS = (Goal.deleted.is_(None), Goal.state == "posted")
_STEPS = _newest(
    (Step.id.label("step_id"), Goal.id.label("goal_id"), Goal.title, Goal.owner_id, Step.words, Step.done),
    Step.done,
    Goal.owner_id,
    lambda query: query.join(Goal, Goal.id == Step.goal_id),
    *_STANDS,
)
_ENDED = _newest(
    (Goal.id.label("goal_id"), Goal.title, Goal.owner_id, Goal.progress, Goal.why, Goal.ended),
    Goal.ended,
    Goal.owner_id,
    lambda query: query,
    Goal.progress != "growing",
    *_STANDS,
)
_VERSIONS = _newest(
    (
        ArtifactVersion.id.label("version_id"),
        Artifact.id.label("artifact_id"),
        Artifact.title,
        Artifact.owner_id,
        ArtifactVersion.number,
        ArtifactVersion.note,
        ArtifactVersion.created.label("added"),
    ),
    ArtifactVersion.created,
    Artifact.owner_id,
    lambda query: query.join(Artifact, Artifact.id == ArtifactVersion.artifact_id),
    ArtifactVersion.number > 1,
    Artifact.deleted.is_(None),
    Artifact.state == "posted",
)
