"""How the two databases are opened: what a connection is told, how transactions begin, who shares them.

`configuration` goes into the Flask app's config before `db.init_app(app)`, `attach` is called in the app's
context after it. Everything else in this package works through `reading`, `writing` and `bare`.
"""

import os
import sqlite3
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError

from surveyapp.extensions import db

__all__ = [
    "BOX",
    "BoxUnavailable",
    "attach",
    "bare",
    "begin_writing",
    "configuration",
    "done",
    "reading",
    "truncate_log",
    "writing",
]

BOX = "box"
BUSY_SECONDS = 30
CONNECT_SECONDS = 10
# The execution option that says how a transaction begins on SQLite; "" leaves it out.
BEGIN = "sqlite_begin"

# The office keeps a rollback journal: its write-ahead log beside the box's would tell, transaction by
# transaction, which ballot was taken just before which answer came.
JOURNAL_MODES = {None: "delete", BOX: "wal"}
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
POOL = {
    "pool_size": 5,
    # A thread holds one connection at a time, so the server's threads are the limit.
    "max_overflow": -1,
}

Result = TypeVar("Result")
Begin = Callable[[str | None], AbstractContextManager[Connection]]

_attached: weakref.WeakSet[Engine] = weakref.WeakSet()


def configuration(office_url: str, box_url: str) -> dict[str, Any]:
    """The Flask config for the two databases, given their SQLAlchemy URLs (sqlite or postgresql+psycopg)."""
    # The office asks whether a pooled connection still lives; the box would rather try twice than always ask.
    return {
        "SQLALCHEMY_BINDS": {None: _options(office_url) | {"pool_pre_ping": True}, BOX: _options(box_url)},
        "SQLALCHEMY_ECHO": False,
        "SQLALCHEMY_RECORD_QUERIES": False,
        "SQLALCHEMY_TRACK_MODIFICATIONS": False,
    }


def _options(url: str) -> dict[str, Any]:
    # Parameters are answers and ids: they stay out of every error message.
    options = {"url": url, "hide_parameters": True, **POOL}
    if make_url(url).get_backend_name() == "sqlite":
        # The driver must not begin transactions of its own; it would begin them too late, and never to read.
        return options | {"connect_args": {"isolation_level": None, "check_same_thread": False}}
    return options | {
        "isolation_level": "READ COMMITTED",
        # A fixed name: left to itself a client may tell the server about its host or its program.
        "connect_args": {"application_name": "surveyapp", "connect_timeout": CONNECT_SECONDS},
    }


def attach() -> None:
    """Make the current app's engines open and begin as this module says. Call once, after `db.init_app`."""
    for key, engine in db.engines.items():
        _attached.add(engine)
        if engine.dialect.name == "sqlite":
            event.listen(engine, "do_connect", _make_private)
            event.listen(engine, "connect", partial(_open_sqlite, JOURNAL_MODES[key]))
            event.listen(engine, "begin", _begin_sqlite)


class BoxUnavailable(Exception):
    """The box could not be reached, stayed locked or refused. All it says is the database's own `code`.

    A driver's error may quote what it was given: PostgreSQL's do, whole rows, where a constraint is violated.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@contextmanager
def reading(bind: str | None, one_moment: bool = False) -> Iterator[Connection]:
    """A connection to the office (None) or the box in a transaction that only reads.

    With `one_moment` all that it reads is as it was at its first query; SQLite is always so.
    """
    with db.engines[bind].connect() as connection:
        if one_moment and connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(bind: str | None) -> Iterator[Connection]:
    """A connection in a transaction that writes; on SQLite it holds the write lock from its first moment."""
    with db.engines[bind].connect() as connection:
        connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with connection.begin():
            yield connection


@contextmanager
def bare(bind: str | None) -> Iterator[Connection]:
    """A connection to SQLite outside any transaction, for VACUUM and checkpoints."""
    with db.engines[bind].connect() as connection:
        connection.execution_options(**{BEGIN: ""})
        yield connection


def done(begin: Begin, work: Callable[[Connection], Result]) -> Result:
    """The work done on a connection to the box, again from its start where the server had hung up meanwhile.

    Raises `BoxUnavailable`.
    """
    for _attempt in range(2):
        try:
            with begin(BOX) as connection:
                return work(connection)
        except (DBAPIError, NoConnectionError) as error:
            code, hung_up = _code(error), isinstance(error, DBAPIError) and error.connection_invalidated
        if not hung_up:
            break
    # Raised out here so that the driver's error, which has the parameters, is not its context.
    raise BoxUnavailable(code)


def begin_writing() -> None:
    """Begin the office session's transaction as one that writes.

    Call it before the first query of a use case that will write. A SQLite transaction that has read can't
    become one that writes when another wrote meanwhile: it fails at once, however long it would be willing to
    wait.
    """
    db.session.connection(execution_options={BEGIN: "BEGIN IMMEDIATE"})


def truncate_log(wait_seconds: float) -> bool:
    """Empty the box's write-ahead log into its database file; False where another connection is in the way.

    That log keeps what was deleted until then. Waits so long for others to finish. Always True on PostgreSQL,
    where it does nothing.
    """
    if db.engines[BOX].dialect.name != "sqlite":
        return True

    def work(connection: Connection) -> bool:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {round(wait_seconds * 1000)}")
        try:
            busy, _pages, _moved = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        finally:
            connection.exec_driver_sql(PRAGMAS[0])
        return not busy

    return done(bare, work)


def _code(error: Exception) -> str:
    """SQLite's name or PostgreSQL's SQLSTATE of an error, or else its class: never its message."""
    cause = getattr(error, "orig", None)
    return (
        getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or type(error).__name__
    )


def _make_private(_dialect: object, _record: object, arguments: list[str], _options: object) -> None:
    """Make a file that is missing, open to its owner alone whatever the umask; its log takes after it."""
    # Never one that is there: closing it again would drop the locks that this process holds on it.
    with suppress(OSError):
        os.close(os.open(arguments[0], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _open_sqlite(journal_mode: str, connection: sqlite3.Connection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    _set_journal_mode(cursor, journal_mode)
    cursor.close()


def _set_journal_mode(cursor: sqlite3.Cursor, journal_mode: str) -> None:
    # A file keeps its mode, so this is for new ones. Where several processes meet at one, SQLite may refuse
    # the change at once instead of waiting as it was told.
    deadline = time.monotonic() + BUSY_SECONDS
    while cursor.execute("PRAGMA journal_mode").fetchone() != (journal_mode,):
        if time.monotonic() > deadline:
            raise sqlite3.OperationalError(f"the journal mode can't be set to {journal_mode}")
        try:
            cursor.execute(f"PRAGMA journal_mode = {journal_mode}")
        except sqlite3.OperationalError:
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    statement = connection.get_execution_options().get(BEGIN, "BEGIN")
    if statement:
        connection.exec_driver_sql(statement)


def _forget_connections() -> None:
    for engine in _attached:
        engine.dispose(close=False)


# A forked worker must not speak on its parent's connections, nor close them.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_connections)
