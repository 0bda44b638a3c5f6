"""What is to happen to a campaign, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade(database: str) -> None:
    {"office": upgrade_office, "box": upgrade_box}[database]()


def downgrade(database: str) -> None:
    {"office": downgrade_office, "box": downgrade_box}[database]()


def upgrade_office() -> None:
    op.create_table(
        "scheduled",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("due", sa.DateTime, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("claim", sa.Text),
        sa.Column("touched", sa.BigInteger),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_scheduled"),
        sa.ForeignKeyConstraint(
            ["campaign"], ["campaign.name"], name="fk_scheduled_campaign", ondelete="CASCADE"
        ),
        sa.CheckConstraint("what IN ('open', 'invite', 'remind', 'close', 'delete')", "what"),
        sa.CheckConstraint("state IN ('waiting', 'doing', 'done', 'failed', 'late', 'in_doubt')", "state"),
    )
    op.create_table(
        "scheduled_address",
        sa.Column("scheduled", sa.Integer, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scheduled", "address", name="pk_scheduled_address"),
        sa.ForeignKeyConstraint(
            ["scheduled"], ["scheduled.id"], name="fk_scheduled_address_scheduled", ondelete="CASCADE"
        ),
        sa.CheckConstraint("state IN ('waiting', 'trying', 'refused', 'in_doubt')", "state"),
    )
    op.create_table(
        "worker_seen",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_worker_seen"),
        sa.CheckConstraint("id = 1", "id"),
    )


def downgrade_office() -> None:
    for table in ("worker_seen", "scheduled_address", "scheduled"):
        op.drop_table(table)


def upgrade_box() -> None:
    pass


def downgrade_box() -> None:
    pass
