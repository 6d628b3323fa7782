"""A kind word the day before: once to each person who was asked and has not answered, at an hour when people are awake."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hub.clock import day_of
from hub.database import Database, Tx
from hub.events import home_topic
from hub.ids import parse_id
from hub.items.models import Item
from hub.jobs import handles, later
from hub.loops.models import Asked, FeedbackRequest
from hub.people.models import School
from hub.viewer import System

HOUR = time(8)
"""Of the school's day."""
US = System("reminders")
LATELY = timedelta(hours=20)
"""Whoever was reminded by the learner so recently is not reminded again."""


def the_day_before(tx: Tx, request: FeedbackRequest) -> None:
    """Asks for the reminder, where there is a day before."""
    if request.until is None:
        return
    morning = datetime.combine(request.until - timedelta(days=1), HOUR, ZoneInfo(tx.viewer.time_zone))
    if morning > tx.now:
        later(tx, "loops.remind", after=morning - tx.now, request=str(request.id))


@handles("loops.remind")
def _remind(database: Database, args: dict[str, Any]) -> None:
    database.write_now(US, remind_asked, parse_id(args["request"]))


def remind_asked(tx: Tx, request_id: UUID | None) -> int:
    """The hub's own: how many were reminded. Run again, it reminds nobody twice; run late, nobody of a day that has passed.
    Who was asked on this very day remembers."""
    request = tx.get(FeedbackRequest, request_id) if request_id else None
    item = tx.get(Item, request.item_id) if request else None
    if request is None or item is None or request.withdrawn is not None or item.deleted is not None or item.state != "posted":
        return 0
    zone = tx.get_one(School, request.school_id).time_zone
    today = day_of(tx.now, zone)
    if request.until is None or request.until < today:
        return 0
    still = tx.scalars(select(Asked).where(Asked.request_id == request.id, Asked.answered.is_(None))).all()
    before = [one for one in still if day_of(one.since, zone) < today]
    reminded = [one for one in before if one.reminded is None or tx.now - one.reminded > LATELY]
    for one in reminded:
        one.reminded = tx.now
        tx.tell("feedback.due", [home_topic(one.person_id)], item=item.id, request=request.id)
    return len(reminded)
