"""Which criteria does the school offer, and how did they stand when somebody filled them in?"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select

from hub.columns import among
from hub.database import Tx
from hub.drafts.queries import Desk, desk
from hub.errors import NotFound
from hub.people.faces import Face, faces
from hub.policy import Relation, Verb, require
from hub.rubrics.models import Rubric, RubricVersion
from hub.words import _


class Shown(msgspec.Struct, frozen=True):
    """One version of a rubric. `newest` is the number of the version that stands now."""

    id: UUID
    rubric_id: UUID
    number: int
    name: str
    criteria: list[str]
    created: datetime
    newest: int
    ended: datetime | None

    @property
    def current(self) -> bool:
        return self.number == self.newest


class Sheet(msgspec.Struct, frozen=True):
    """A rubric on a page of its own, to be changed, with how it stood before; the newest first."""

    rubric: Shown
    earlier: list[Shown]
    author: Face | None
    desk: Desk


def offered(tx: Tx) -> list[Shown]:
    """The school's rubrics as they stand now, by name; without those that have ended."""
    return _shown(tx, _OFFERED, {})


def all_of_them(tx: Tx) -> list[Shown]:
    """As offered, with those that have ended: for the staff who look after them. Raises Forbidden."""
    require("rubrics", relations(tx), Verb.EDIT)
    return _shown(tx, _NEWEST, {})


def versions(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Shown]:
    """Of these versions, those of the viewer's school."""
    return {one.id: one for one in _shown(tx, _BY_VERSION, {"ids": list(ids)})} if ids else {}


def newest_of(tx: Tx, ids: Collection[UUID]) -> dict[UUID, Shown]:
    """Of each of these rubrics, the version that stands now."""
    return {one.rubric_id: one for one in _shown(tx, _BY_RUBRIC, {"ids": list(ids)})} if ids else {}


def histories(tx: Tx, ids: Collection[UUID]) -> dict[UUID, list[Shown]]:
    """All versions of each of these rubrics, oldest first."""
    found: dict[UUID, list[Shown]] = {id_: [] for id_ in ids}
    for one in _shown(tx, _HISTORY, {"ids": list(ids)}):
        found[one.rubric_id].append(one)
    return found


def find(tx: Tx, rubric_id: UUID | None) -> Rubric:
    """Raises NotFound."""
    rubric = tx.get(Rubric, rubric_id) if rubric_id else None
    if rubric is None:
        raise NotFound(_("We can't find this rubric."))
    return rubric


def version(tx: Tx, version_id: UUID | None) -> Shown:
    """Raises NotFound."""
    found = versions(tx, [version_id]) if version_id else {}
    if not found:
        raise NotFound(_("We can't find this rubric."))
    return next(iter(found.values()))


def sheet(tx: Tx, rubric_id: UUID | None) -> Sheet:
    """Raises NotFound, Forbidden for who is no member of staff."""
    rubric = find(tx, rubric_id)
    require("rubrics", relations(tx), Verb.EDIT)
    stood = histories(tx, [rubric.id])[rubric.id]
    author = faces(tx, {rubric.author_id})[rubric.author_id] if rubric.author_id else None
    words = {"name": stood[-1].name, "criteria": "\n".join(stood[-1].criteria)}
    return Sheet(stood[-1], stood[-2::-1], author, desk(tx, f"rubric/{rubric.id}", words))


def blank(tx: Tx) -> Desk:
    """The sheet of a new one. Raises Forbidden."""
    require("rubrics", relations(tx), Verb.WRITE)
    return desk(tx, "rubric/new")


def relations(tx: Tx) -> frozenset[Relation]:
    """What the viewer is to the school's rubrics."""
    return frozenset({Relation.STAFF} if tx.viewer.staff else ())


def _shown(tx: Tx, statement: object, bound: dict[str, object]) -> list[Shown]:
    rows = tx.execute(statement, bound)  # type: ignore[call-overload]
    return [
        Shown(one.id, one.rubric_id, one.number, one.name, list(one.criteria), one.created, newest, ended) for one, ended, newest in rows
    ]


_newest = select(func.max(RubricVersion.number)).where(RubricVersion.rubric_id == Rubric.id).correlate(Rubric).scalar_subquery()
_ALL = select(RubricVersion, Rubric.ended, _newest).join(Rubric, Rubric.id == RubricVersion.rubric_id)
_NEWEST = _ALL.where(RubricVersion.number == _newest).order_by(Rubric.ended.is_not(None), RubricVersion.name, RubricVersion.id)
_OFFERED = _NEWEST.where(Rubric.ended.is_(None))
_BY_RUBRIC = _NEWEST.where(among(RubricVersion.rubric_id, "ids"))
_BY_VERSION = _ALL.where(among(RubricVersion.id, "ids"))
_HISTORY = _ALL.where(among(RubricVersion.rubric_id, "ids")).order_by(RubricVersion.rubric_id, RubricVersion.number)
