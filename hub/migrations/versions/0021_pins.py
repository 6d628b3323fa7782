"""Messages that are pinned above the talk of their room."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0021"
down_revision: str | None = "0020"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "message_pin",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_pin_message_id_message")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_message_pin_item_id_item")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_pin_person_id_person")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_message_pin")),
    )
    op.create_index(op.f("ix_message_pin_item_id"), "message_pin", ["item_id"])
    op.create_index(op.f("ix_message_pin_person_id"), "message_pin", ["person_id"])


def downgrade() -> None:
    op.drop_table("message_pin")
