"""What one has not read of a thread is found by its number, however long the thread is."""

from collections.abc import Sequence

from alembic import op

revision: str = "0026"
down_revision: str | None = "0025"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_index("ix_message_thread_id_seq", "message", ["thread_id", "seq"])
    op.drop_index("ix_message_thread_id_created", "message")


def downgrade() -> None:
    op.create_index("ix_message_thread_id_created", "message", ["thread_id", "created"])
    op.drop_index("ix_message_thread_id_seq", "message")
