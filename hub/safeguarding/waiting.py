"""How much waits until a member of staff has looked."""

from sqlalchemy import func, select

from hub.database import Tx
from hub.feedback.models import Message
from hub.safeguarding.held import IS_HELD
from hub.safeguarding.models import Report
from hub.safeguarding.queries import MINE_TO_LOOK_AFTER


def count(tx: Tx) -> int:
    """Reports, and messages that are held, which the viewer may look after."""
    return (tx.scalar(_COUNT, {"me": tx.viewer.id}) or 0) if tx.viewer.staff else 0


_REPORTS = select(func.count(Report.id)).where(Report.closed.is_(None), MINE_TO_LOOK_AFTER).scalar_subquery()
_HELD = select(func.count(Message.id)).where(*IS_HELD).scalar_subquery()
_COUNT = select(_REPORTS + _HELD)
