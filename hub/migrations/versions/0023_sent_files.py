"""Files that are sent with a message."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | None = "0022"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("file") as file:
        file.add_column(sa.Column("message_id", sa.Uuid(), nullable=True))
        file.create_foreign_key(op.f("fk_file_message_id_message"), "message", ["message_id"], ["id"])
    op.create_index("ix_file_message_id_place", "file", ["message_id", "place"])


def downgrade() -> None:
    # What hung on a message hangs on nothing: its owner keeps it until it is swept.
    op.drop_index("ix_file_message_id_place", "file")
    with op.batch_alter_table("file") as file:
        file.drop_constraint(op.f("fk_file_message_id_message"), type_="foreignkey")
        file.drop_column("message_id")
