"""Sealing: after it nothing in the database's files tells who answered what, or in which order.

The steps, each of which may be cut off and done again: intake is shut; what was withdrawn goes, and ids
become ranks in the order of the content, so that no receipt matches; the tables are written anew in that
order.

Rows lie in a database file as they came, and that shows in the cells' offsets within a SQLite page, and in
PostgreSQL's ctid, xmin and TOAST ids. On SQLite, VACUUM after the ranking gives the same bytes whatever the
order was, and then the write-ahead log is emptied. PostgreSQL keeps xmin through CLUSTER and VACUUM FULL:
there the rows are copied out, the table is truncated, which gives it a new file, and one transaction fills it
in order. Unlike a change of tables this leaves names, privileges and the prepared statements of other
sessions valid.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, cast, delete, func, insert, select

from surveyapp.extensions import db
from surveyapp.store.box import DERIVED_ID_BYTES, SEALED_ID_BYTES, comment, intake, response, set_accepting
from surveyapp.store.engines import BOX, BoxUnavailable, bare, done, truncate_log, writing

__all__ = ["PATIENCE_SECONDS", "SealingBlocked", "mark_rewriting", "rewrite", "scrub_office", "seal_box"]

PATIENCE_SECONDS = 60.0
# An attempt holds up those who want to write while it waits for those who read.
SHORT_SECONDS = 1.0
LOCK_NOT_AVAILABLE = "55P03"  # SQLSTATE
# PostgreSQL's rewriting of both tables, in one transaction.
REWRITE = (
    "LOCK TABLE response, comment IN ACCESS EXCLUSIVE MODE",
    "CREATE TEMPORARY TABLE sealing_response ON COMMIT DROP AS SELECT * FROM response",
    "CREATE TEMPORARY TABLE sealing_comment ON COMMIT DROP AS SELECT * FROM comment",
    "TRUNCATE response, comment",
    "INSERT INTO response SELECT * FROM sealing_response ORDER BY campaign, id",
    "INSERT INTO comment SELECT * FROM sealing_comment ORDER BY campaign, id",
)
# The same for the office's tables of which rows were deleted: a new file has none of them. Whoever changes
# the office or the schedule is waited for first, so that no two wait for each other.
REWRITE_OFFICE = (
    "LOCK TABLE campaign, scheduled IN SHARE ROW EXCLUSIVE MODE",
    "LOCK TABLE recipient, invitation, ballot_key, scheduled_address IN ACCESS EXCLUSIVE MODE",
    "CREATE TEMPORARY TABLE sealing_recipient ON COMMIT DROP AS SELECT * FROM recipient",
    "CREATE TEMPORARY TABLE sealing_invitation ON COMMIT DROP AS SELECT * FROM invitation",
    "CREATE TEMPORARY TABLE sealing_ballot_key ON COMMIT DROP AS SELECT * FROM ballot_key",
    "CREATE TEMPORARY TABLE sealing_address ON COMMIT DROP AS SELECT * FROM scheduled_address",
    "TRUNCATE recipient, invitation, ballot_key, scheduled_address",
    "INSERT INTO recipient SELECT * FROM sealing_recipient ORDER BY campaign, address",
    "INSERT INTO invitation SELECT * FROM sealing_invitation ORDER BY campaign, code",
    "INSERT INTO ballot_key SELECT * FROM sealing_ballot_key ORDER BY campaign",
    "INSERT INTO scheduled_address SELECT * FROM sealing_address ORDER BY scheduled, address",
)


class SealingBlocked(Exception):
    """Other connections to the box were in the way for too long. Nothing is lost: seal again."""


def seal_box(
    campaign: str,
    after_step: Callable[[str], None] = lambda _step: None,
    patience_seconds: float = PATIENCE_SECONDS,
) -> None:
    """Seal a campaign in the box, or finish what was cut off; for one that is sealed it changes nothing.

    Other campaigns may be open: their rows keep their ids, their new answers wait for a moment. `after_step`
    is told each step that is done: shut, ranked, rewritten, emptied. Raises `SealingBlocked` after waiting
    `patience_seconds` for readers of the box, and `BoxUnavailable`.
    """
    set_accepting(campaign, False)
    after_step("shut")
    done(writing, partial(_rank, campaign))
    after_step("ranked")
    rewrite(patience_seconds, after_step)


def rewrite(patience_seconds: float, after_step: Callable[[str], None] = lambda _step: None) -> None:
    """Write the box anew, in the order of its ids and without what deleted rows left in it.

    On SQLite only where `mark_rewriting` says that it is still to be done. Raises as `seal_box` does.
    """
    if db.engines[BOX].dialect.name == "sqlite":
        _rewrite_sqlite(patience_seconds)
    else:
        _rewrite_postgresql(patience_seconds)
    after_step("rewritten")
    _empty_log(patience_seconds)
    after_step("emptied")


def scrub_office() -> None:
    """Write what the office keeps of invitations and addresses anew, without what deleted rows left behind.

    On SQLite that is the whole file.
    """
    if db.engine.dialect.name == "sqlite":
        with bare(None) as connection:
            connection.exec_driver_sql("VACUUM")
    else:
        with writing(None) as connection:
            for statement in REWRITE_OFFICE:
                connection.exec_driver_sql(statement)


def _rank(campaign: str, connection: Connection) -> None:
    # Whoever seals the same campaign at this moment is waited for.
    connection.execute(select(intake).where(intake.c.campaign == campaign).with_for_update())
    withdrawn = delete(response).where(response.c.campaign == campaign, response.c.answers.is_(None))
    changed = connection.execute(withdrawn).rowcount
    changed += _rank_by(connection, response, [response.c.answers], campaign)
    changed += _rank_by(connection, comment, [comment.c.item, comment.c.text], campaign)
    if changed:
        mark_rewriting(connection)


def mark_rewriting(connection: Connection) -> None:
    """Have the box's SQLite file remember that it is to be written anew, whatever happens until then."""
    if connection.dialect.name == "sqlite":
        # VACUUM counts the schema's version up by one: as long as the two are equal, it is still to be done.
        connection.exec_driver_sql(f"PRAGMA user_version = {_pragma(connection, 'schema_version')}")


