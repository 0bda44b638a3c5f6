"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade(database: str) -> None:
    {"office": upgrade_office, "box": upgrade_box}[database]()


def downgrade(database: str) -> None:
    {"office": downgrade_office, "box": downgrade_box}[database]()

% for database in ("office", "box"):

def upgrade_${database}() -> None:
    ${context.get(f"{database}_upgrades", "pass")}


def downgrade_${database}() -> None:
    ${context.get(f"{database}_downgrades", "pass")}

% endfor
