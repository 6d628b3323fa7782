"""Messages that wait until a member of staff has looked."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Json, Moment

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_DEEDS = ("hidden", "shown", "closed")


def upgrade() -> None:
    op.add_column("message", sa.Column("held", Moment(), nullable=True))
    op.add_column("message", sa.Column("held_from", Json(), nullable=True))
    op.create_index("ix_message_held", "message", ["held"])
    _only((*_DEEDS, "let_through"))


def downgrade() -> None:
    # What nobody let through stays with its author and staff, as it was.
    op.execute(sa.text("DELETE FROM deed WHERE kind = 'let_through'"))
    _only(_DEEDS)
    op.drop_index("ix_message_held", "message")
    op.drop_column("message", "held_from")
    op.drop_column("message", "held")


def _only(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("deed", recreate="auto") as batch_op:
        batch_op.drop_constraint("kind", type_="check")
        batch_op.create_check_constraint("kind", sa.column("kind").in_(kinds))
