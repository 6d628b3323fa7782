"""Whose letter is due? What is told in it is marked in the transaction that wishes for the letter.

So of several workers one writes each letter. Sending comes after: a worker that is gone between handing a letter over and
noting it sends it once more (at least once, not at most once: a second copy is a smaller harm than a missing one), under the
same Message-ID, by which mail programs know the second copy for one.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, case, delete, func, select, update
from sqlalchemy.orm import selectinload

from hub import mail
from hub.columns import among
from hub.database import Tx
from hub.ids import NOTHING
from hub.notifications.hours import Hours, is_due
from hub.notifications.models import Notification, Rhythm
from hub.notifications.queries import rhythm_of
from hub.people.models import Person, School

AT_ONCE = 200
"""People in one transaction: on SQLite everybody's writing waits for it."""


def gather(tx: Tx, after: UUID = NOTHING) -> tuple[int, UUID | None]:
    """Wishes for the letters that are due, of some people. How many, and after whom to go on; None: that was everybody."""
    people = tx.scalars(_SOME, {"after": after}).all()
    if not people:
        return 0, None
    # Another worker may have them under way: those are left to it. What it did is seen by the statements that follow.
    mine = tx.scalars(_LOCKED, {"ids": people}).all()
    oldest = {person: at for person, at in tx.execute(_OLDEST, {"ids": mine})}  # noqa: C416 - a Row is no pair to a type checker
    done, letters = [], []
    for person, rhythm, time_zone in tx.execute(_PEOPLE, {"ids": list(oldest)}):
        since, hours = oldest[person.id], _hours(person, rhythm)
        due = since is not None and is_due(hours, since, tx.now, ZoneInfo(time_zone))
        if due:
            letters.append(person.id)
        if due or hours.kind == "never":
            done.append(person.id)
    tx.execute(_PUT_IN, {"ids": done, "at": tx.now})
    tx.execute(_LEFT_OUT, {"ids": mine, "at": tx.now})
    for person_id in letters:
        mail.send_later(tx, "digest", person_id, at=tx.now.isoformat())
    return len(letters), people[-1]


def forget_old(tx: Tx, before: datetime) -> int:
    """What was told so long ago that nobody looks for it."""
    done = tx.execute(delete(Notification).where(Notification.created < before).execution_options(synchronize_session=False))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _hours(person: Person, rhythm: Rhythm | None) -> Hours:
    if person.deactivated is not None:
        return Hours(kind="never")
    return rhythm_of(rhythm, {held.role for held in person.roles if held.ended is None}, person.email)


_SOME = (
    select(Notification.person_id)
    .where(Notification.mailed.is_(None), Notification.person_id > bindparam("after", type_=Person.id.type))
    .distinct()
    .order_by(Notification.person_id)
    .limit(AT_ONCE)
)
_LOCKED = select(Person.id).where(among(Person.id, "ids")).order_by(Person.id).with_for_update(key_share=True, skip_locked=True)
_OLDEST = (
    select(Notification.person_id, func.min(case((Notification.seen.is_(None), Notification.created))))
    .where(among(Notification.person_id, "ids"), Notification.mailed.is_(None))
    .group_by(Notification.person_id)
)
_PEOPLE = (
    select(Person, Rhythm, School.time_zone)
    .join(School, School.id == Person.school_id)
    .outerjoin(Rhythm, Rhythm.person_id == Person.id)
    .where(among(Person.id, "ids"))
    .options(selectinload(Person.roles))
)
_PUT_IN = (
    update(Notification)
    .where(among(Notification.person_id, "ids"), Notification.mailed.is_(None))
    .values(mailed=bindparam("at", type_=Notification.mailed.type))
    .execution_options(synchronize_session=False)
)
_LEFT_OUT = _PUT_IN.where(Notification.seen.is_not(None))
