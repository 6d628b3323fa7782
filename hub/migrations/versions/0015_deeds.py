"""What staff do about what was reported is written down."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    kind = sa.Enum("hidden", "shown", "closed", name="kind", native_enum=False, create_constraint=True, length=20)
    op.create_table(
        "deed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_deed_school_id_school")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_deed_by_id_person")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_deed_message_id_message")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_deed_item_id_item")),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_deed_about_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
    )
    for name in ("school_id", "message_id", "item_id", "about_id"):
        op.create_index(f"ix_deed_{name}", "deed", [name])


def downgrade() -> None:
    op.drop_table("deed")
