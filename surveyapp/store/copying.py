"""Both databases row by row: what a backup takes out, and what a restore puts back.

Rows are read in the order of their keys. A copy of the files of an open box would keep the order in which
answers came; this keeps none, and what one kind of database gave the other kind takes.

The keys that sign ballots stay behind. Which invitations were used since the backup is not in it, so what is
restored must not sign: it would give some people a second ballot.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    func,
    insert,
    literal,
    select,
    text,
)

from surveyapp.extensions import db
from surveyapp.store import office
from surveyapp.store.engines import BOX, reading, writing
from surveyapp.store.holding import hold_box, hold_office

__all__ = ["DATABASES", "Row", "TableCopy", "copied", "is_empty", "put_back"]

DATABASES = {"office": None, "box": BOX}
LAYOUT = "alembic_version"
ROWS_AT_ONCE = 1000
LEFT_BEHIND = {("ballot_key", "private"): b""}
"""Columns that are not read, and what stands in a backup in their place."""

Row = tuple[Any, ...]


class TableCopy(NamedTuple):
    """A table's rows, each in the order of `columns`; `database` is "office" or "box"."""

    database: str
    table: str
    columns: tuple[str, ...]
    rows: Iterable[Row]


def copied() -> Generator[TableCopy]:
    """Every table of the current app's databases, both as they were at one moment, while others go on.

    Nobody changes the office while it is read; the box is read in one snapshot, which begins meanwhile. Take
    each table's rows before the next table, and close it where not all is taken.
    """
    with reading(BOX, one_moment=True) as box:
        if box.dialect.name == "postgresql":
            # Sealing waits for it: a table written anew is empty to whoever's moment was before.
            box.exec_driver_sql("LOCK TABLE intake, response, comment IN ACCESS SHARE MODE")
        with office.changing():
            connection = db.session.connection()
            box.execute(select(func.count()).select_from(_reflected(box).tables["intake"]))
            yield from _tables("office", connection)
        yield from _tables("box", box)


def _reflected(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    return found


def _tables(database: str, connection: Connection) -> Iterator[TableCopy]:
    for table in _reflected(connection).sorted_tables:
        if table.name != LAYOUT:
            names = tuple(column.name for column in table.columns)
            yield TableCopy(database, table.name, names, _rows(connection, table))


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    query = select(*map(_taken, table.columns)).order_by(*table.primary_key.columns)
    found = connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE})
    return (tuple(row) for row in found)


def _taken(column: Column[Any]) -> ColumnElement[Any]:
    instead = LEFT_BEHIND.get((column.table.name, column.name))
    return column if instead is None else literal(instead, column.type)


def is_empty() -> bool:
    """Whether neither database of the current app holds a row of ours, or even a table."""
    for bind in DATABASES.values():
        with reading(bind) as connection:
            for table in _reflected(connection).sorted_tables:
                full = connection.execute(select(table).limit(1)).first() is not None
                if full and table.name != LAYOUT:
                    return False
    return True


def put_back(tables: Iterable[TableCopy], said: str) -> tuple[str, ...]:
    """Fill the current app's empty databases, which have the layout that the rows were taken from.

    All of it or nothing: where the tables stop short with an error neither database keeps a row. Nothing goes
    on by itself then, as `hold_office` has it: gives the campaigns that were open.
    """
    with _both() as connections:
        known = {name: _reflected(connection) for name, connection in connections.items()}
        for database, name, columns, rows in tables:
            table = known[database].tables[name]
            given = (dict(zip(columns, row, strict=True)) for row in rows)
            while some := list(islice(given, ROWS_AT_ONCE)):
                connections[database].execute(insert(table), some)
            _count_on(connections[database], table)
        hold_box(connections["box"])
        return hold_office(connections["office"], said)


@contextmanager
def _both() -> Iterator[dict[str, Connection]]:
    with writing(None) as of_office, writing(BOX) as of_box:
        yield {"office": of_office, "box": of_box}


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL's own numbering of a table go on after the rows that were put back."""
    numbered = [c for c in table.primary_key.columns if isinstance(c.type, Integer)]
    if connection.dialect.name != "postgresql" or len(numbered) != 1:
        return
    last = connection.execute(select(func.max(numbered[0]))).scalar_one()
    names = {"table": table.name, "column": numbered[0].name}
    sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), names).scalar()
    if sequence and last is not None:
        connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
