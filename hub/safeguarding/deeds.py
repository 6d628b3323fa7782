"""What staff did about what was reported: the log, which is only ever added to."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import or_, select

from hub.columns import among
from hub.database import Tx
from hub.people.faces import Face, faces
from hub.people.queries import to_school
from hub.policy import Verb, require
from hub.safeguarding.models import Deed, DeedKind, Report
from hub.slices import Keyset, Place, Span
from hub.words import _

PAGE = 50
"""Deeds on a page."""
MOST = 50
"""Of one report, the newest."""


class Shown(msgspec.Struct, frozen=True):
    """What somebody did, when and why."""

    kind: DeedKind
    by: Face
    about: Face
    at: datetime
    why: str

    @property
    def words(self) -> str:
        said = {
            "hidden": _("hid the words"),
            "shown": _("let the words be read again"),
            "closed": _("looked after it"),
            "let_through": _("let the words through"),
            "paused": _("asked for a pause in the room"),
            "pause_ended": _("ended the pause in the room"),
        }
        return said[self.kind]


class Log(msgspec.Struct, frozen=True):
    """A part of the school's, the newest first. `more`: where the next part begins."""

    deeds: list[Shown]
    more: str | None
    later: bool


def of_reports(tx: Tx, reports: Collection[Report]) -> dict[UUID, list[Shown]]:
    """What was done about the same as each of them, oldest first."""
    ids = {
        "messages": [one.message_id for one in reports if one.message_id],
        "items": [one.item_id for one in reports if one.item_id],
        "people": [one.author_id for one in reports if one.about == "person"],
    }
    rows = tx.scalars(_OF, ids).all() if reports else []
    people = faces(tx, {id_ for one in rows for id_ in (one.by_id, one.about_id)})
    return {
        report.id: [_shown(one, people) for one in rows if _key(one, one.about_id) == _key(report, report.author_id)][-MOST:]
        for report in reports
    }


def by_reports(tx: Tx, ids: Collection[UUID]) -> dict[UUID, list[Shown]]:
    """The same of reports by their ids, as far as the viewer may know of them."""
    return of_reports(tx, tx.scalars(_REPORTS, {"ids": list(ids)}).all())


def log(tx: Tx, after: str = "") -> Log:
    """Of the whole school, for admins. Raises Forbidden."""
    require("school", to_school(tx), Verb.MANAGE)
    school, place = tx.viewer.school_id, Place.in_address(after)
    cut = _LOG.cut(tx, [school], Span(PAGE, after=place))[school]
    found = {one.id: one for one in tx.scalars(_BY_ID, {"ids": [place.id for place in cut.places]})}
    people = faces(tx, {id_ for one in found.values() for id_ in (one.by_id, one.about_id)})
    deeds = [_shown(found[place.id], people) for place in cut.places]
    return Log(deeds, cut.places[-1].cursor if cut.more_after else None, later=place is not None)


def _key(one: Deed | Report, about: UUID) -> tuple[UUID | None, UUID | None, UUID]:
    return one.message_id, one.item_id, about


def _shown(one: Deed, people: dict[UUID, Face]) -> Shown:
    return Shown(one.kind, people[one.by_id], people[one.about_id], one.at, one.why)


_REPORTS = select(Report).where(among(Report.id, "ids"))
_OF = (
    select(Deed)
    .where(
        or_(
            among(Deed.message_id, "messages"),
            among(Deed.item_id, "items"),
            among(Deed.about_id, "people") & Deed.message_id.is_(None) & Deed.item_id.is_(None),
        )
    )
    .order_by(Deed.at, Deed.id)
)
_LOG = Keyset(Deed.school_id, Deed.at, Deed.id, newest_first=True)
_BY_ID = select(Deed).where(among(Deed.id, "ids"))
