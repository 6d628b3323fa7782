"""Known browsers and places, sealed cursors, read marks that count commits, and reports that keep evidence."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from hub.columns import Moment

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_person = sa.table("person", sa.column("id", sa.Uuid()), sa.column("cursor_key", sa.LargeBinary()))
_message = sa.table(
    "message",
    sa.column("id", sa.Uuid()),
    sa.column("thread_id", sa.Uuid()),
    sa.column("item_id", sa.Uuid()),
    sa.column("author_id", sa.Uuid()),
    sa.column("created", Moment()),
    sa.column("hidden", Moment()),
    sa.column("seq", sa.BigInteger()),
)
_item = sa.table("item", sa.column("id", sa.Uuid()), sa.column("owner_id", sa.Uuid()), sa.column("kind", sa.String()))
_event = sa.table("event", sa.column("id", sa.Uuid()), sa.column("kind", sa.String()), sa.column("subjects", JSON))
_event_topic = sa.table("event_topic", sa.column("topic", sa.String()), sa.column("seq", sa.BigInteger()), sa.column("event_id", sa.Uuid()))
_read_mark = sa.table(
    "read_mark",
    sa.column("person_id", sa.Uuid()),
    sa.column("thread_id", sa.Uuid()),
    sa.column("until", Moment()),
    sa.column("seq", sa.BigInteger()),
)
_report = sa.table(
    "report",
    sa.column("id", sa.Uuid()),
    sa.column("message_id", sa.Uuid()),
    sa.column("words", sa.Text()),
    sa.column("created", Moment()),
    sa.column("closed", Moment()),
    sa.column("author_id", sa.Uuid()),
    sa.column("owner_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("said", Moment()),
    sa.column("outcome", sa.String()),
)
_evidence = sa.table(
    "evidence",
    sa.column("report_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("words", sa.Text()),
    sa.column("until", Moment()),
)


def upgrade() -> None:
    _known()
    _cursors()
    _read_marks()
    _reports()


def _known() -> None:
    op.create_table(
        "known_place",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_known_place")),
    )
    op.create_index("ix_known_place_address", "known_place", ["address"])
    op.create_index("ix_known_place_until", "known_place", ["until"])
    op.create_table(
        "known_browser",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_known_browser_person_id_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_known_browser")),
    )
    op.create_index("ix_known_browser_person_id", "known_browser", ["person_id"])
    op.create_index("ix_known_browser_until", "known_browser", ["until"])
    # A tally is a moment now: what was counted in the last minutes is forgiven.
    op.execute(sa.text("DELETE FROM tally"))
    with op.batch_alter_table("tally") as tally:
        tally.drop_column("count")
    with op.batch_alter_table("invitation") as invitation:
        way = sa.Enum("paper", "mail", name="way", native_enum=False, create_constraint=True, length=20)
        invitation.add_column(sa.Column("way", way, nullable=False, server_default=sa.text("'paper'")))
    with op.batch_alter_table("sign_in_note") as note:
        note.drop_column("details")


def _cursors() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("cursor_key", sa.LargeBinary(length=16), nullable=True))
    bind = op.get_bind()
    for id_ in bind.scalars(sa.select(_person.c.id)).all():
        bind.execute(sa.update(_person).where(_person.c.id == id_).values(cursor_key=token_bytes(16)))
    with op.batch_alter_table("person") as person:
        person.alter_column("cursor_key", existing_type=sa.LargeBinary(length=16), nullable=False)


def _read_marks() -> None:
    """A message's number is the one of the event that told it; a mark's is that of the last message it had seen."""
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("seq", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    with op.batch_alter_table("read_mark") as mark:
        mark.add_column(sa.Column("seq", sa.BigInteger(), nullable=False, server_default=sa.text("0")))
    bind = op.get_bind()
    told = sa.select(_event.c.subjects, _event_topic.c.seq).join(_event_topic, _event_topic.c.event_id == _event.c.id)
    told = told.where(_event.c.kind == "message.added", _event_topic.c.topic.like("thread:%"))
    seqs = {UUID(subjects["message"]): seq for subjects, seq in bind.execute(told)}
    said: dict[UUID, list[tuple[datetime, int]]] = defaultdict(list)
    for id_, thread_id, created in bind.execute(sa.select(_message.c.id, _message.c.thread_id, _message.c.created)).all():
        said[thread_id].append((created, seqs.get(id_, 0)))
        bind.execute(sa.update(_message).where(_message.c.id == id_).values(seq=seqs.get(id_, 0)))
    for person_id, thread_id, until in bind.execute(sa.select(_read_mark.c.person_id, _read_mark.c.thread_id, _read_mark.c.until)).all():
        seen = max((seq for created, seq in said[thread_id] if created <= until), default=0)
        mine = (_read_mark.c.person_id == person_id, _read_mark.c.thread_id == thread_id)
        bind.execute(sa.update(_read_mark).where(*mine).values(seq=seen))
    with op.batch_alter_table("read_mark") as mark:
        mark.drop_column("until")


def _reports() -> None:
    op.create_table(
        "evidence",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_evidence_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "number", name=op.f("pk_evidence")),
    )
    op.create_table(
        "look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_look_person_id_person")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_look_report_id_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    op.create_index("ix_look_report_id", "look", ["report_id"])
    columns: list[sa.Column[Any]] = [
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("said", Moment(), nullable=True),
    ]
    with op.batch_alter_table("report") as report:
        for column in columns:
            report.add_column(column)
        outcome = sa.Enum("hidden", "stayed", name="outcome", native_enum=False, create_constraint=True, length=20)
        report.add_column(sa.Column("outcome", outcome, nullable=True))
    bind = op.get_bind()
    found = sa.select(_report, _message.c.author_id, _message.c.created, _message.c.hidden, _item.c.owner_id, _item.c.kind)
    found = found.join(_message, _message.c.id == _report.c.message_id).join(_item, _item.c.id == _message.c.item_id)
    found = found.with_only_columns(
        _report.c.id,
        _report.c.words,
        _report.c.closed,
        _message.c.author_id,
        _message.c.created,
        _message.c.hidden,
        _item.c.owner_id,
        _item.c.kind,
    )
    for id_, words, closed, author_id, said, hidden, owner_id, kind in bind.execute(found).all():
        became = ("hidden" if hidden else "stayed") if closed else None
        filled = {"author_id": author_id, "owner_id": owner_id, "kind": kind, "said": said, "outcome": became}
        bind.execute(sa.update(_report).where(_report.c.id == id_).values(**filled))
        bind.execute(sa.insert(_evidence).values(report_id=id_, number=1, words=words, until=None))
    with op.batch_alter_table("report") as report:
        for column in columns:
            report.alter_column(column.name, existing_type=column.type, nullable=False)
        report.create_foreign_key(op.f("fk_report_author_id_person"), "person", ["author_id"], ["id"])
        report.create_foreign_key(op.f("fk_report_owner_id_principal"), "principal", ["owner_id"], ["id"])
        report.drop_column("words")


def downgrade() -> None:
    with op.batch_alter_table("report") as report:
        report.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=sa.text("''")))
    bind = op.get_bind()
    for report_id, words in bind.execute(sa.select(_evidence.c.report_id, _evidence.c.words).order_by(_evidence.c.number)).all():
        bind.execute(sa.update(_report).where(_report.c.id == report_id).values(words=words))
    with op.batch_alter_table("report") as report:
        report.drop_constraint(op.f("fk_report_owner_id_principal"), type_="foreignkey")
        report.drop_constraint(op.f("fk_report_author_id_person"), type_="foreignkey")
        report.drop_constraint("outcome", type_="check")
        for name in ("outcome", "said", "kind", "owner_id", "author_id"):
            report.drop_column(name)
    op.drop_table("look")
    op.drop_table("evidence")
    with op.batch_alter_table("read_mark") as mark:
        mark.add_column(sa.Column("until", Moment(), nullable=False, server_default=sa.text("CURRENT_TIMESTAMP")))
    with op.batch_alter_table("read_mark") as mark:
        mark.drop_column("seq")
    with op.batch_alter_table("message") as message:
        message.drop_column("seq")
    with op.batch_alter_table("person") as person:
        person.drop_column("cursor_key")
    with op.batch_alter_table("sign_in_note") as note:
        note.add_column(sa.Column("details", JSON, nullable=False, server_default=sa.text("'{}'")))
    with op.batch_alter_table("invitation") as invitation:
        invitation.drop_constraint("way", type_="check")
        invitation.drop_column("way")
    with op.batch_alter_table("tally") as tally:
        tally.add_column(sa.Column("count", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.drop_table("known_browser")
    op.drop_table("known_place")
