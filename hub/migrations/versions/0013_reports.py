"""Staff are asked to look at items and after people, too, and what is wrong is chosen."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_MATTERS = ("unkind", "unsafe", "contact", "not_theirs", "worried", "other")


def upgrade() -> None:
    matter = sa.Enum(*_MATTERS, name="matter", native_enum=False, create_constraint=True, length=20)
    with op.batch_alter_table("report", recreate="auto") as report:
        report.alter_column("message_id", existing_type=sa.Uuid(), nullable=True)
        report.add_column(sa.Column("item_id", sa.Uuid(), nullable=True))
        report.add_column(sa.Column("matter", matter, nullable=False, server_default="other"))
        report.create_foreign_key(op.f("fk_report_item_id_item"), "item", ["item_id"], ["id"])
    op.create_index("ix_report_item_id", "report", ["item_id"])
    with op.batch_alter_table("report", recreate="auto") as report:
        report.alter_column("matter", existing_type=matter, server_default=None)


def downgrade() -> None:
    other = "SELECT id FROM report WHERE message_id IS NULL"
    for table in ("evidence", "look"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE report_id IN ({other})"))  # noqa: S608 - no text of anyone's
    op.execute(sa.text("DELETE FROM report WHERE message_id IS NULL"))
    op.drop_index("ix_report_item_id", "report")
    with op.batch_alter_table("report", recreate="auto") as report:
        report.drop_constraint("matter", type_="check")
        report.drop_constraint(op.f("fk_report_item_id_item"), type_="foreignkey")
        report.drop_column("matter")
        report.drop_column("item_id")
        report.alter_column("message_id", existing_type=sa.Uuid(), nullable=False)
