"""How people are looked after in a thread: they ask staff to look, and staff look, hide, or leave it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, insert, select

from hub.database import Tx
from hub.errors import Forbidden, Invalid, NotFound
from hub.feedback import actions as threads
from hub.feedback import queries as feedback
from hub.feedback.actions import relations_to, tell
from hub.feedback.models import Message, MessageVersion
from hub.items import queries as items
from hub.loops import answering
from hub.policy import Verb, require
from hub.safeguarding import asking, kept, queries
from hub.safeguarding.models import Deed, DeedKind, Evidence, Look, Outcome, Report
from hub.words import _, lines

SITTING = timedelta(minutes=30)
"""Looks of one person that lie closer together are one."""
REASON = 300
"""Characters of why words were hidden."""
NOTE = 2000
"""Characters of what a member of staff notes."""


def report_message(tx: Tx, message_id: UUID | None, reason: str, matter: str = "other") -> Report:
    """Asks staff to look. The words are kept as they stand, with how they read before. Nobody learns who asked."""
    message = feedback.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.REPORT)
    item = items.find(tx, message.item_id)
    made = Report(message_id=message.id, author_id=message.author_id, owner_id=item.owner_id, kind=item.kind, said=message.created)
    report, new = asking.ask(tx, made, matter, asking.checked(reason))
    if new:
        _keep(tx, report, message)
        asking.tell(tx, "message.reported", report)
    return report


def look(tx: Tx, report_id: UUID | None) -> Report:
    """Notes that the viewer looks at the words: from then on they may. Raises NotFound, Forbidden."""
    report = queries.find(tx, report_id)
    require("report", queries.relations_to(tx, report), Verb.LOOK_INTO)
    lately = select(Look.id).where(Look.report_id == report.id, Look.person_id == tx.viewer.id, Look.at > tx.now - SITTING)
    if tx.scalar(lately) is None:
        tx.make(Look(report_id=report.id, person_id=tx.viewer.id, at=tx.now))
        asking.tell(tx, "report.looked_at", report)
    return report


def close_report(tx: Tx, report_id: UUID | None, note: str = "") -> Report:
    """A member of staff looked, and has done what was to be done. `note`: what that was, for colleagues."""
    report = queries.find(tx, report_id)
    require("report", queries.relations_to(tx, report), Verb.CLOSE)
    note = lines("note", note, NOTE)
    if report.closed is None:
        write_down(tx, "closed", report.author_id, note, message_id=report.message_id, item_id=report.item_id)
    _close(tx, report, "stayed")
    return report


def hide_message(tx: Tx, message_id: UUID | None, because: str) -> Message:
    """A member of staff takes words out of sight. They are kept as evidence, and open reports of them are closed."""
    message = feedback.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.HIDE)
    because = _reason(because)
    _hide(tx, message, because)
    _close_all(tx, Report.message_id == message.id, "hidden")
    return message


def hide_reported(tx: Tx, report_id: UUID | None, because: str) -> Report:
    """The same from a report, for who can't read the thread."""
    report = _of_words(tx, report_id)
    because = _reason(because)
    with tx.system("hide what was reported"):
        _hide(tx, tx.get_one(Message, report.message_id), because)
    _close(tx, report, "hidden")
    return report


def show_message(tx: Tx, message_id: UUID | None) -> Message:
    """Undoes a hide."""
    message = feedback.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.HIDE)
    _show(tx, message)
    return message


def show_reported(tx: Tx, report_id: UUID | None) -> Report:
    """The same from a report."""
    report = _of_words(tx, report_id)
    with tx.system("show what was reported"):
        _show(tx, tx.get_one(Message, report.message_id))
    return report


def let_through(tx: Tx, message_id: UUID | None) -> Message:
    """A member of staff has looked at a message that was held: it reaches those for whom it was written. What was let through stays so."""
    message = feedback.one(tx, message_id)
    require("message", relations_to(tx, message), Verb.HIDE)
    _in_turn(tx, message)
    if message.held is not None and message.withdrawn is None and message.hidden is None:
        if message.author_id == tx.viewer.id:
            raise Forbidden(_("Somebody else of the staff looks at what you wrote."))
        write_down(tx, "let_through", message.author_id, message_id=message.id)
        threads.let_through(tx, message)
    return message


def _of_words(tx: Tx, report_id: UUID | None) -> Report:
    """A report of a message, for who may hide it."""
    report = queries.find(tx, report_id)
    require("report", queries.relations_to(tx, report), Verb.HIDE)
    if report.message_id is None:
        raise NotFound(_("This report is of no message."))
    return report


def _keep(tx: Tx, report: Report, message: Message) -> None:
    """All that was ever readable of it, whoever reports it: an edit doesn't unsay what was said before."""
    with tx.system("evidence"):
        # By the database alone: however often it was changed, nothing of it is held here meanwhile.
        tx.execute(_KEEP, {"report": report.id, "message": message.id})
        tx.add(Evidence(report_id=report.id, number=message.version, words=kept.words_said(tx, message), until=None))


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
    write_down(tx, "hidden", message.author_id, because, message_id=message.id)
    tell(tx, "message.hidden", message, feedback.grants_of(tx, message))


def _show(tx: Tx, message: Message) -> None:
    _in_turn(tx, message)
    if message.hidden is None:
        return
    message.hidden = message.hidden_by = message.hidden_because = None
    for report in tx.scalars(select(Report).where(Report.message_id == message.id, Report.outcome == "hidden")):
        report.outcome = "stayed"
    answering.answered_again(tx, message)
    write_down(tx, "shown", message.author_id, message_id=message.id)
    tell(tx, "message.shown", message, feedback.grants_of(tx, message))


def write_down(tx: Tx, kind: DeedKind, about: UUID, why: str = "", **what: UUID | None) -> None:
    """Into the log of what staff did."""
    tx.add(Deed(school_id=tx.viewer.school_id, kind=kind, by_id=tx.viewer.id, about_id=about, why=why, at=tx.now, **what))


def _in_turn(tx: Tx, message: Message) -> None:
    """What a colleague does with it at the same moment is over then, and seen."""
    if tx.among_others:
        tx.refresh(message, with_for_update={"key_share": True})


def _close(tx: Tx, report: Report, outcome: Outcome) -> None:
    """With all that are of the same."""
    _close_all(tx, and_(*(getattr(Report, name) == getattr(report, name) for name in ("message_id", "item_id", "author_id"))), outcome)


def _close_all(tx: Tx, of: ColumnElement[bool], outcome: Outcome) -> None:
    """Closes the open ones that the viewer may see: nobody closes one of their own words."""
    still_open = select(Report).where(of, Report.closed.is_(None)).order_by(Report.id)
    if tx.among_others:  # Of two who close one at once, the second finds it closed.
        still_open = still_open.with_for_update(key_share=True).execution_options(populate_existing=True)
    for report in tx.scalars(still_open).all():
        report.closed = tx.now
        report.closed_by = tx.viewer.id
        report.outcome = outcome
        asking.tell(tx, "report.closed", report)


# Into the table: the model would make a bulk insert of it, which takes no SELECT.
_KEEP = insert(Evidence.__table__).from_select(  # type: ignore[arg-type]
    ["report_id", "number", "words", "until"],
    select(bindparam("report", type_=Report.id.type), MessageVersion.number, MessageVersion.words, MessageVersion.until).where(
        MessageVersion.message_id == bindparam("message", type_=Message.id.type)
    ),
)
