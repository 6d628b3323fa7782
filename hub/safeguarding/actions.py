"""How people are looked after in a thread: they ask staff to look, and staff look, hide, or leave it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, insert, select

from hub.database import Tx
from hub.errors import Invalid
from hub.events import home_topic
from hub.feedback import queries as feedback
from hub.feedback.actions import relations_to, tell
from hub.feedback.models import Message, MessageVersion
from hub.items import holders
from hub.items import queries as items
from hub.loops import answering
from hub.policy import Verb, require
from hub.safeguarding import queries
from hub.safeguarding.models import Evidence, Look, Outcome, Report
from hub.words import _, lines

SITTING = timedelta(minutes=30)
"""Looks of one person that lie closer together are one."""
REASON = 300
"""Characters of why words were hidden."""


def report_message(tx: Tx, message_id: UUID | None, reason: str) -> Report:
    """Asks staff to look. The words are kept as they stand, with how they read before. Nobody learns who asked."""
    message = feedback.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.REPORT)
    reason = lines("reason", reason, 2000)
    if not reason:
        raise Invalid("reason", _("Say in a few words what is wrong, so that we can help."))
    again = tx.scalar(select(Report).where(Report.message_id == message.id, Report.reporter_id == tx.viewer.id, Report.closed.is_(None)))
    if again is not None:
        return again
    report = _report(tx, message, reason)
    _keep(tx, report, message)
    tx.tell("message.reported", map(home_topic, _who_looks_after(tx, message)), message=message.id, report=report.id)
    return report


def look(tx: Tx, report_id: UUID | None) -> Report:
    """Notes that the viewer looks at the words: from then on they may. Raises NotFound, Forbidden."""
    report = queries.find(tx, report_id)
    require("report", queries.relations_to(tx, report), Verb.LOOK_INTO)
    lately = select(Look.id).where(Look.report_id == report.id, Look.person_id == tx.viewer.id, Look.at > tx.now - SITTING)
    if tx.scalar(lately) is None:
        tx.make(Look(report_id=report.id, person_id=tx.viewer.id, at=tx.now))
        tx.tell("report.looked_at", [home_topic(tx.viewer.id)], report=report.id, message=report.message_id)
    return report


def close_report(tx: Tx, report_id: UUID | None) -> Report:
    """A member of staff looked, and nothing needs to be done."""
    report = queries.find(tx, report_id)
    require("report", queries.relations_to(tx, report), Verb.CLOSE)
    _close(tx, report.message_id, "stayed")
    return report


def hide_message(tx: Tx, message_id: UUID | None, because: str) -> Message:
    """A member of staff takes words out of sight. They are kept as evidence, and open reports of them are closed."""
    message = feedback.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.HIDE)
    because = _reason(because)
    _hide(tx, message, because)
    _close(tx, message.id, "hidden")
    return message


def hide_reported(tx: Tx, report_id: UUID | None, because: str) -> Report:
    """The same from a report, for who can't read the thread."""
    report = queries.find(tx, report_id)
    require("report", queries.relations_to(tx, report), Verb.HIDE)
    because = _reason(because)
    with tx.system("hide what was reported"):
        _hide(tx, tx.get_one(Message, report.message_id), because)
    _close(tx, report.message_id, "hidden")
    return report


def show_message(tx: Tx, message_id: UUID | None) -> Message:
    """Undoes a hide."""
    message = feedback.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.HIDE)
    _show(tx, message)
    return message


def show_reported(tx: Tx, report_id: UUID | None) -> Report:
    """The same from a report."""
    report = queries.find(tx, report_id)
    require("report", queries.relations_to(tx, report), Verb.HIDE)
    with tx.system("show what was reported"):
        _show(tx, tx.get_one(Message, report.message_id))
    return report


def _report(tx: Tx, message: Message, reason: str) -> Report:
    item = items.find(tx, message.item_id)
    return tx.make(
        Report(
            school_id=tx.viewer.school_id,
            message_id=message.id,
            reporter_id=tx.viewer.id,
            author_id=message.author_id,
            owner_id=item.owner_id,
            kind=item.kind,
            said=message.created,
            reason=reason,
            created=tx.now,
        )
    )


def _keep(tx: Tx, report: Report, message: Message) -> None:
    """All that was ever readable of it, whoever reports it: an edit doesn't unsay what was said before."""
    with tx.system("evidence"):
        # By the database alone: however often it was changed, nothing of it is held here meanwhile.
        tx.execute(_KEEP, {"report": report.id, "message": message.id})
    tx.add(Evidence(report_id=report.id, number=message.version, words=message.words, until=None))


def _who_looks_after(tx: Tx, message: Message) -> frozenset[UUID]:
    """The members of staff who read it; where there are none, the school's admins. Never whoever said it."""
    staff = holders.readers(tx, holders.staff_among(tx, feedback.grants_of(tx, message))) - {message.author_id}
    return staff or queries.admins(tx) - {message.author_id}


def _reason(because: str) -> str:
    said = lines("because", because, REASON)
    if not said:
        raise Invalid("because", _("Say why, for your colleagues."))
    return said


def _hide(tx: Tx, message: Message, because: str) -> None:
    _in_turn(tx, message)
    if message.hidden is not None:
        return
    message.hidden = tx.now
    message.hidden_by = tx.viewer.id
    message.hidden_because = because
    answering.unanswered(tx, message)
    tell(tx, "message.hidden", message, feedback.grants_of(tx, message))


def _show(tx: Tx, message: Message) -> None:
    _in_turn(tx, message)
    if message.hidden is None:
        return
    message.hidden = message.hidden_by = message.hidden_because = None
    for report in tx.scalars(select(Report).where(Report.message_id == message.id, Report.outcome == "hidden")):
        report.outcome = "stayed"
    answering.answered_again(tx, message)
    tell(tx, "message.shown", message, feedback.grants_of(tx, message))


def _in_turn(tx: Tx, message: Message) -> None:
    """What a colleague does with it at the same moment is over then, and seen."""
    if tx.among_others:
        tx.refresh(message, with_for_update={"key_share": True})


def _close(tx: Tx, message_id: UUID, outcome: Outcome) -> None:
    """Closes the open reports of a message that the viewer may see: nobody closes one of their own words."""
    still_open = select(Report).where(Report.message_id == message_id, Report.closed.is_(None)).order_by(Report.id)
    if tx.among_others:  # Of two who close one at once, the second finds it closed.
        still_open = still_open.with_for_update(key_share=True).execution_options(populate_existing=True)
    for report in tx.scalars(still_open):
        report.closed = tx.now
        report.closed_by = tx.viewer.id
        report.outcome = outcome


# Into the table: the model would make a bulk insert of it, which takes no SELECT.
_KEEP = insert(Evidence.__table__).from_select(  # type: ignore[arg-type]
    ["report_id", "number", "words", "until"],
    select(bindparam("report", type_=Report.id.type), MessageVersion.number, MessageVersion.words, MessageVersion.until).where(
        MessageVersion.message_id == bindparam("message", type_=Message.id.type)
    ),
)
