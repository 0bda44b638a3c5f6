"""What was decided about comments."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade(database: str) -> None:
    {"office": upgrade_office, "box": upgrade_box}[database]()


def downgrade(database: str) -> None:
    {"office": downgrade_office, "box": downgrade_box}[database]()


def upgrade_office() -> None:
    op.create_table(
        "comment_review",
        sa.Column("campaign", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("released", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "ref", name="pk_comment_review"),
        sa.ForeignKeyConstraint(["campaign"], ["campaign.name"], name="fk_comment_review_campaign"),
        sa.CheckConstraint("decision IN ('approved', 'redacted', 'withheld')", "decision"),
        sa.CheckConstraint("(decision = 'redacted') = (text IS NOT NULL)", "text"),
    )


def downgrade_office() -> None:
    op.drop_table("comment_review")


def upgrade_box() -> None:
    pass


def downgrade_box() -> None:
    pass
