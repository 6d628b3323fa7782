"""A part of a thread is read by its place, however long the thread is."""

from collections.abc import Sequence

from alembic import op

revision: str = "0024"
down_revision: str | None = "0023"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_message_moment", "message", ["item_id", "created", "id"])
    op.drop_index("ix_message_item_id", "message")


def downgrade() -> None:
    op.create_index("ix_message_item_id", "message", ["item_id"])
    op.drop_index("ix_message_moment", "message")