def _rank_by(connection: Connection, table: Table, content: Sequence[Column[str]], campaign: str) -> int:
    """Give the campaign's rows ranks for ids; how many rows had another id."""
    derived = (table.c.campaign == campaign) & (func.length(table.c.id) == DERIVED_ID_BYTES)
    rank = func.row_number().over(order_by=[*content, table.c.id])
    digits = func.substr(cast(10**SEALED_ID_BYTES + rank, Text), 2)
    names = ["campaign", "id", *(column.name for column in content)]
    ranked = select(table.c.campaign, cast(digits, LargeBinary), *content).where(derived)
    connection.execute(insert(table).from_select(names, ranked))
    return connection.execute(delete(table).where(derived)).rowcount


def _rewrite_sqlite(patience_seconds: float) -> None:
    if done(bare, lambda it: _pragma(it, "user_version") != _pragma(it, "schema_version")):
        return
    # The log's index lists the pages of each transaction, until a log that begins anew writes over it.
    _empty_log(patience_seconds)
    done(bare, lambda connection: connection.exec_driver_sql("VACUUM").close())


def _rewrite_postgresql(patience_seconds: float) -> None:
    milliseconds = max(1, round(min(patience_seconds, SHORT_SECONDS) * 1000))

    def work(connection: Connection) -> None:
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {milliseconds}")
        for statement in REWRITE:
            connection.exec_driver_sql(statement)

    def rewritten() -> bool:
        try:
            done(writing, work)
        except BoxUnavailable as problem:
            if problem.code != LOCK_NOT_AVAILABLE:
                raise
            return False
        return True

    _patiently(rewritten, patience_seconds)


def _empty_log(patience_seconds: float) -> None:
    _patiently(partial(truncate_log, SHORT_SECONDS), patience_seconds)


def _patiently(attempt: Callable[[], bool], patience_seconds: float) -> None:
    """Try until it is done. Raises `SealingBlocked` after so long."""
    deadline = time.monotonic() + patience_seconds
    while not attempt():
        if time.monotonic() > deadline:
            raise SealingBlocked


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
