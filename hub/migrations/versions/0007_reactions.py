"""Reactions: one of five signs that somebody gives a message."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "message_reaction",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "sign",
            sa.Enum("like", "heart", "thanks", "helps", "question", name="sign", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("by_guardian", sa.Boolean(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_reaction_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_reaction_person_id_person")),
        sa.PrimaryKeyConstraint("message_id", "person_id", "sign", name=op.f("pk_message_reaction")),
    )
    op.create_index("ix_message_reaction_person_id", "message_reaction", ["person_id"])


def downgrade() -> None:
    op.drop_table("message_reaction")
