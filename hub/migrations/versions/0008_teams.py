"""Teams, each with its room."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from hub.columns import Moment

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None
_KINDS = ("reflection", "goal", "artifact", "project")
_PRINCIPALS = ("person", "school", "family", "teachers", "class")


def upgrade() -> None:
    _only("item", (*_KINDS, "room"))
    _only("principal", (*_PRINCIPALS, "team"))
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("created", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["principal.id"], name=op.f("fk_team_id_principal")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_team_school_id_school")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_team_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index("ix_team_school_id", "team", ["school_id"])
    op.create_index("ix_team_project_id", "team", ["project_id"])
    op.create_table(
        "team_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("ended", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id_team")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_member_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_person_id", "team_member", ["person_id"])
    standing = sa.text("ended IS NULL")
    op.create_index(
        "ux_team_member_once", "team_member", ["team_id", "person_id"], unique=True, sqlite_where=standing, postgresql_where=standing
    )
    op.create_table(
        "contract",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_contract_team_id_team")),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_contract_author_id_person")),
        sa.PrimaryKeyConstraint("team_id", "number", name=op.f("pk_contract")),
    )
    op.create_index("ix_contract_author_id", "contract", ["author_id"])
    op.create_table(
        "signature",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("signed", Moment(), nullable=False),
        sa.Column("taken_back", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id", "number"], ["contract.team_id", "contract.number"], name=op.f("fk_signature_team_id_number_contract")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signature_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
    )
    op.create_index("ix_signature_person_id", "signature", ["person_id"])
    op.create_index("ix_signature_team_id_number", "signature", ["team_id", "number"])
    op.create_table(
        "room",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["item.id"], name=op.f("fk_room_id_item")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_room_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("team_id", name=op.f("uq_room_team_id")),
    )


def downgrade() -> None:
    _forget_teams()
    op.drop_table("room")
    op.drop_table("signature")
    op.drop_table("contract")
    op.drop_table("team_member")
    op.drop_table("team")
    op.execute(sa.text("DELETE FROM principal WHERE kind = 'team'"))
    _only("principal", _PRINCIPALS)
    _only("item", _KINDS)


def _only(table: str, kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table(table, recreate="auto") as batch_op:
        batch_op.drop_constraint("kind", type_="check")
        batch_op.create_check_constraint("kind", sa.column("kind").in_(kinds))


def _forget_teams() -> None:
    """The tables of before know neither rooms nor teams: the ones go with what was said in them, the others with their grants.

    SQLite doesn't look whom a row points at while tables are made anew: what hangs on what goes is named here, one table after the other.
    """
    new = "SELECT id FROM item WHERE kind = 'room'"
    said = f"SELECT id FROM message WHERE item_id IN ({new})"  # noqa: S608 - no text of anyone's
    reported = f"SELECT id FROM report WHERE message_id IN ({said})"  # noqa: S608 - as above
    teams = "SELECT id FROM principal WHERE kind = 'team'"
    for table, which in (
        ("evidence", f"report_id IN ({reported})"),
        ("look", f"report_id IN ({reported})"),
        ("report", f"message_id IN ({said})"),
        ("response", f"item_id IN ({new})"),
        ("notification", f"item_id IN ({new})"),
        ("asked", f"request_id IN (SELECT id FROM feedback_request WHERE item_id IN ({new}))"),  # noqa: S608 - as above
        ("feedback_request", f"item_id IN ({new})"),
        ("item_link", f"source_id IN ({new}) OR target_id IN ({new})"),
        ("item_tag", f"item_id IN ({new})"),
        ("message_reaction", f"message_id IN ({said})"),
        ("message_version", f"message_id IN ({said})"),
        ("message_grant", f"message_id IN ({said}) OR principal_id IN ({teams})"),
        ("read_mark", f"thread_id IN (SELECT id FROM thread WHERE item_id IN ({new}))"),  # noqa: S608 - as above
    ):
        op.execute(sa.text(f"DELETE FROM {table} WHERE {which}"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE message SET reply_to_id = NULL WHERE item_id IN ({new})"))  # noqa: S608 - as above
    for table in ("message", "thread", "item_grant"):
        op.execute(sa.text(f"DELETE FROM {table} WHERE item_id IN ({new})"))  # noqa: S608 - as above
    op.execute(sa.text(f"UPDATE file SET item_id = NULL WHERE item_id IN ({new})"))  # noqa: S608 - as above
    op.execute(sa.text(f"DELETE FROM item_grant WHERE principal_id IN ({teams})"))  # noqa: S608 - as above
    op.execute(sa.text("DELETE FROM room"))
    op.execute(sa.text("DELETE FROM item WHERE kind = 'room'"))
    op.execute(sa.text("DELETE FROM signature"))
    op.execute(sa.text("DELETE FROM contract"))
    op.execute(sa.text("DELETE FROM team_member"))
    op.execute(sa.text("DELETE FROM team"))
