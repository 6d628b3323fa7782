"""Cursors are sealed once for all who hear an event: under a key of the school, no longer of each person."""

from collections.abc import Sequence
from secrets import token_bytes

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_school = sa.table("school", sa.column("id", sa.Uuid()), sa.column("cursor_key", sa.LargeBinary()))


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.alter_column("cursor_key", new_column_name="letter_key")
    op.add_column("school", sa.Column("cursor_key", sa.LargeBinary(length=16), nullable=True))
    bind = op.get_bind()
    for id_ in bind.scalars(sa.select(_school.c.id)).all():
        bind.execute(sa.update(_school).where(_school.c.id == id_).values(cursor_key=token_bytes(16)))
    with op.batch_alter_table("school") as school:
        school.alter_column("cursor_key", existing_type=sa.LargeBinary(length=16), nullable=False)


def downgrade() -> None:
    op.drop_column("school", "cursor_key")
    with op.batch_alter_table("person") as person:
        person.alter_column("letter_key", new_column_name="cursor_key")
