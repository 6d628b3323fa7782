"""In which words a piece of writing was sent: another window's other words are not taken for them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # What was sent before has no words: it stands as what a program has named.
    with op.batch_alter_table("sent", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest", sa.String(length=32), nullable=False, server_default=""))
        batch_op.drop_constraint("pk_sent", type_="primary")
        batch_op.create_primary_key("pk_sent", ["person_id", "key", "digest"])
    with op.batch_alter_table("sent", schema=None) as batch_op:
        batch_op.alter_column("digest", server_default=None)


def downgrade() -> None:
    # One row of each piece: that of its last words. What was thrown away would count as sent.
    op.execute("DELETE FROM sent WHERE act = 'throw_away'")
    op.execute(
        "DELETE FROM sent WHERE EXISTS (SELECT 1 FROM sent AS later WHERE later.person_id = sent.person_id AND later.key = sent.key"
        " AND (later.at > sent.at OR later.at = sent.at AND later.digest > sent.digest))"
    )
    with op.batch_alter_table("sent", schema=None) as batch_op:
        batch_op.drop_constraint("pk_sent", type_="primary")
        batch_op.create_primary_key("pk_sent", ["person_id", "key"])
        batch_op.drop_column("digest")
