"""A team's board: what is to be done, by whom and by when."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "column",
            sa.Enum("todo", "doing", "review", "done", name="column", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("milestone_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("done", Moment(), nullable=True),
        sa.Column("taken", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_task_school_id_school")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_task_team_id_team")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_task_owner_id_person")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_task_milestone_id_milestone"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_task_made_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    for column in ("school_id", "owner_id", "milestone_id", "made_by"):
        op.create_index(f"ix_task_{column}", "task", [column])
    op.create_index("ix_task_team_id_column_place", "task", ["team_id", "column", "place"])


def downgrade() -> None:
    op.drop_table("task")
