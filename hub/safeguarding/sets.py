"""Reports by the hundred, in the same number of statements for any number."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from hub.columns import among
from hub.database import Tx
from hub.safeguarding import queries
from hub.safeguarding.models import Report
from hub.slices import Keyset, Slice, Span


def by_ids(tx: Tx, report_ids: Collection[UUID]) -> list[queries.Shown]:
    """Those of them that the viewer may see."""
    return queries.show(tx, tx.scalars(_BY_ID, {"ids": list(report_ids)}).all())


def reports(tx: Tx, span: Span, *, waiting: bool) -> tuple[Slice, list[queries.Shown]]:
    """Those that the viewer looks after, and those that they made, oldest first; `waiting`: only those that are open."""
    school = tx.viewer.school_id
    cut = (_WAITING if waiting else _ALL).cut(tx, [school], span)[school]
    shown = {one.id: one for one in by_ids(tx, [place.id for place in cut.places])}
    return cut, [shown[place.id] for place in cut.places]


_BY_ID = select(Report).where(among(Report.id, "ids"))
_ALL = Keyset(Report.school_id, Report.created, Report.id)
_WAITING = Keyset(Report.school_id, Report.created, Report.id, Report.closed.is_(None))
