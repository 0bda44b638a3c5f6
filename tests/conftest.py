"""What every test may ask for: settings, an app with its databases, PostgreSQL, a server, a browser."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from flask.testing import FlaskClient

from surveyapp import create_app, create_bare_app
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.layouts import CompiledTemplates, builders_kept, making, migrate, ready_keys
from tests.mail.mailbox import Mailbox
from tests.postgres import Postgres, running_postgres
from tests.serving import Server, running_server

pytest_plugins = ["tests.browsers"]

COMPILED = CompiledTemplates()

# How long an example takes says how busy the machine is. In CI hypothesis's own profile stays the parent.
hypothesis.settings.register_profile("untimed", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("untimed")

WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))

MakeApp = Callable[[Settings], Application]
LiveServer = Callable[..., Server]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Has each process begin with its share of the slow tests, so that none has them left at the end."""
    slow = [each for each in items if each.get_closest_marker("slow")]
    rest = [each for each in items if not each.get_closest_marker("slow")]
    whole, items[:] = len(items), []
    for at in range(WORKERS):
        items += slow[at::WORKERS]
        upto = max(0, whole * (at + 1) // WORKERS - len(items))
        items += rest[:upto]
        del rest[:upto]


@pytest.fixture(scope="session", autouse=True)
def _made_once() -> Iterator[None]:
    with builders_kept(), ready_keys():
        yield


def settings_at(home: Path) -> Settings:
    """Settings of a fresh home, with SQLite databases and a strong secret."""
    home.mkdir(mode=0o700)
    return Settings.from_environment(
        {"SURVEYAPP_HOME": str(home), "SURVEYAPP_SECRETS": secrets.token_urlsafe(32)}
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh home, with SQLite databases and a strong secret."""
    return settings_at(tmp_path / "home")


@pytest.fixture
def mailbox() -> Mailbox:
    """What a mail server keeps that `mail_through` runs."""
    return Mailbox()


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[Postgres]:
    """A running PostgreSQL, one for all the processes of a test run."""
    with running_postgres(testrun_uid) as server:
        yield server


@pytest.fixture(scope="session")
def empty_files(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """SQLite databases with all tables and no rows, to be copied."""
    settings = settings_at(tmp_path_factory.mktemp("empty") / "home")
    migrate(settings)
    return settings


@pytest.fixture(scope="session")
def empty_databases(empty_files: Settings, postgres: Postgres) -> tuple[str, str]:
    """The names of PostgreSQL databases with all tables and no rows, to be copied."""
    office, box = postgres.create(), postgres.create()
    migrate(replace(empty_files, database_url=postgres.url(office), box_database_url=postgres.url(box)))
    return office, box


@pytest.fixture
def postgres_settings(
    settings: Settings, postgres: Postgres, empty_databases: tuple[str, str]
) -> Iterator[Settings]:
    """The same settings with a new pair of PostgreSQL databases, whose tables are there."""
    office, box = (postgres.create(like) for like in empty_databases)
    yield replace(settings, database_url=postgres.url(office), box_database_url=postgres.url(box))
    for name in (office, box):
        postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store_settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of each kind of database in turn."""
    name = "settings" if request.param == "sqlite" else "postgres_settings"
    found: Settings = request.getfixturevalue(name)
    return found


@pytest.fixture
def make_app(empty_files: Settings) -> Iterator[MakeApp]:
    """Makes an application whose databases are ready, from settings; closes its connections afterwards."""
    with making(tested_app, empty_files) as make:
        yield make


@pytest.fixture
def make_bare_app(empty_files: Settings) -> Iterator[MakeApp]:
    """Makes the same without its pages, as commands do."""
    with making(create_bare_app, empty_files) as make:
        yield make


@pytest.fixture
def app(make_app: MakeApp, settings: Settings) -> Application:
    """An application with empty SQLite databases."""
    return make_app(settings)


@pytest.fixture
def client(app: Application) -> FlaskClient:
    """A visitor without a browser."""
    return app.test_client()


@pytest.fixture
def live_server(tmp_path: Path) -> Iterator[LiveServer]:
    """Starts `surveyapp serve` for settings whose databases are ready, and stops it afterwards.

    `live_server(settings, *options, port=None, extra=None, with_worker=False)` gives a `Server`; pass a
    `free_port()` as `port` where SURVEYAPP_URL has to name it.
    """
    with ExitStack() as stack:

        def start(settings: Settings, *options: str, **more: object) -> Server:
            log = tmp_path / f"server-{len(list(tmp_path.glob('server-*.log')))}.log"
            return stack.enter_context(running_server(settings, log, *options, **more))  # type: ignore[arg-type]

        yield start


def tested_app(settings: Settings) -> Application:
    """An application that raises what goes wrong in it."""
    app = create_app(settings)
    staff = app.extensions["surveyapp.staff"]
    app.testing = staff.testing = True
    staff.jinja_env.bytecode_cache = COMPILED
    return app
