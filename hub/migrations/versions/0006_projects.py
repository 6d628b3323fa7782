"""Projects with their milestones, and classes that things can be shared with."""

from collections.abc import Sequence
from uuid import uuid4

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from hub.columns import Moment

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_KINDS = ("reflection", "goal", "artifact")
_PRINCIPALS = ("person", "school", "family", "teachers")
_class = sa.table("class", sa.column("id", sa.Uuid()), sa.column("school_id", sa.Uuid()))
_principal = sa.table(
    "principal",
    sa.column("id", sa.Uuid()),
    sa.column("school_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("subject_id", sa.Uuid()),
)


def upgrade() -> None:
    _only("item", (*_KINDS, "project"))
    _only("principal", (*_PRINCIPALS, "class"))
    op.create_table(
        "project",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("driving_question", sa.String(length=300), nullable=False),
        sa.Column("entry_event", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("aims", _JSON, nullable=False),
        sa.Column("skills", _JSON, nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("product_for", sa.String(length=300), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("design", _JSON, nullable=False),
        sa.Column(
            "stage",
            sa.Enum("draft", "active", "exhibition", "archived", name="stage", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("copied_from", sa.Uuid(), nullable=True),
        sa.Column("credit", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["item.id"], name=op.f("fk_project_id_item")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_project_proposed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
    )
    op.create_table(
        "project_version",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", _JSON, nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_version_project_id_project"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("project_id", "number", name=op.f("pk_project_version")),
    )
    op.create_table(
        "milestone",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("key_question", sa.String(length=300), nullable=False),
        sa.Column("product", sa.String(length=300), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("taken", Moment(), nullable=True),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_milestone_project_id_project"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
    )
    op.create_index("ix_milestone_project_id_place", "milestone", ["project_id", "place"])
    _principals_of_classes()


def downgrade() -> None:
    _forget_projects()
    op.drop_table("milestone")
    op.drop_table("project_version")
    op.drop_table("project")
    _only("principal", _PRINCIPALS)
    _only("item", _KINDS)


def _only(table: str, kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table(table, recreate="auto") as batch_op:
        batch_op.drop_constraint("kind", type_="check")
        batch_op.create_check_constraint("kind", sa.column("kind").in_(kinds))


def _principals_of_classes() -> None:
    bind = op.get_bind()
    rows = [
        {"id": uuid4(), "school_id": school, "kind": "class", "subject_id": class_}
        for class_, school in bind.execute(sa.select(_class.c.id, _class.c.school_id))
    ]
    if rows:
        op.bulk_insert(_principal, rows)


def _forget_projects() -> None:
    """The tables of before know neither projects nor classes as readers: the ones go with what was said about them, the others' grants.

    SQLite doesn't look whom a row points at while tables are made anew: what hangs on what goes is named here, one table after the other.
    """
    new = "SELECT id FROM item WHERE kind = 'project'"
    said = f"SELECT id FROM message WHERE item_id IN ({new})"  # noqa: S608 - no text of anyone's
    reported = f"SELECT id FROM report WHERE message_id IN ({said})"  # noqa: S608 - as above
    classes = "SELECT id FROM principal WHERE kind = 'class'"
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
        ("message_version", f"message_id IN ({said})"),
        ("message_grant", f"message_id IN ({said}) OR principal_id IN ({classes})"),
        ("read_mark", f"thread_id IN (SELECT id FROM thread WHERE item_id IN ({new}))"),  # noqa: S608 - as above
    ):
        op.execute(sa.text(f"DELETE FROM {table} WHERE {which}"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE message SET reply_to_id = NULL WHERE item_id IN ({new})"))  # noqa: S608 - as above
    for table in ("message", "thread", "item_grant"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE item_id IN ({new})"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE file SET item_id = NULL WHERE item_id IN ({new})"))  # noqa: S608 - as above
    op.execute(sa.text(f"DELETE FROM item_grant WHERE principal_id IN ({classes})"))  # noqa: S608 - as above
    op.execute(sa.text("DELETE FROM milestone"))
    op.execute(sa.text("DELETE FROM project_version"))
    op.execute(sa.text("DELETE FROM project"))
    op.execute(sa.text("DELETE FROM item WHERE kind = 'project'"))
    op.execute(sa.text("DELETE FROM principal WHERE kind = 'class'"))
