"""Codes with which students join a team."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "team_code",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=11), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_code_team_id_team")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_team_code_made_by_person")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_code")),
        sa.UniqueConstraint("code", name=op.f("uq_team_code_code")),
    )
    op.create_index("ix_team_code_made_by", "team_code", ["made_by"])


def downgrade() -> None:
    op.drop_table("team_code")
