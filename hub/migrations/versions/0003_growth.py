"""Goals, artifacts with versions, requests and responses, forms, rubrics, notifications, large uploads."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from hub.columns import Moment
from hub.words import opening

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "rhythm",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("at_once", "daily", "weekly", "never", name="kind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rhythm_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_rhythm")),
    )
    op.create_table(
        "rubric",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_rubric_author_id_person")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_rubric_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric")),
    )
    with op.batch_alter_table("rubric", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rubric_school_id"), ["school_id"], unique=False)

    op.create_table(
        "artifact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["item.id"], name=op.f("fk_artifact_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact")),
    )
    op.create_table(
        "feedback_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("withdrawn", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["asker_id"], ["person.id"], name=op.f("fk_feedback_request_asker_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_feedback_request_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_feedback_request_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_request")),
    )
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feedback_request_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_feedback_request_school_id"), ["school_id"], unique=False)

    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("obstacle", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("criteria", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column(
            "progress",
            sa.Enum("growing", "reached", "changed", "let_go", name="progress", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.Column("help_since", Moment(), nullable=True),
        sa.Column("help_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["item.id"], name=op.f("fk_goal_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_table(
        "item_link",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("evidence", "led_to", "about", "supports", name="kind", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["item.id"], name=op.f("fk_item_link_source_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["target_id"], ["item.id"], name=op.f("fk_item_link_target_id_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "target_id", "kind", name=op.f("pk_item_link")),
    )
    with op.batch_alter_table("item_link", schema=None) as batch_op:
        batch_op.create_index("ix_item_link_target_id", ["target_id"], unique=False)

    op.create_table(
        "item_tag",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_tag_item_id_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "tag", name=op.f("pk_item_tag")),
    )
    with op.batch_alter_table("item_tag", schema=None) as batch_op:
        batch_op.create_index("ix_item_tag_tag", ["tag"], unique=False)

    op.create_table(
        "rubric_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("criteria", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name=op.f("fk_rubric_version_rubric_id_rubric")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_version")),
        sa.UniqueConstraint("rubric_id", "number", name=op.f("uq_rubric_version_rubric_id_number")),
    )
    op.create_table(
        "artifact_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("artifact_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "medium",
            sa.Enum("photo", "pdf", "audio", "video", "text", "link", name="medium", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=2000), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["artifact_id"], ["artifact.id"], name=op.f("fk_artifact_version_artifact_id_artifact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact_version")),
        sa.UniqueConstraint("artifact_id", "number", name=op.f("uq_artifact_version_artifact_id_number")),
    )
    op.create_table(
        "artifact_edition",
        sa.Column("artifact_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["artifact_id"], ["artifact.id"], name=op.f("fk_artifact_edition_artifact_id_artifact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("artifact_id", "number", name=op.f("pk_artifact_edition")),
    )
    op.create_table(
        "check_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("confidence", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_check_in_goal_id_goal"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
    )
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.create_index("ix_check_in_goal_id_at", ["goal_id", "at"], unique=False)

    op.create_table(
        "goal_version",
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_goal_version_goal_id_goal"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("goal_id", "number", name=op.f("pk_goal_version")),
    )
    op.create_table(
        "step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done", Moment(), nullable=True),
        sa.Column("taken", Moment(), nullable=True),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["goal.id"], name=op.f("fk_step_goal_id_goal"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step")),
    )
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.create_index("ix_step_goal_id_place", ["goal_id", "place"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("touched", Moment(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["file.id"], name=op.f("fk_upload_file_id_file"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_upload_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "asked",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("reminded", Moment(), nullable=True),
        sa.Column("answered", Moment(), nullable=True),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("thanked", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_asked_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_person_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["feedback_request.id"], name=op.f("fk_asked_request_id_feedback_request"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_asked")),
    )
    with op.batch_alter_table("asked", schema=None) as batch_op:
        batch_op.create_index("ix_asked_message_id", ["message_id"], unique=False)
        batch_op.create_index("ix_asked_person_id_answered", ["person_id", "answered"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("seen", Moment(), nullable=True),
        sa.Column("mailed", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_notification_actor_id_person")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_notification_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_notification_message_id_message")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notification_person_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["feedback_request.id"], name=op.f("fk_notification_request_id_feedback_request"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notification_item_id"), ["item_id"], unique=False)
        batch_op.create_index("ix_notification_mailed", ["mailed"], unique=False)
        batch_op.create_index("ix_notification_person_id_created", ["person_id", "created"], unique=False)
        batch_op.create_index("ix_notification_person_id_seen", ["person_id", "seen"], unique=False)
        batch_op.create_index(batch_op.f("ix_notification_request_id"), ["request_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("adopted", "adapted", "declined", name="outcome", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("created", Moment(), nullable=False),
        sa.Column("changed", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_response_item_id_item")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_response_message_id_message")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_response")),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_item_id"), ["item_id"], unique=False)

    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("'1'")))
        batch_op.add_column(
            sa.Column(
                "medium",
                sa.Enum("photo", "pdf", "audio", "video", name="medium", native_enum=False, create_constraint=True, length=20),
                nullable=False,
                server_default=sa.text("'photo'"),
            )
        )
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum("ready", "preparing", "broken", name="state", native_enum=False, create_constraint=True, length=20),
                nullable=False,
                server_default=sa.text("'ready'"),
            )
        )
        batch_op.add_column(sa.Column("name", sa.String(length=200), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=False, server_default=sa.text("''")))
        batch_op.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("seconds", sa.Double(), nullable=True))
        batch_op.alter_column("size", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False)
        batch_op.create_index("ix_file_owner_id_digest", ["owner_id", "digest"], unique=False)

    with op.batch_alter_table("item", recreate="auto") as batch_op:
        batch_op.drop_constraint("kind", type_="check")
        batch_op.create_check_constraint("kind", sa.column("kind").in_(("reflection", "goal", "artifact")))
        batch_op.add_column(sa.Column("opening", sa.String(length=300), nullable=False, server_default=sa.text("''")))

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "form",
                sa.Enum("free", "tag", "stars", "rubric", name="form", native_enum=False, create_constraint=True, length=20),
                nullable=False,
                server_default=sa.text("'free'"),
            )
        )
        batch_op.add_column(
            sa.Column("parts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default=sa.text("'{}'"))
        )
        batch_op.add_column(sa.Column("rubric_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("waited_since", Moment(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_message_rubric_id_rubric_version"), "rubric_version", ["rubric_id"], ["id"])

    with op.batch_alter_table("message_version", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("parts", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False, server_default=sa.text("'{}'"))
        )

    _openings()


def _openings() -> None:
    """How each reflection's words begin, as lists show it."""
    bind = op.get_bind()
    answers = sa.table("reflection", sa.column("id", sa.Uuid()), sa.column("answers", _JSON))
    item = sa.table("item", sa.column("id", sa.Uuid()), sa.column("opening", sa.String()))
    for id_, given in bind.execute(sa.select(answers.c.id, answers.c.answers)).all():
        words = opening(next(iter(given.values()), ""), 220)
        bind.execute(sa.update(item).where(item.c.id == id_).values(opening=words))


