"""What teams ask their mentors: a question, with the minutes that it may take."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0022"
down_revision: str | None = "0021"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "mentor_ask",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("mentorship_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("asked", Moment(), nullable=False),
        sa.Column("declined", Moment(), nullable=True),
        sa.Column("taken_back", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["need_to_know.id"], name=op.f("fk_mentor_ask_question_id_need_to_know"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["mentorship_id"], ["mentorship.id"], name=op.f("fk_mentor_ask_mentorship_id_mentorship")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentor_ask_person_id_person")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_mentor_ask_asked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentor_ask")),
    )
    for column in ("question_id", "person_id"):
        op.create_index(f"ix_mentor_ask_{column}", "mentor_ask", [column])


def downgrade() -> None:
    notes = "DELETE FROM notification WHERE kind IN ('mentor.asked', 'mentor.declined')"
    op.execute(sa.text(notes))
    op.drop_table("mentor_ask")
