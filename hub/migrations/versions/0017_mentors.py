"""Mentors: with a project for days, after a check; and what they offer."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Json, Moment

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_PRINCIPALS = ("person", "school", "family", "teachers", "class", "team")


def upgrade() -> None:
    _only((*_PRINCIPALS, "mentors"))
    op.create_table(
        "mentorship",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("opens", Moment(), nullable=False),
        sa.Column("closes", Moment(), nullable=False),
        sa.Column("invited", Moment(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("approved", Moment(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("ended", Moment(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_mentorship_school_id_school")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_mentorship_project_id_project")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentorship_person_id_person")),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name=op.f("fk_mentorship_invited_by_person")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_mentorship_approved_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_mentorship_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentorship")),
    )
    for column in ("school_id", "project_id", "person_id"):
        op.create_index(f"ix_mentorship_{column}", "mentorship", [column])
    op.create_table(
        "background_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=120), nullable=False),
        sa.Column("identity", sa.String(length=120), nullable=False),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("expires", Moment(), nullable=False),
        sa.Column("recorded", Moment(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("replaced", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_background_check_person_id_person")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_background_check_recorded_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_background_check")),
    )
    op.create_index("ix_background_check_person_id", "background_check", ["person_id"])
    op.create_table(
        "offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("tags", Json(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("taken", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_offer_school_id_school")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_offer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
    )
    op.create_index("ix_offer_person_id", "offer", ["person_id"])
    op.create_index("ix_offer_school_id_created", "offer", ["school_id", "created"])


def downgrade() -> None:
    op.drop_table("offer")
    op.drop_table("background_check")
    op.drop_table("mentorship")
    mentors = "SELECT id FROM principal WHERE kind = 'mentors'"
    for table in ("message_grant", "item_grant"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE principal_id IN ({mentors})"))  # noqa: S608 - no text of anyone's
    op.execute(sa.text("DELETE FROM principal WHERE kind = 'mentors'"))
    _only(_PRINCIPALS)


def _only(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("principal", recreate="auto") as batch_op:
        batch_op.drop_constraint("kind", type_="check")
        batch_op.create_check_constraint("kind", sa.column("kind").in_(kinds))
