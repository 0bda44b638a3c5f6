"""The first office and the first box."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade(database: str) -> None:
    {"office": upgrade_office, "box": upgrade_box}[database]()


def downgrade(database: str) -> None:
    {"office": downgrade_office, "box": downgrade_box}[database]()


def upgrade_office() -> None:
    op.create_table(
        "instrument_version",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_instrument_version"),
    )
    op.create_table(
        "campaign",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("instrument", sa.Text, nullable=False),
        sa.Column("profile", sa.Text, nullable=False),
        sa.Column("version_hash", sa.Text),
        sa.Column("profile_content", sa.Text),
        sa.Column("publish", sa.Text, nullable=False),
        sa.Column("k", sa.Integer, nullable=False),
        sa.Column("minimum", sa.Integer, nullable=False),
        sa.Column("smallest_cell", sa.Integer, nullable=False),
        sa.Column("invited", sa.Integer, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("closes", sa.Date),
        sa.PrimaryKeyConstraint("name", name="pk_campaign"),
        sa.ForeignKeyConstraint(
            ["version_hash"], ["instrument_version.hash"], name="fk_campaign_version_hash"
        ),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 40", "name"),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'sealing', 'sealed', 'released')", "state"),
        sa.CheckConstraint("publish IN ('rows', 'tables')", "publish"),
        sa.CheckConstraint("k >= 2", "k"),
        sa.CheckConstraint("minimum >= k", "minimum"),
        sa.CheckConstraint("smallest_cell >= 1", "smallest_cell"),
        sa.CheckConstraint("invited >= 1", "invited"),
        sa.CheckConstraint(
            "state = 'draft' OR (version_hash IS NOT NULL AND profile_content IS NOT NULL)", "frozen"
        ),
    )
    op.create_table(
        "release",
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("made", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("campaign", name="pk_release"),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.name"], name="fk_release_campaign"),
    )


def downgrade_office() -> None:
    for table in ("release", "campaign", "instrument_version"):
        op.drop_table(table)


def upgrade_box() -> None:
    op.create_table(
        "intake",
        sa.Column("campaign", BYTEWISE, nullable=False),
        sa.Column("accepting", sa.Boolean(create_constraint=True, name="accepting"), nullable=False),
        sa.PrimaryKeyConstraint("campaign", name="pk_intake"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "response",
        sa.Column("campaign", BYTEWISE, nullable=False),
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("answers", BYTEWISE),
        sa.PrimaryKeyConstraint("campaign", "id", name="pk_response"),
        sa.CheckConstraint("length(id) IN (32, 10)", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "comment",
        sa.Column("campaign", BYTEWISE, nullable=False),
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("item", BYTEWISE, nullable=False),
        sa.Column("text", BYTEWISE, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "id", name="pk_comment"),
        sa.CheckConstraint("length(id) IN (32, 10)", "id"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        # The planner's samples would keep words that their author took back.
        for table, columns in (("response", ("id", "answers")), ("comment", ("id", "item", "text"))):
            for column in columns:
                op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade_box() -> None:
    for table in ("comment", "response", "intake"):
        op.drop_table(table)
