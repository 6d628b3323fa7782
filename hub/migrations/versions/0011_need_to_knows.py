"""What teams need to know."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from hub.columns import Moment

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_KINDS = ("reflection", "goal", "artifact", "project", "room")


def upgrade() -> None:
    _only((*_KINDS, "need_to_know"))
    op.add_column("room", sa.Column("revealed", Moment(), nullable=True))
    op.create_table(
        "need_to_know",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("open", "investigating", "answered", "reopened", name="stage", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("since", Moment(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=500), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("picked", Moment(), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["item.id"], name=op.f("fk_need_to_know_id_item")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_need_to_know_project_id_project")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_need_to_know_team_id_team")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_need_to_know_author_id_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_need_to_know_by_id_person")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["need_to_know.id"], name=op.f("fk_need_to_know_merged_into_id_need_to_know")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_to_know")),
    )
    op.create_index("ix_need_to_know_project_id", "need_to_know", ["project_id"])
    op.create_index("ix_need_to_know_team_id", "need_to_know", ["team_id"])
    op.create_index("ix_need_to_know_author_id", "need_to_know", ["author_id"])
    op.create_index("ix_need_to_know_merged_into_id", "need_to_know", ["merged_into_id"])
    op.create_table(
        "need_to_know_version",
        sa.Column("need_to_know_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", _JSON, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_to_know_id"],
            ["need_to_know.id"],
            name=op.f("fk_need_to_know_version_need_to_know_id_need_to_know"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_need_to_know_version_by_id_person")),
        sa.PrimaryKeyConstraint("need_to_know_id", "number", name=op.f("pk_need_to_know_version")),
    )
    op.create_index("ix_need_to_know_version_by_id", "need_to_know_version", ["by_id"])


def downgrade() -> None:
    _forget()
    op.drop_table("need_to_know_version")
    op.drop_table("need_to_know")
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_column("revealed")
    _only(_KINDS)


def _only(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("item", recreate="auto") as batch_op:
        batch_op.drop_constraint("kind", type_="check")
        batch_op.create_check_constraint("kind", sa.column("kind").in_(kinds))


def _forget() -> None:
    """The tables of before know no need-to-knows: they go with what was said about them.

    SQLite doesn't look whom a row points at while tables are made anew: what hangs on what goes is named here, one table after the other.
    """
    new = "SELECT id FROM item WHERE kind = 'need_to_know'"
    said = f"SELECT id FROM message WHERE item_id IN ({new})"  # noqa: S608 - no text of anyone's
    reported = f"SELECT id FROM report WHERE message_id IN ({said})"  # noqa: S608 - as above
    for table, which in (
        ("evidence", f"report_id IN ({reported})"),
        ("look", f"report_id IN ({reported})"),
        ("report", f"message_id IN ({said})"),
        ("response", f"item_id IN ({new})"),
        ("notification", f"item_id IN ({new})"),
        ("asked", f"request_id IN (SELECT id FROM feedback_request WHERE item_id IN ({new}))"),  # noqa: S608 - as above
        ("feedback_request", f"item_id IN ({new})"),
        ("item_link", f"source_id IN ({new}) OR target_id IN ({new})"),
        ("item_tag", f"item_id IN ({new})"),
        ("message_reaction", f"message_id IN ({said})"),
        ("message_version", f"message_id IN ({said})"),
        ("message_grant", f"message_id IN ({said})"),
        ("read_mark", f"thread_id IN (SELECT id FROM thread WHERE item_id IN ({new}))"),  # noqa: S608 - as above
    ):
        op.execute(sa.text(f"DELETE FROM {table} WHERE {which}"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE message SET reply_to_id = NULL WHERE item_id IN ({new})"))  # noqa: S608 - as above
    for table in ("message", "thread", "item_grant"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE item_id IN ({new})"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE file SET item_id = NULL WHERE item_id IN ({new})"))  # noqa: S608 - as above
    op.execute(sa.text("DELETE FROM need_to_know_version"))
    op.execute(sa.text("UPDATE need_to_know SET merged_into_id = NULL"))
    op.execute(sa.text("DELETE FROM need_to_know"))
    op.execute(sa.text("DELETE FROM item WHERE kind = 'need_to_know'"))
