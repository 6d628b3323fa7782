"""How long learners wait for the viewer's answers, week by week. Theirs alone to see, and compared with nobody's."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import bindparam, func, or_, select

from hub.columns import Moment
from hub.database import Tx
from hub.feedback.models import Message
from hub.loops.models import Asked
from hub.plots import Plot, over_time
from hub.seeing import ME
from hub.words import ngettext

WEEKS = 8
MOST = 2000
"""Answers looked at, the newest."""


class Week(msgspec.Struct, frozen=True):
    """A week that begins on Monday by the school's clock. `hours` is the median wait that an answer ended, None without one."""

    begins: datetime
    answers: int
    hours: float | None


class AnswerTimes(msgspec.Struct, frozen=True):
    """The last weeks, the earliest first. `hours` is the median of all."""

    weeks: list[Week]
    hours: float | None

    @property
    def answers(self) -> int:
        return sum(week.answers for week in self.weeks)

    @property
    def now(self) -> Week:
        return self.weeks[-1]

    @property
    def plot(self) -> Plot:
        """Hours, from none upwards; a week without an answer has no mark."""
        told = [(week, week.hours) for week in self.weeks if week.hours is not None]
        values = [
            (week.begins, hours, ngettext("%(n)d answer", "%(n)d answers", week.answers) % {"n": week.answers}) for week, hours in told
        ]
        whole = self.weeks[0].begins, self.weeks[-1].begins
        return over_time(values, 0, max((hours for _week, hours in told), default=1), whole)


def answer_times(tx: Tx) -> AnswerTimes:
    """Of answers that ended a wait, or were asked for: from when the learner began to wait. One statement."""
    today = tx.now.astimezone(ZoneInfo(tx.viewer.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    this_week = today - timedelta(days=today.weekday())
    begins = [this_week - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    waited: dict[datetime, list[float]] = defaultdict(list)
    for answered, since, asked in tx.execute(_ANSWERED, {"from": begins[0], "most": MOST}):
        began = min(moment for moment in (since, asked) if moment)
        week = max(begin for begin in begins if begin <= answered)
        waited[week].append((answered - began).total_seconds() / 3600)
    from statistics import median  # Brings fractions along, and is wanted on this page alone.

    everything = [hours for many in waited.values() for hours in many]
    return AnswerTimes(
        [Week(begin, len(waited[begin]), median(waited[begin]) if waited[begin] else None) for begin in begins],
        median(everything) if everything else None,
    )


_ANSWERED = (
    select(Message.created, Message.waited_since, func.min(Asked.since))  # One answer may end several requests.
    .outerjoin(Asked, (Asked.message_id == Message.id) & (Asked.person_id == ME))
    .where(
        Message.author_id == ME,
        Message.created >= bindparam("from", type_=Moment()),
        Message.withdrawn.is_(None),
        or_(Message.waited_since.is_not(None), Asked.since.is_not(None)),
    )
    .group_by(Message.id, Message.created, Message.waited_since)
    .order_by(Message.created.desc())
    .limit(bindparam("most"))
)
