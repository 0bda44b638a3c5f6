"""What commands share: the application they work in, and how they print for programs."""

import atexit
import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from surveyapp.settings import Settings

if TYPE_CHECKING:
    from surveyapp.web.application import Application

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
"""The `--json` flag; the command takes it as `as_json: bool`."""

out_folder_option = click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder to write, made where it is missing.",
)
"""The `--out` option of what writes a folder; the command takes it as `out: Path`."""

SELDOM = 1_000_000
"""So many more objects there must be before Python looks for those that only hold each other."""


def in_one_go() -> None:
    """For a command that ends soon: such objects are seldom looked for, and not again as the process ends.

    That was a tenth of a report's CPU, most of it while modules load; there are next to none to be found.
    """
    gc.set_threshold(SELDOM)
    atexit.register(gc.freeze)


def environment_settings() -> Settings:
    """The settings that the environment gives. Raises `SettingsError` where one cannot be used."""
    return Settings.from_environment(os.environ)


@contextmanager
def create_cli_app(settings: Settings | None = None, pages: bool = False) -> Iterator["Application"]:
    """The application with its context pushed, for the environment's settings where none are given.

    It has no pages unless they are asked for: they take longer to load than most commands to run. Closes the
    databases at the end. Raises `SettingsError` where a setting cannot be used or there is no secret yet.
    """
    from surveyapp import create_app, create_bare_app
    from surveyapp.extensions import db

    make = create_app if pages else create_bare_app
    app = make(environment_settings() if settings is None else settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


@contextmanager
def office_if_any(settings: Settings) -> Iterator[None]:
    """The application's context where `surveyapp init` was run, and none before: then only files are read."""
    file = settings.database_url.removeprefix("sqlite:///")
    if not settings.secrets or (file != settings.database_url and not Path(file).is_file()):
        yield
        return
    with create_cli_app(settings):
        from surveyapp import store
        from surveyapp.services import Refused

        if not store.is_current():
            raise Refused("The databases are of an older version. Bring them up to date.", "surveyapp init")
        yield


def print_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
