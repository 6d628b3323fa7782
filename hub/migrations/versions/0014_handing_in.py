"""What teams make and hand in, and the private addresses of calendars."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("artifact", sa.Column("milestone_id", sa.Uuid(), nullable=True))
    op.add_column("artifact", sa.Column("handed_in", Moment(), nullable=True))
    with op.batch_alter_table("artifact_version", recreate="auto") as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_artifact_version_author_id_person"), "person", ["author_id"], ["id"])
    op.create_index("ix_artifact_version_author_id", "artifact_version", ["author_id"])
    op.create_table(
        "hand_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("milestone_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("artifact_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("taken_back", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_hand_in_milestone_id_milestone")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_hand_in_team_id_team")),
        sa.ForeignKeyConstraint(["artifact_id"], ["artifact.id"], name=op.f("fk_hand_in_artifact_id_artifact")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hand_in_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_in")),
    )
    op.create_index("ix_hand_in_milestone_id", "hand_in", ["milestone_id"])
    op.create_index("ix_hand_in_artifact_id", "hand_in", ["artifact_id"])
    op.create_index("ix_hand_in_person_id", "hand_in", ["person_id"])
    op.create_index("ix_hand_in_team_id_milestone_id", "hand_in", ["team_id", "milestone_id"])
    op.create_table(
        "calendar_key",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_key_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_calendar_key_key_hash")),
    )


def downgrade() -> None:
    _forget_work_of_teams()
    op.drop_table("calendar_key")
    op.drop_table("hand_in")
    op.drop_index("ix_artifact_version_author_id", "artifact_version")
    with op.batch_alter_table("artifact_version", recreate="auto") as batch_op:
        batch_op.drop_constraint(op.f("fk_artifact_version_author_id_person"), type_="foreignkey")
        batch_op.drop_column("author_id")
    with op.batch_alter_table("artifact", recreate="auto") as batch_op:
        batch_op.drop_column("handed_in")
        batch_op.drop_column("milestone_id")


def _forget_work_of_teams() -> None:
    """The tables of before know work of people alone: what teams own goes, with what was said about it.

    SQLite doesn't look whom a row points at while tables are made anew: what hangs on what goes is named here, one table after the other.
    """
    ours = "SELECT id FROM item WHERE kind = 'artifact' AND owner_id IN (SELECT id FROM team)"
    said = f"SELECT id FROM message WHERE item_id IN ({ours})"  # noqa: S608 - no text of anyone's
    reported = f"SELECT id FROM report WHERE message_id IN ({said})"  # noqa: S608 - as above
    for table, which in (
        ("hand_in", "1 = 1"),
        ("evidence", f"report_id IN ({reported})"),
        ("look", f"report_id IN ({reported})"),
        ("report", f"message_id IN ({said})"),
        ("response", f"item_id IN ({ours})"),
        ("notification", f"item_id IN ({ours})"),
        ("asked", f"request_id IN (SELECT id FROM feedback_request WHERE item_id IN ({ours}))"),  # noqa: S608 - as above
        ("feedback_request", f"item_id IN ({ours})"),
        ("item_link", f"source_id IN ({ours}) OR target_id IN ({ours})"),
        ("item_tag", f"item_id IN ({ours})"),
        ("message_reaction", f"message_id IN ({said})"),
        ("message_version", f"message_id IN ({said})"),
        ("message_grant", f"message_id IN ({said})"),
        ("read_mark", f"thread_id IN (SELECT id FROM thread WHERE item_id IN ({ours}))"),  # noqa: S608 - as above
        ("artifact_edition", f"artifact_id IN ({ours})"),
        ("artifact_version", f"artifact_id IN ({ours})"),
    ):
        op.execute(sa.text(f"DELETE FROM {table} WHERE {which}"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE message SET reply_to_id = NULL WHERE item_id IN ({ours})"))  # noqa: S608 - as above
    for table in ("message", "thread", "item_grant"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE item_id IN ({ours})"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE file SET item_id = NULL WHERE item_id IN ({ours})"))  # noqa: S608 - as above
    op.execute(sa.text(f"DELETE FROM artifact WHERE id IN ({ours})"))  # noqa: S608 - as above
    op.execute(sa.text("DELETE FROM item WHERE kind = 'artifact' AND owner_id IN (SELECT id FROM team)"))
