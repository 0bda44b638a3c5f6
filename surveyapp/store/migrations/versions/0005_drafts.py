"""Drafts of instruments and what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade(database: str) -> None:
    {"office": upgrade_office, "box": upgrade_box}[database]()


def downgrade(database: str) -> None:
    {"office": downgrade_office, "box": downgrade_box}[database]()


# What triggers hold fixed once it is there: a wording, and all of what was published but whether it is retired.
FIXED = {"instrument_version": "", "published": " OF hash, name, number, source, published_on"}
SAID = "a published version never changes"


def upgrade_office() -> None:
    upgrade_published()
    upgrade_draft()


def upgrade_published() -> None:
    op.create_table(
        "published",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_published"),
        sa.ForeignKeyConstraint(["hash"], ["instrument_version.hash"], name="fk_published_hash"),
        sa.UniqueConstraint("name", "number", name="uq_published_name"),
        sa.CheckConstraint("number >= 1", "number"),
    )
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    if on_postgresql:
        body = f"BEGIN RAISE EXCEPTION '{SAID}'; END"
        op.execute(f"CREATE FUNCTION never_changes() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    refuse = (
        "FOR EACH ROW EXECUTE FUNCTION never_changes()"
        if on_postgresql
        else f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    )
    for table, columns in FIXED.items():
        op.execute(f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE{columns} ON {table} {refuse}")


def downgrade_published() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in FIXED:
        on_table = f" ON {table}" if on_postgresql else ""
        op.execute(f"DROP TRIGGER {table}_never_changes{on_table}")
    if on_postgresql:
        op.execute("DROP FUNCTION never_changes()")
    op.drop_table("published")


def upgrade_draft() -> None:
    op.create_table(
        "draft",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_draft"),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 40", "name"),
    )
    op.create_table(
        "draft_revision",
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("undo", sa.Integer),
        sa.Column("redo", sa.Integer),
        sa.PrimaryKeyConstraint("draft", "revision", name="pk_draft_revision"),
        sa.ForeignKeyConstraint(["draft"], ["draft.name"], name="fk_draft_revision_draft"),
    )


def downgrade_draft() -> None:
    op.drop_table("draft_revision")
    op.drop_table("draft")


def downgrade_office() -> None:
    downgrade_draft()
    downgrade_published()


def upgrade_box() -> None:
    pass


def downgrade_box() -> None:
    pass
