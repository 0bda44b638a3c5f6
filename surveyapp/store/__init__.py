"""The two databases: the office and the box."""

import logging
from pathlib import Path

from sqlalchemy import inspect

from surveyapp.extensions import db
from surveyapp.store import (  # noqa: F401  so that an app knows all tables
    box,
    drafts,
    invitations,
    office,
    schedule,
    staff,
    versions,
)
from surveyapp.store.engines import BOX, attach, configuration, reading

__all__ = [
    "MIGRATIONS",
    "attach",
    "columns",
    "configuration",
    "is_current",
    "knows",
    "newest",
    "undeclared",
    "upgrade",
]

MIGRATIONS = str(Path(__file__).with_name("migrations"))
# What migrations themselves keep in each database, beside the tables of our models.
LAYOUT = {"alembic_version": ["version_num"]}


def upgrade(layout: str = "head") -> None:
    """Bring the current app's two databases to the newest schema, or up to an earlier `layout`, quietly.

    Several processes may do so at once: one does it, the others wait.
    """
    # Alembic takes longer to load than most commands need, and few of them migrate.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", MIGRATIONS.replace("%", "%%"))
    logger = logging.getLogger("alembic")
    level = logger.level
    logger.setLevel(logging.WARNING)
    try:
        command.upgrade(config, layout)
    finally:
        logger.setLevel(level)


def newest() -> str:
    """The newest schema, by the name of its migration."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory(MIGRATIONS).get_current_head())


def knows(layout: str) -> bool:
    """Whether there is a migration of that name."""
    from alembic.script import ScriptDirectory

    return layout in {script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()}


def is_current() -> bool:
    """Whether both of the current app's databases have the newest schema."""
    from alembic.runtime.migration import MigrationContext

    for bind in (None, BOX):
        with reading(bind) as connection:
            if MigrationContext.configure(connection).get_current_heads() != (newest(),):
                return False
    return True


def columns() -> dict[str, list[str]]:
    """The columns that we keep, by table, in both databases together."""
    tables = (table for metadata in db.metadatas.values() for table in metadata.sorted_tables)
    return {table.name: [column.name for column in table.columns] for table in tables} | LAYOUT


def undeclared() -> list[str]:
    """Columns that the current app's databases hold and that are none of ours, as `table.column`."""
    ours = columns()
    found = []
    for bind in (None, BOX):
        with reading(bind) as connection:
            inspector = inspect(connection)
            for table in inspector.get_table_names():
                there = [column["name"] for column in inspector.get_columns(table)]
                found += [f"{table}.{name}" for name in there if name not in ours.get(table, [])]
    return sorted(found)
