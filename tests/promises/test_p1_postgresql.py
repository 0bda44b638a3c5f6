"""P1 in PostgreSQL's own log and files.

As it comes, PostgreSQL writes nothing of a visit into its log. It can be told to log every statement with its
values, and then answers and comments stand there, each with a time: no program that uses the database can
prevent that. So this part is the administrator's, `docs/operating.md` gives the settings, and here it is
shown what they are good for. What is never there, whatever is set, is anything else of a visit.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from psycopg import sql

from surveyapp.settings import Settings
from tests.conftest import LiveServer, MakeApp
from tests.layouts import migrate
from tests.postgres import Postgres, running_postgres
from tests.promises.site import Site
from tests.promises.visiting import Visitor

LOUD = {
    "log_statement": "all",
    "log_min_duration_statement": "0",
    "log_connections": "on",
    "log_disconnections": "on",
    "log_error_verbosity": "verbose",
    "log_line_prefix": "%m %r %h %a ",
    "log_min_messages": "debug1",
    "log_lock_waits": "on",
    "log_parameter_max_length": "-1",
    "log_parameter_max_length_on_error": "-1",
}
DOCUMENTED = Path(__file__).parents[2] / "docs" / "operating.md"


@dataclass
class Pair:
    """A PostgreSQL of this test's own, with an office and a box."""

    server: Postgres
    settings: Settings
    office: str
    box: str

    def configure(self, given: Mapping[str, str]) -> None:
        """Set these for all new sessions."""
        with self.server.connect() as connection:
            for name, value in given.items():
                command = sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
                connection.execute(command)
            connection.execute("SELECT pg_reload_conf()")

    def shut_out(self, database: str) -> None:
        """End every session of a database, and let none in any more."""
        with self.server.connect() as connection:
            name = sql.Identifier(database)
            connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
            ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
            connection.execute(ending, [database])

    def folder(self, database: str) -> Path:
        """Where a database is on the disk, with all that it holds written there."""
        with self.server.connect() as connection:
            connection.execute("CHECKPOINT")
            query = "SELECT oid FROM pg_database WHERE datname = %s"
            found = connection.execute(query, [database]).fetchone()
            assert found
            return self.server.data / "base" / str(found[0])

    def written(self, database: str) -> bytes:
        """All the files of a database but those that are as in the empty one it was copied from."""
        files = {file.name: file.read_bytes() for file in self.folder(database).iterdir()}
        empty = {file.name: file.read_bytes() for file in (self.server.data / "base" / "1").iterdir()}
        return b"".join(content for name, content in files.items() if content != empty.get(name))

    def lines(self) -> list[str]:
        """The server's log, without what it says about its own housekeeping."""
        every = self.server.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in every if "checkpoint" not in line]


@pytest.fixture
def pair(settings: Settings) -> Iterator[Pair]:
    with running_postgres(f"p1{secrets.token_hex(5)}") as server:
        office, box = server.create(), server.create()
        made = replace(settings, database_url=server.url(office), box_database_url=server.url(box))
        migrate(made)
        yield Pair(server, made, office, box)


def answers(visitor: Visitor) -> set[str]:
    """The places of the canaries in answers that were stored."""
    return {place for place in visitor.canaries.words if place.startswith("answer ")}


def test_its_log_as_it_comes_says_nothing_of_a_visit(
    pair: Pair, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """Not even while tables are missing, sessions are ended and nobody is let in any more."""
    site = Site.prepare(pair.settings, make_app, tmp_path)
    server = live_server(site.settings)
    visitor = Visitor(server.port)
    visitor.respond(site.open)
    before = pair.lines()
    site.visit_everything(visitor)
    assert pair.lines() == before, "what went well, and what a client got wrong, leaves no line"
    site.visit_while_it_fails(visitor)
    pair.shut_out(pair.box)
    assert visitor.respond(site.open, 503)
    pair.shut_out(pair.office)
    site.visit_every_route(visitor, "GET", "POST")
    server.stop()
    log = "\n".join(pair.lines())
    assert 'relation "intake" does not exist' in log
    assert "not currently accepting connections" in log
    assert visitor.canaries.found(log.encode()) == set()
    assert visitor.canaries.found(server.log.read_bytes()) == set()


def test_its_files_have_the_answers_in_the_box_and_in_the_servers_own_log_of_changes(
    pair: Pair, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """That log (`pg_wal`) is the whole server's; it has answers, and times, until its files are reused."""
    site = Site.prepare(pair.settings, make_app, tmp_path)
    server = live_server(site.settings)
    visitor = Visitor(server.port)
    site.visit_everything(visitor)
    server.stop()
    assert visitor.canaries.found(pair.written(pair.box)) == answers(visitor)
    assert visitor.canaries.found(pair.written(pair.office)) == set()
    told = {file: visitor.canaries.spoken(file) for file in pair.server.data.rglob("*") if file.is_file()}
    places = {file.relative_to(pair.server.data).parts[0] for file, found in told.items() if found}
    assert places == {"base", "pg_wal"}
    assert set().union(*told.values()) == answers(visitor)
    assert {file.parent for file, found in told.items() if found} == {
        pair.folder(pair.box),
        pair.server.data / "pg_wal",
    }
    assert visitor.canaries.found(pair.server.log.read_bytes()) == set()


def test_told_to_log_every_statement_it_logs_answers_and_nothing_else_of_a_visit(
    pair: Pair, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """This is what the administrator has to prevent; it also shows that the look sees what is there."""
    pair.configure(LOUD)
    site = Site.prepare(pair.settings, make_app, tmp_path)
    server = live_server(site.settings)
    visitor = Visitor(server.port)
    site.visit_everything(visitor)
    server.stop()
    assert visitor.canaries.found(pair.server.log.read_bytes()) == answers(visitor)


def test_the_settings_in_the_documentation_keep_it_silent(
    pair: Pair, make_app: MakeApp, live_server: LiveServer, tmp_path: Path
) -> None:
    """Set over the loudest ones, they leave no line of a visit, and none at all where nothing fails."""
    pair.configure(LOUD | {"log_min_messages": "warning"})
    pair.configure({name: value for name, value in documented().items() if name not in at_start_only(pair)})
    site = Site.prepare(pair.settings, make_app, tmp_path)
    server = live_server(site.settings)
    visitor = Visitor(server.port)
    before = pair.lines()
    site.visit_everything(visitor)
    assert pair.lines() == before
    site.visit_while_it_fails(visitor)
    server.stop()
    assert visitor.canaries.found(pair.server.log.read_bytes()) == set()
    assert "STATEMENT" not in "\n".join(pair.lines()[len(before) :])


def documented() -> dict[str, str]:
    """The settings that the documentation gives for PostgreSQL."""
    block = re.search(r"```ini\n(log_statement.*?)```", DOCUMENTED.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    return dict(re.findall(r"^(\w+) = (\S+)", block[1], re.MULTILINE))


def at_start_only(pair: Pair) -> set[str]:
    """Those of them that a running server does not change; as it comes they are as documented."""
    query = "SELECT name, setting FROM pg_settings WHERE context = 'postmaster' AND name = ANY(%s)"
    with pair.server.connect() as connection:
        found = {str(name): str(value) for name, value in connection.execute(query, [[*documented()]])}
    assert found == {name: documented()[name] for name in found}
    return set(found)
