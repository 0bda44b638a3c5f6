"""Looking at the databases as they lie there: how they are kept, and what the place of rows gives away."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, text

from surveyapp.extensions import db
from surveyapp.store.engines import BOX, reading

__all__ = ["Layout", "box_layout", "database_file", "pragmas", "server_settings", "shares_a_server"]

INDEX_LEAF = 10
"""The first byte of a page with rows of a table without row numbers (SQLite's file format, section 1.6)."""
HEADER_BYTES = 100
PLACED = "SELECT (campaign, id) AS key, lag((campaign, id)) OVER (ORDER BY {0}.ctid) AS before FROM {0}"
SERVER_SETTINGS = (
    *("log_statement", "log_min_duration_statement", "log_min_error_statement", "log_connections"),
    *("track_commit_timestamp", "archive_mode"),
)


class Layout(NamedTuple):
    """How rows lie in the box: those whose place follows their key, and those where it does not."""

    in_order: int
    out_of_order: int


def database_file(bind: str | None) -> Path | None:
    """The file of a SQLite database; None on PostgreSQL."""
    engine = db.engines[bind]
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None


def pragmas(bind: str | None, *names: str) -> dict[str, str]:
    """How a SQLite database is kept, in SQLite's own words."""
    with reading(bind) as connection:
        found = ((name, connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()) for name in names)
        return {name: str(value) for name, value in found}


def server_settings(bind: str | None) -> dict[str, str]:
    """What a PostgreSQL server is set to, as far as it concerns traces of what was asked of it."""
    with reading(bind) as connection:
        return {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in SERVER_SETTINGS}


def shares_a_server() -> bool:
    """Whether office and box are databases of one PostgreSQL server, with one sequence of transactions."""
    started = set()
    for bind in (None, BOX):
        if db.engines[bind].dialect.name != "postgresql":
            return False
        with reading(bind) as connection:
            # To the microsecond: no two servers start in the same one.
            started.add(connection.execute(text("SELECT pg_postmaster_start_time()")).scalar_one())
    return len(started) == 1


def box_layout() -> Layout:
    """How the box's rows lie in its pages: after sealing every one in the order of its key."""
    file = database_file(BOX)
    if file is not None:
        return _sqlite_layout(file)
    with reading(BOX) as connection:
        return _postgresql_layout(connection)


def _sqlite_layout(file: Path) -> Layout:
    in_order = out_of_order = 0
    for offsets in _leaf_pages(file):
        for before, after in pairwise(offsets):
            # A table that was written anew gives its rows room from the end of each page.
            in_order, out_of_order = in_order + (after < before), out_of_order + (after > before)
    return Layout(in_order, out_of_order)


def _leaf_pages(file: Path) -> Iterator[list[int]]:
    """The places of the rows in each page of the file that has any, in the order of their keys."""
    with file.open("rb") as pages:
        size = int.from_bytes(pages.read(18)[16:]) or 1
        size = 65536 if size == 1 else size
        pages.seek(0)
        first = True
        while page := pages.read(size):
            start = HEADER_BYTES if first else 0
            first = False
            if page[start] == INDEX_LEAF:
                cells = int.from_bytes(page[start + 3 : start + 5])
                place = start + 8
                yield [int.from_bytes(page[place + 2 * n : place + 2 * n + 2]) for n in range(cells)]


def _postgresql_layout(connection: Connection) -> Layout:
    placed = " UNION ALL ".join(map(PLACED.format, ("response", "comment")))
    counting = "SELECT count(*) FILTER (WHERE key > before), count(*) FILTER (WHERE key < before)"
    query = text(f"{counting} FROM ({placed}) AS placed")
    return Layout(*connection.execute(query).one())
