"""The box: answers and comments, each under a hash that only the respondent's serial leads to. Nothing else.

A response whose answers are NULL was withdrawn: it stays, uncounted, so that a page sent again can't bring it
back, until sealing drops it. Answers are canonical JSON; texts are ordered by their UTF-8 bytes.

Every function works in a Flask app's context, and all but the two that read texts raise `BoxUnavailable`
where the database can't be reached or stays locked; what was not confirmed may then be tried again, for an id
is only ever stored once.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    LargeBinary,
    Table,
    Text,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from surveyapp.extensions import db
from surveyapp.store.engines import BOX, BoxUnavailable, done, reading, truncate_log, writing

__all__ = [
    "BoxSealed",
    "BoxUnavailable",
    "Comment",
    "Inserted",
    "comments",
    "count",
    "counts",
    "has",
    "insert",
    "rows",
    "set_accepting",
    "withdraw",
]

DERIVED_ID_BYTES = 32  # a hash of the serial
SEALED_ID_BYTES = 10  # a rank in digits: no hash is as short, so no receipt can lead to one
ROWS_AT_ONCE = 1000
INSERT: dict[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

# Sorts by bytes in both kinds of database.
BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")


def _keyed_table(name: str, *columns: Column[Any]) -> Table:
    # Without a row number: it would count the answers as they come.
    return db.Table(
        name,
        Column("campaign", BYTEWISE, primary_key=True),
        Column("id", LargeBinary, primary_key=True),
        *columns,
        CheckConstraint(f"length(id) IN ({DERIVED_ID_BYTES}, {SEALED_ID_BYTES})", "id"),
        bind_key=BOX,
        sqlite_with_rowid=False,
    )


intake = db.Table(
    "intake",
    Column("campaign", BYTEWISE, primary_key=True),
    Column("accepting", Boolean(create_constraint=True, name="accepting"), nullable=False),
    bind_key=BOX,
    sqlite_with_rowid=False,
)
response = _keyed_table("response", Column("answers", BYTEWISE))
comment = _keyed_table(
    "comment", Column("item", BYTEWISE, nullable=False), Column("text", BYTEWISE, nullable=False)
)


class BoxSealed(Exception):
    """The campaign was sealed: it takes no answers, for good."""


class Inserted(Enum):
    """What became of an answer: stored now, known before (or withdrawn), or refused as intake is shut."""

    STORED = "stored"
    REPEATED = "repeated"
    SHUT = "shut"


class Comment(NamedTuple):
    """One free text: the 32-byte key it is kept under, the item that it answers, and the words."""

    id: bytes
    item: str
    text: str

    def __repr__(self) -> str:
        return f"<Comment on {self.item}>"


def _insert_new(table: Table) -> dict[str, Any]:
    """By dialect: the statement that inserts a row into the table unless its key is there."""
    return {
        name: make(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
        for name, make in INSERT.items()
    }


def _insert_or_update(table: Table, column: str) -> dict[str, Any]:
    """By dialect: the statement that inserts a row, or sets that column where its key is there."""
    inserts = {name: make(table) for name, make in INSERT.items()}
    return {
        name: insert.on_conflict_do_update(
            index_elements=list(table.primary_key), set_={column: insert.excluded[column]}
        )
        for name, insert in inserts.items()
    }


def _of_campaign(table: Table) -> ColumnElement[bool]:
    return table.c.campaign == bindparam("of_campaign")


def _of_id(table: Table) -> ColumnElement[bool]:
    return _of_campaign(table) & (table.c.id == bindparam("of_id"))


# Made once, so that an answer costs no time to write SQL. On PostgreSQL the row of `intake` stays locked
# until the answer is committed: whoever shuts intake waits for it, and whoever comes later sees it shut.
# SQLite writes one transaction at a time anyway.
ACCEPTING = select(intake.c.accepting).where(_of_campaign(intake)).with_for_update(read=True)
KNOWN = select(response.c.id).where(_of_id(response))
INSERT_RESPONSE = _insert_new(response)
INSERT_COMMENT = _insert_new(comment)
WITHDRAW = update(response).where(_of_id(response)).values(answers=None)
DELETE_COMMENT = delete(comment).where(_of_id(comment))
SET_ACCEPTING = _insert_or_update(intake, "accepting")


def set_accepting(campaign: str, accepting: bool) -> None:
    """Open or shut a campaign's intake; once this has returned, no answer slips in against it.

    Raises `BoxSealed` where a sealed campaign would be opened.
    """

    def work(connection: Connection) -> None:
        if accepting and is_sealed(connection, response, campaign):
            raise BoxSealed
        values = {"campaign": campaign, "accepting": accepting}
        connection.execute(SET_ACCEPTING[connection.dialect.name], values)

    done(writing, work)


def insert(campaign: str, response_id: bytes, answers: str, comments: Sequence[Comment]) -> Inserted:
    """Store the answers (canonical JSON) and comments of one person, durably and once.

    An id that is known answers `REPEATED`, whatever comes with it and also where intake is shut meanwhile:
    its sender missed our first reply.
    """

    def work(connection: Connection) -> Inserted:
        dialect = connection.dialect.name
        if not connection.scalar(ACCEPTING, {"of_campaign": campaign}):
            known = connection.scalar(KNOWN, {"of_campaign": campaign, "of_id": response_id})
            return Inserted.SHUT if known is None else Inserted.REPEATED
        values = {"campaign": campaign, "id": response_id, "answers": answers}
        if not connection.execute(INSERT_RESPONSE[dialect], values).rowcount:
            return Inserted.REPEATED
        if comments:
            texts = [{"campaign": campaign, **text._asdict()} for text in comments]
            connection.execute(INSERT_COMMENT[dialect], texts)
        return Inserted.STORED

    return done(writing, work)


def withdraw(campaign: str, response_id: bytes, comment_ids: Sequence[bytes]) -> bool:
    """Take back a response and its comments; False where there is no such response, or intake is shut.

    True again for one that was taken back before. On SQLite the words are then overwritten in the files,
    unless somebody is reading the older state at this moment: then sealing does it at the latest.
    """

    def work(connection: Connection) -> bool:
        if not connection.scalar(ACCEPTING, {"of_campaign": campaign}):
            return False
        if not connection.execute(WITHDRAW, {"of_campaign": campaign, "of_id": response_id}).rowcount:
            return False
        if comment_ids:
            keys = [{"of_campaign": campaign, "of_id": key} for key in comment_ids]
            connection.execute(DELETE_COMMENT, keys)
        return True

    withdrawn = done(writing, work)
    if withdrawn:
        with suppress(BoxUnavailable):
            truncate_log(wait_seconds=0)
    return withdrawn


def has(campaign: str, response_id: bytes) -> bool:
    """Whether the id is known: a response that is stored, or that was taken back."""
    key = {"of_campaign": campaign, "of_id": response_id}
    return done(reading, lambda connection: connection.scalar(KNOWN, key) is not None)


def count(campaign: str) -> int:
    """How many responses the campaign holds; those taken back don't count."""
    counting = select(func.count(response.c.answers)).where(_of_campaign(response))
    return done(reading, lambda connection: int(connection.scalar(counting, {"of_campaign": campaign}) or 0))