def downgrade() -> None:
    with op.batch_alter_table("message_version", schema=None) as batch_op:
        batch_op.drop_column("parts")

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_message_rubric_id_rubric_version"), type_="foreignkey")
        batch_op.drop_column("waited_since")
        batch_op.drop_column("rubric_id")
        batch_op.drop_column("parts")
        batch_op.drop_constraint("form", type_="check")
        batch_op.drop_column("form")

    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_item_id"))

    op.drop_table("response")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notification_request_id"))
        batch_op.drop_index("ix_notification_person_id_seen")
        batch_op.drop_index("ix_notification_person_id_created")
        batch_op.drop_index("ix_notification_mailed")
        batch_op.drop_index(batch_op.f("ix_notification_item_id"))

    op.drop_table("notification")
    with op.batch_alter_table("asked", schema=None) as batch_op:
        batch_op.drop_index("ix_asked_person_id_answered")
        batch_op.drop_index("ix_asked_message_id")

    op.drop_table("asked")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_owner_id"))

    op.drop_table("upload")
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_index("ix_step_goal_id_place")

    op.drop_table("step")
    op.drop_table("goal_version")
    with op.batch_alter_table("check_in", schema=None) as batch_op:
        batch_op.drop_index("ix_check_in_goal_id_at")

    op.drop_table("check_in")
    op.drop_table("artifact_edition")
    op.drop_table("artifact_version")
    op.drop_table("rubric_version")
    with op.batch_alter_table("item_tag", schema=None) as batch_op:
        batch_op.drop_index("ix_item_tag_tag")

    op.drop_table("item_tag")
    with op.batch_alter_table("item_link", schema=None) as batch_op:
        batch_op.drop_index("ix_item_link_target_id")

    op.drop_table("item_link")
    op.drop_table("goal")
    with op.batch_alter_table("feedback_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feedback_request_school_id"))
        batch_op.drop_index(batch_op.f("ix_feedback_request_item_id"))

    op.drop_table("feedback_request")
    op.drop_table("artifact")
    with op.batch_alter_table("rubric", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rubric_school_id"))

    op.drop_table("rubric")
    op.drop_table("rhythm")
    _forget_new_kinds()
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_constraint("kind", type_="check")
        batch_op.create_check_constraint("kind", sa.column("kind").in_(("reflection",)))
        batch_op.drop_column("opening")

    with op.batch_alter_table("file", schema=None) as batch_op:
        batch_op.alter_column("size", existing_type=sa.BigInteger(), type_=sa.Integer(), existing_nullable=False)
        batch_op.drop_index("ix_file_owner_id_digest")
        batch_op.drop_column("seconds")
        batch_op.drop_column("pages")
        batch_op.drop_column("digest")
        batch_op.drop_column("name")
        batch_op.drop_constraint("state", type_="check")
        batch_op.drop_column("state")
        batch_op.drop_constraint("medium", type_="check")
        batch_op.drop_column("medium")
        batch_op.drop_column("version")


def _forget_new_kinds() -> None:
    """The tables of before know reflections alone: what else was made, and said about it, goes."""
    new = "SELECT id FROM item WHERE kind <> 'reflection'"
    said = f"SELECT id FROM message WHERE item_id IN ({new})"  # noqa: S608 - no text of anyone's
    reported = f"SELECT id FROM report WHERE message_id IN ({said})"  # noqa: S608 - as above
    for table, which in (
        ("evidence", f"report_id IN ({reported})"),
        ("look", f"report_id IN ({reported})"),
        ("report", f"message_id IN ({said})"),
        ("message_version", f"message_id IN ({said})"),
        ("message_grant", f"message_id IN ({said})"),
        ("read_mark", f"thread_id IN (SELECT id FROM thread WHERE item_id IN ({new}))"),  # noqa: S608 - as above
    ):
        op.execute(sa.text(f"DELETE FROM {table} WHERE {which}"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE message SET reply_to_id = NULL WHERE item_id IN ({new})"))  # noqa: S608 - as above
    for table in ("message", "thread", "item_grant"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE item_id IN ({new})"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE file SET item_id = NULL WHERE item_id IN ({new}) OR medium <> 'photo'"))  # noqa: S608 - as above
    op.execute(sa.text("DELETE FROM rendition WHERE file_id IN (SELECT id FROM file WHERE medium <> 'photo')"))
    op.execute(sa.text("DELETE FROM file WHERE medium <> 'photo'"))
    op.execute(sa.text("DELETE FROM item WHERE kind <> 'reflection'"))
