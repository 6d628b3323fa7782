"""A member of staff pauses somebody in a room for a while."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_DEEDS = ("hidden", "shown", "closed", "let_through")


def upgrade() -> None:
    op.create_table(
        "pause",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("room_id", sa.Uuid(), sa.ForeignKey("room.id"), nullable=False),
        sa.Column("team_id", sa.Uuid(), sa.ForeignKey("team.id"), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("by_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("ended", Moment(), nullable=True),
    )
    for column in ("room_id", "team_id", "person_id"):
        op.create_index(f"ix_pause_{column}", "pause", [column])
    _only((*_DEEDS, "paused", "pause_ended"))


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM deed WHERE kind IN ('paused', 'pause_ended')"))
    _only(_DEEDS)
    op.drop_table("pause")


def _only(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("deed", recreate="auto") as batch_op:
        batch_op.drop_constraint("kind", type_="check")
        batch_op.create_check_constraint("kind", sa.column("kind").in_(kinds))
