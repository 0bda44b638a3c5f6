"""Whether a planned round of reminders has begun."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade(database: str) -> None:
    {"office": upgrade_office, "box": upgrade_box}[database]()


def downgrade(database: str) -> None:
    {"office": downgrade_office, "box": downgrade_box}[database]()


def upgrade_office() -> None:
    op.add_column("scheduled", sa.Column("begun", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade_office() -> None:
    op.drop_column("scheduled", "begun")


def upgrade_box() -> None:
    pass


def downgrade_box() -> None:
    pass