def counts() -> dict[str, int]:
    """How many responses each campaign holds that ever had one; those taken back don't count."""
    counting = select(response.c.campaign, func.count(response.c.answers)).group_by(response.c.campaign)
    return done(reading, lambda connection: {row[0]: int(row[1]) for row in connection.execute(counting)})


def rows(campaign: str) -> Iterator[str]:
    """Each response's answers as canonical JSON, in the order of their content, as they are read."""
    answers = response.c.answers
    for (each,) in _in_content_order(response, [answers], campaign, answers.is_not(None)):
        yield each


def comments(campaign: str) -> Iterator[tuple[str, str]]:
    """Item and text of each comment, in the order of their content, as they are read."""
    for row in _in_content_order(comment, [comment.c.item, comment.c.text], campaign):
        yield row.item, row.text


def is_sealed(connection: Connection, table: Table, campaign: str) -> bool:
    """Whether the campaign's ids in that table are ranks; False also where it has no row."""
    first = select(func.length(table.c.id)).where(_of_campaign(table)).order_by(table.c.id).limit(1)
    return bool(connection.scalar(first, {"of_campaign": campaign}) == SEALED_ID_BYTES)


def _in_content_order(
    table: Table, columns: Sequence[Column[Any]], campaign: str, *conditions: ColumnElement[bool]
) -> Iterator[Any]:
    with reading(BOX) as connection:
        # Sealed ids are ranks in that order already, and the primary key needs no sorting.
        order = [table.c.id] if is_sealed(connection, table, campaign) else columns
        query = select(*columns).where(_of_campaign(table), *conditions).order_by(*order)
        connection.execution_options(yield_per=ROWS_AT_ONCE)
        for part in connection.execute(query, {"of_campaign": campaign}).partitions():
            yield from part
