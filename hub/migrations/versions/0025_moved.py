"""When a card came into its column, and who moved it there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0025"
down_revision: str | None = "0024"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # Of cards that stand there already nobody knows.
    with op.batch_alter_table("task") as task:
        task.add_column(sa.Column("moved", Moment(), nullable=True))
        task.add_column(sa.Column("moved_by", sa.Uuid(), nullable=True))
        task.create_foreign_key(op.f("fk_task_moved_by_person"), "person", ["moved_by"], ["id"])
    op.create_index("ix_task_moved_by", "task", ["moved_by"])


def downgrade() -> None:
    op.drop_index("ix_task_moved_by", "task")
    with op.batch_alter_table("task") as task:
        task.drop_constraint(op.f("fk_task_moved_by_person"), type_="foreignkey")
        task.drop_column("moved_by")
        task.drop_column("moved")
