"""Personal invitations and the keys that sign ballots."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade(database: str) -> None:
    {"office": upgrade_office, "box": upgrade_box}[database]()


def downgrade(database: str) -> None:
    {"office": downgrade_office, "box": downgrade_box}[database]()


def upgrade_office() -> None:
    # With its check in the column: SQLite adds no others to a table that is there.
    op.execute(
        "ALTER TABLE campaign ADD COLUMN \"by\" TEXT DEFAULT 'link' NOT NULL"
        " CONSTRAINT ck_campaign_by CHECK (\"by\" IN ('link', 'invitation'))"
    )
    op.add_column(
        "campaign", sa.Column("code_without_script", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "ballot_key",
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("public", sa.LargeBinary, nullable=False),
        sa.Column("private", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("campaign", name="pk_ballot_key"),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.name"], name="fk_ballot_key_campaign"),
    )
    op.create_table(
        "recipient",
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("mail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "address", name="pk_recipient"),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.name"], name="fk_recipient_campaign"),
        sa.CheckConstraint("mail IN ('waiting', 'sending', 'emailed', 'overdue', 'nudging')", "mail"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitation",
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("code", sa.LargeBinary, nullable=False),
        sa.Column("used", sa.Boolean, nullable=False),
        sa.Column("blinded", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "code", name="pk_invitation"),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.name"], name="fk_invitation_campaign"),
        sa.CheckConstraint("length(code) = 32", "code"),
        sa.CheckConstraint("length(blinded) = 32", "blinded"),
        sqlite_with_rowid=False,
    )


def downgrade_office() -> None:
    for table in ("invitation", "recipient", "ballot_key"):
        op.drop_table(table)
    op.drop_column("campaign", "code_without_script")
    with op.batch_alter_table("campaign") as campaign:
        campaign.drop_constraint(op.f("ck_campaign_by"), type_="check")
        campaign.drop_column("by")


def upgrade_box() -> None:
    pass


def downgrade_box() -> None:
    pass
