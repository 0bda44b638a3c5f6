"""What every test may ask for: settings, an app with its databases, PostgreSQL, a server, a browser."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from surveyapp import create_app, store
from surveyapp.extensions import db
from surveyapp.settings import Settings
from surveyapp.web.application import Application
from tests.postgres import Postgres, running_postgres
from tests.serving import Server, running_server

pytest_plugins = ["tests.browsers"]

MakeApp = Callable[[Settings], Application]
LiveServer = Callable[..., Server]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh home, with SQLite databases and a strong secret."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return Settings.from_environment(
        {"SURVEYAPP_HOME": str(home), "SURVEYAPP_SECRETS": secrets.token_urlsafe(32)}
    )


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[Postgres]:
    """A running PostgreSQL, one for all the processes of a test run."""
    with running_postgres(testrun_uid) as server:
        yield server


@pytest.fixture
def postgres_settings(settings: Settings, postgres: Postgres) -> Iterator[Settings]:
    """The same settings with a new pair of PostgreSQL databases."""
    office, box = postgres.create(), postgres.create()
    given = {
        "SURVEYAPP_HOME": str(settings.home),
        "SURVEYAPP_SECRETS": ",".join(settings.secrets),
        "DATABASE_URL": postgres.url(office),
        "BOX_DATABASE_URL": postgres.url(box),
    }
    yield Settings.from_environment(given)
    for name in (office, box):
        postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def any_store_settings(request: pytest.FixtureRequest) -> Settings:
    """Settings of each kind of database in turn."""
    name = "settings" if request.param == "sqlite" else "postgres_settings"
    found: Settings = request.getfixturevalue(name)
    return found


@pytest.fixture
def make_app() -> Iterator[MakeApp]:
    """Makes an application whose databases are ready, from settings; closes its connections afterwards."""
    with ExitStack() as stack:

        def make(settings: Settings) -> Application:
            app = create_app(settings)
            app.testing = app.extensions["surveyapp.staff"].testing = True
            stack.callback(_disconnect, app)
            with app.app_context():
                store.upgrade()
            return app

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


def _disconnect(app: Application) -> None:
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
