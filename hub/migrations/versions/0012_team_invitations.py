"""Invitations into a team."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("answered", Moment(), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_invitation_team_id_team")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_invitation_person_id_person")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_team_invitation_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitation")),
    )
    for name in ("team_id", "person_id", "by_id"):
        op.create_index(f"ix_team_invitation_{name}", "team_invitation", [name])


def downgrade() -> None:
    op.drop_table("team_invitation")
