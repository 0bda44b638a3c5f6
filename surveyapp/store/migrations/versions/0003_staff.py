"""Staff, their roles, and what they did."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade(database: str) -> None:
    {"office": upgrade_office, "box": upgrade_box}[database]()


def downgrade(database: str) -> None:
    {"office": downgrade_office, "box": downgrade_box}[database]()


def upgrade_office() -> None:
    op.create_table(
        "staff_member",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("session_key", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("totp", sa.Text),
        sa.Column("totp_counter", sa.BigInteger),
        sa.Column("recovery_codes", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff_member"),
        sa.UniqueConstraint("email", name="uq_staff_member_email"),
        sa.UniqueConstraint("session_key", name="uq_staff_member_session_key"),
    )
    op.create_table(
        "staff_role",
        sa.Column("member", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("member", "name", name="pk_staff_role"),
        sa.ForeignKeyConstraint(["member"], ["staff_member.id"], name="fk_staff_role_member"),
        sa.CheckConstraint("name IN ('committee', 'analyst', 'admin')", "name"),
    )
    op.create_table(
        "staff_link",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("member", sa.Integer, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("choose", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_link"),
        sa.ForeignKeyConstraint(["member"], ["staff_member.id"], name="fk_staff_link_member"),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
    )


def downgrade_office() -> None:
    for table in ("audit_event", "staff_link", "staff_role", "staff_member"):
        op.drop_table(table)


def upgrade_box() -> None:
    pass


def downgrade_box() -> None:
    pass
