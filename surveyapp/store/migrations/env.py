"""Runs the revisions in both databases of the current app, each in one transaction; Alembic executes it."""

from alembic import context
from sqlalchemy import Connection

from surveyapp.extensions import db
from surveyapp.store import box, office  # noqa: F401  their import fills the metadata
from surveyapp.store.engines import BOX, writing

OFFICE = "office"
# Any number that is the same for all of ours: whoever comes second waits, and then finds nothing to do.
ADVISORY_LOCK = 5_713_390_281


def run(bind: str | None, connection: Connection) -> None:
    name = bind or OFFICE
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
    context.configure(
        connection=connection,
        target_metadata=db.metadatas[bind],
        transactional_ddl=True,  # our transactions hold DDL on SQLite too
        upgrade_token=f"{name}_upgrades",
        downgrade_token=f"{name}_downgrades",
    )
    context.run_migrations(database=name)


for bind in (None, BOX):
    with writing(bind) as connection:
        run(bind, connection)
