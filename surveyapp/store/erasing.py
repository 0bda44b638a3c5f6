"""Erasing a campaign: its rows, and on SQLite every byte of them in the databases' files."""

from functools import partial

from sqlalchemy import Connection, delete

from surveyapp.extensions import db
from surveyapp.store import office
from surveyapp.store.box import comment, intake, response
from surveyapp.store.engines import done, writing
from surveyapp.store.sealing import PATIENCE_SECONDS, mark_rewriting, rewrite, scrub_office

__all__ = ["erase_box", "erase_office"]


def erase_box(campaign: str, patience_seconds: float = PATIENCE_SECONDS) -> None:
    """Delete a campaign's answers and comments, and write the box anew without them. May be repeated.

    Raises `SealingBlocked` after waiting `patience_seconds` for readers of the box, and `BoxUnavailable`.
    """
    done(writing, partial(_delete, campaign))
    rewrite(patience_seconds)


def _delete(campaign: str, connection: Connection) -> None:
    deleted = [
        connection.execute(delete(table).where(table.c.campaign == campaign)).rowcount
        for table in (response, comment, intake)
    ]
    if any(deleted):
        mark_rewriting(connection)


def erase_office(campaign: str) -> None:
    """Delete a campaign with everything in the office that belongs to it; the audit trail and wordings stay.

    May be repeated.
    """
    with office.changing():
        for table in reversed(db.metadata.sorted_tables):
            key = "name" if table.name == "campaign" else "campaign"
            if key in table.c and (table.name == "campaign" or table.c[key].foreign_keys):
                db.session.execute(delete(table).where(table.c[key] == campaign))
    scrub_office()
